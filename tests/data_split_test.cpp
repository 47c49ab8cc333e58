// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "data/content.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::contains;
using testing::has_note;
using testing::message_of;

// One feature that names the row, so that a test sees where each row went; and what else is asked for.
dataset numbered(const std::vector<std::int32_t>& labels, std::size_t classes) {
  dataset whole;
  whole.name = "numbered";
  whole.rows = labels.size();
  whole.columns = 1;
  whole.feature_names = {"row"};
  whole.labels = labels;
  for (std::size_t i = 0; i < classes; ++i)
    whole.class_names.push_back(std::string("c").append(std::to_string(i)));
  whole.task = classes == 2 ? task::binary : task::classes;
  for (std::size_t row = 0; row < whole.rows; ++row) whole.features.push_back(static_cast<double>(row));
  return whole;
}

dataset quantities(std::size_t rows) {
  dataset whole = numbered(std::vector<std::int32_t>(rows), 0);
  whole.labels.clear();
  whole.task = task::regression;
  for (std::size_t row = 0; row < rows; ++row) whole.targets.push_back(static_cast<double>(row * row % 17));
  return whole;
}

std::vector<std::int32_t> uneven_labels(const std::vector<std::size_t>& sizes) {
  std::vector<std::int32_t> labels;
  for (std::size_t label = 0; label < sizes.size(); ++label)
    labels.insert(labels.end(), sizes[label], static_cast<std::int32_t>(label));
  return labels;
}

std::vector<std::size_t> rows_of(const split_data& split, const part& p) {
  std::vector<std::size_t> rows;
  for (const float x : p.features)
    rows.push_back(static_cast<std::size_t>(std::lround(x * split.deviations[0] + split.means[0])));
  return rows;
}

std::vector<std::size_t> counts_of(const part& p, std::size_t classes) {
  std::vector<std::size_t> counts(classes);
  for (const std::int32_t label : p.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

TEST(Split, SizesAreExactAndEveryRowGoesSomewhereOnce) {
  for (const std::size_t rows : {57u, 58u, 100u, 1003u}) {
    std::vector<std::int32_t> labels(rows);
    for (std::size_t row = 0; row < rows; ++row) labels[row] = static_cast<std::int32_t>(row % 3);
    for (const dataset& whole : {numbered(labels, 3), quantities(rows)}) {
      const split_data result = split(whole, {});
      EXPECT_EQ(result.train.rows,
                static_cast<std::size_t>(std::floor(0.6 * static_cast<double>(rows) + 0.5)));
      EXPECT_EQ(result.validation.rows,
                static_cast<std::size_t>(std::floor(0.2 * static_cast<double>(rows) + 0.5)));
      std::vector<std::size_t> seen, sources;
      for (const part* p : {&result.train, &result.validation, &result.test}) {
        const auto here = rows_of(result, *p);
        EXPECT_EQ(here.size(), p->rows);
        EXPECT_EQ(p->columns, 1u);
        EXPECT_EQ(p->labels.size() + p->targets.size(), p->rows);
        seen.insert(seen.end(), here.begin(), here.end());
        sources.insert(sources.end(), p->sources.begin(), p->sources.end());
      }
      EXPECT_EQ(sources, seen);
      std::sort(seen.begin(), seen.end());
      std::vector<std::size_t> all(rows);
      std::iota(all.begin(), all.end(), 0);
      EXPECT_EQ(seen, all);
    }
  }
}

TEST(Split, ClassesKeepTheirShares) {
  const std::vector<std::size_t> sizes{1000, 501, 77, 10, 3};
  const split_data result = split(numbered(uneven_labels(sizes), sizes.size()), {});
  const auto train = counts_of(result.train, 5), validation = counts_of(result.validation, 5),
             test = counts_of(result.test, 5);
  const double rows = 1591;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const double size = static_cast<double>(sizes[i]);
    // Largest remainder: within one row of the exact share; the test part takes up what both others leave.
    EXPECT_NEAR(static_cast<double>(train[i]), size * static_cast<double>(result.train.rows) / rows, 1);
    EXPECT_NEAR(static_cast<double>(validation[i]), size * static_cast<double>(result.validation.rows) / rows,
                1);
    EXPECT_NEAR(static_cast<double>(test[i]), size * static_cast<double>(result.test.rows) / rows, 2);
    EXPECT_GE(std::min({train[i], validation[i], test[i]}), 1u) << i;
  }
  EXPECT_EQ(result.train.rows, 955u);
  EXPECT_EQ(result.validation.rows, 318u);
}

// Where both cannot be had, a row of each class in each part goes before the exact sizes.
TEST(Split, SmallestClassesReachEveryPart) {
  const split_data result = split(numbered(uneven_labels({3, 3, 3}), 3), {});
  for (const part* p : {&result.train, &result.validation, &result.test})
    EXPECT_EQ(counts_of(*p, 3), (std::vector<std::size_t>{1, 1, 1}));
}

TEST(Split, TheSeedDecides) {
  const dataset whole = numbered(uneven_labels({60, 40}), 2);
  const auto test_rows = [&](std::uint64_t seed) {
    const split_data result = split(whole, {.seed = seed});
    return rows_of(result, result.test);
  };
  EXPECT_EQ(test_rows(1), test_rows(1));
  EXPECT_NE(test_rows(1), test_rows(2));
  EXPECT_NE(test_rows(1), test_rows(std::uint64_t{1} << 40));
}

TEST(Split, OtherShares) {
  const split_data result = split(numbered(uneven_labels({500, 500}), 2), {.train = 0.8, .validation = 0.1});
  EXPECT_EQ(result.train.rows, 800u);
  EXPECT_EQ(result.validation.rows, 100u);
  EXPECT_EQ(counts_of(result.test, 2), (std::vector<std::size_t>{50, 50}));
  for (const split_options bad : {split_options{.train = 0}, split_options{.train = 0.8, .validation = 0.2},
                                  split_options{.validation = std::nan("")}, split_options{.train = 1.5}})
    EXPECT_THROW(split(numbered(uneven_labels({500, 500}), 2), bad), usage_error);
}

TEST(Split, TrainingPartHasMeanZeroAndDeviationOne) {
  const split_data result = split(load({.source = "friedman1"}), {});
  for (std::size_t column = 0; column <= result.columns; ++column) {
    double sum = 0, squares = 0;
    for (std::size_t row = 0; row < result.train.rows; ++row) {
      const double x = column == result.columns ? result.train.targets[row]
                                                : result.train.features[row * result.columns + column];
      sum += x;
      squares += x * x;
    }
    const double rows = static_cast<double>(result.train.rows);
    EXPECT_NEAR(sum / rows, 0, 1e-6) << column;  // values are rounded to float
    EXPECT_NEAR(squares / rows, 1, 1e-6) << column;
  }
  EXPECT_EQ(result.outputs, 1u);
}

// Nothing of the validation and test rows may reach what the training part is scaled with.
TEST(Split, StatisticsComeFromTheTrainingPartOnly) {
  for (dataset whole :
       {load({.source = "glyphs", .rows = 100}), load({.source = "friedman1", .rows = 100})}) {
    for (std::size_t row = 0; row < whole.rows; row += 3) whole.missing.push_back(row * whole.columns + 3);
    const split_data before = split(whole, {});
    std::map<std::vector<float>, int> train;
    // Rows of the training part are found again by splitting a copy in which every row is marked in an added
    // column.
    dataset marked = whole;
    marked.columns = whole.columns + 1;
    marked.features.clear();
    marked.missing.clear();
    marked.feature_names.push_back("mark");
    for (std::size_t row = 0; row < whole.rows; ++row) {
      const auto begin = whole.features.begin() + static_cast<std::ptrdiff_t>(row * whole.columns);
      marked.features.insert(marked.features.end(), begin,
                             begin + static_cast<std::ptrdiff_t>(whole.columns));
      marked.features.push_back(static_cast<double>(row));
    }
    const split_data find = split(marked, {});
    std::vector<bool> in_train(whole.rows);
    for (std::size_t row = 0; row < find.train.rows; ++row) {
      const double mark = find.train.features[(row + 1) * find.columns - 1];
      in_train[static_cast<std::size_t>(std::lround(mark * find.deviations.back() + find.means.back()))] =
          true;
    }
    ASSERT_EQ(std::count(in_train.begin(), in_train.end(), true),
              static_cast<std::ptrdiff_t>(before.train.rows));

    dataset changed = whole;
    for (std::size_t row = 0; row < whole.rows; ++row) {
      if (in_train[row]) continue;
      for (std::size_t column = 0; column < whole.columns; ++column)
        changed.features[row * whole.columns + column] += 1000.0 + static_cast<double>(row);
      if (whole.task == task::regression) changed.targets[row] -= 500;
    }
    const split_data after = split(changed, {});
    EXPECT_EQ(after.means, before.means);
    EXPECT_EQ(after.deviations, before.deviations);
    EXPECT_EQ(after.target_mean, before.target_mean);
    EXPECT_EQ(after.target_deviation, before.target_deviation);
    EXPECT_EQ(after.feature_names, before.feature_names);
    EXPECT_EQ(after.train.features, before.train.features);
    EXPECT_NE(after.test.features, before.test.features);
  }
}

TEST(Split, MissingCellsGetTheTrainingMedian) {
  dataset whole = numbered(uneven_labels({50, 50}), 2);
  whole.missing = {3, 50, 77, 78, 79};
  for (const std::size_t cell : whole.missing) whole.features[cell] = 0;
  dataset poisoned = whole;  // what stands in a missing cell must not matter
  for (const std::size_t cell : whole.missing) poisoned.features[cell] = 1e9;
  const split_data result = split(whole, {}), same = split(poisoned, {});
  EXPECT_EQ(result.train.features, same.train.features);
  EXPECT_EQ(result.test.features, same.test.features);

  // Worked out again from the marks of a copy without missing cells: rows go to the same parts.
  const split_data marks = split(numbered(uneven_labels({50, 50}), 2), {});
  const auto rows = rows_of(marks, marks.train);
  std::vector<double> present;
  for (const std::size_t row : rows)
    if (!std::binary_search(whole.missing.begin(), whole.missing.end(), row))
      present.push_back(static_cast<double>(row));
  std::sort(present.begin(), present.end());
  const std::size_t n = present.size();
  const double median = (present[(n - 1) / 2] + present[n / 2]) / 2;
  const auto expected = static_cast<float>((median - result.means[0]) / result.deviations[0]);
  std::size_t found = 0;
  for (const auto& [p, m] :
       {std::pair(&result.train, &marks.train), std::pair(&result.validation, &marks.validation),
        std::pair(&result.test, &marks.test)}) {
    const auto here = rows_of(marks, *m);
    for (std::size_t i = 0; i < here.size(); ++i)
      if (std::binary_search(whole.missing.begin(), whole.missing.end(), here[i])) {
        EXPECT_EQ(p->features[i], expected);
        ++found;
      }
  }
  EXPECT_EQ(found, whole.missing.size());
}

TEST(Split, ConstantColumnsAreDroppedAndNamed) {
  dataset whole = numbered(uneven_labels({30, 30}), 2);
  whole.columns = 3;
  whole.feature_names = {"tenth", "row", "none"};
  whole.features.clear();
  for (std::size_t row = 0; row < whole.rows; ++row) {
    whole.features.insert(whole.features.end(), {0.1, static_cast<double>(row), 0});
    whole.missing.push_back(row * 3 + 2);
  }
  const split_data result = split(whole, {});
  EXPECT_EQ(result.feature_names, std::vector<std::string>{"row"});
  EXPECT_EQ(result.columns, 1u);
  EXPECT_TRUE(has_note(result.notes, "Dropped, because constant in the training part: 'tenth', 'none'."));

  for (std::size_t row = 0; row < whole.rows; ++row) whole.features[row * 3 + 1] = 5;
  EXPECT_EQ(message_of([&] { split(whole, {}); }),
            "numbered: no feature is left: every column is constant in the training part");
}

// Pixels: those at the border hardly vary, and a scale of their own would blow their noise up.
TEST(Split, OneScaleKeepsTheProportionsOfColumns) {
  dataset whole = numbered(uneven_labels({30, 30}), 2);
  whole.columns = 2;
  whole.feature_names = {"centre", "border"};
  whole.features.clear();
  for (std::size_t row = 0; row < whole.rows; ++row)
    whole.features.insert(whole.features.end(), {static_cast<double>(row % 7), row % 5 == 0 ? 0.5 : 0});
  whole.one_scale = true;
  const split_data result = split(whole, {});
  EXPECT_EQ(result.means[0], result.means[1]);
  EXPECT_EQ(result.deviations[0], result.deviations[1]);
  const auto n = static_cast<double>(result.train.features.size());
  double sum = 0, squares = 0;
  for (const double x : result.train.features) sum += x, squares += x * x;
  EXPECT_NEAR(sum / n, 0, 1e-6) << "of all values taken together";  // 60 roundings to float
  EXPECT_NEAR(squares / n, 1, 1e-6);
  EXPECT_TRUE(has_note(result.notes, "All features share one scale")) << "and it is said";

  whole.one_scale = false;
  const split_data apart = split(whole, {});
  EXPECT_NE(apart.deviations[0], apart.deviations[1]);
}

TEST(Split, OneClassSmallClassesAndConstantTargets) {
  EXPECT_EQ(message_of([] { split(numbered(uneven_labels({9}), 1), {}); }),
            "numbered: one class only, 'c0' in all 9 rows; expected at least two classes");
  EXPECT_EQ(
      message_of([] {
        split(numbered(uneven_labels({9, 2}), 2), {});
      }),
      "numbered: class 'c1' has 2 rows, expected at least 3: one each for training, validation and test");
  // Taken for a quantity, four rows would be no better; twenty rows of many values would.
  dataset few = numbered(uneven_labels({2, 2}), 2);
  few.class_names = {"0", "1"};
  EXPECT_FALSE(contains(message_of([&] { split(few, {}); }), "regression"));
  dataset counts = numbered(uneven_labels({9, 9, 9, 1}), 4);
  counts.class_names = {"0", "1", "2", "17"};
  EXPECT_EQ(
      message_of([&] { split(counts, {}); }),
      "numbered: class '17' has 1 row, expected at least 3: one each for training, validation and test; if "
      "the target is a quantity, choose --task regression");
  EXPECT_EQ(message_of([] { split(quantities(2), {}); }),
            "numbered: 2 rows, expected at least 3 for training, validation and test");
  dataset flat = quantities(30);
  flat.targets.assign(30, 2.5);
  EXPECT_EQ(message_of([&] { split(flat, {}); }),
            "numbered: the target is 2.5 in every row of the training part, expected values that differ");
}

// The test part stays as it was given, whatever the seed; only the other rows are dealt.
TEST(Split, GuessesAndWarningsOfTheDataSetAreCarriedOn) {
  dataset few = numbered(uneven_labels({9, 2}), 2);
  few.target_guess = "the target was taken to be 'y'";
  EXPECT_TRUE(message_of([&] { split(few, {}); }).ends_with("and test; the target was taken to be 'y'"));
  dataset flat = quantities(20);
  flat.targets.assign(20, 3);
  flat.target_guess = "the target was taken to be 'y'";
  EXPECT_TRUE(
      message_of([&] { split(flat, {}); }).ends_with("values that differ; the target was taken to be 'y'"));
  dataset warned = quantities(20);
  warned.warnings = {"one", "two"};
  EXPECT_EQ(split(warned, {}).warnings, warned.warnings);
}

TEST(Split, AGivenTestPartStays) {
  dataset whole = numbered(uneven_labels({60, 20}), 2);
  whole.test_rows = 10;  // all of class 1
  std::vector<std::size_t> last(10);
  std::iota(last.begin(), last.end(), 70);
  std::vector<std::vector<std::size_t>> train;
  for (const std::uint64_t seed : {1u, 2u}) {
    const split_data result = split(whole, {.seed = seed});
    EXPECT_EQ(rows_of(result, result.test), last);
    EXPECT_EQ(std::vector<std::size_t>(result.test.sources.begin(), result.test.sources.end()), last);
    EXPECT_EQ(counts_of(result.train, 2), (std::vector<std::size_t>{45, 7})) << "3 to 1, by class";
    EXPECT_EQ(counts_of(result.validation, 2), (std::vector<std::size_t>{15, 3}));
    train.push_back(rows_of(result, result.train));
  }
  EXPECT_NE(train[0], train[1]);
  dataset other = whole;
  other.test_rows = 12;
  EXPECT_NE(content_hash(whole), content_hash(other));

  whole.test_rows = 19;
  EXPECT_EQ(
      message_of([&] { split(whole, {}); }),
      "numbered: class 'c1' has 1 row outside the test part, expected at least 2: one each for training "
      "and validation");
}

TEST(Split, HugeValuesAreAnErrorNotAnInfinity) {
  dataset whole = numbered(uneven_labels({30, 30}), 2);
  for (std::size_t row = 0; row < whole.rows; ++row) whole.features[row] = row % 2 == 0 ? 1e308 : -1e308;
  EXPECT_EQ(message_of([&] { split(whole, {}); }),
            "numbered: the values of 'row' are too large to standardise, expected magnitudes below 1e150");
}

TEST(Split, OutputsAreTheLogitsANetworkNeeds) {
  EXPECT_EQ(split(load({.source = "spirals"}), {}).outputs, 1u);
  EXPECT_EQ(split(load({.source = "glyphs"}), {}).outputs, 10u);
  EXPECT_EQ(split(load({.source = "friedman1"}), {}).outputs, 1u);
}

// The bits of a split, so that an experiment has one hash on every machine.
TEST(Split, PinnedBits) {
  const auto hash = [](const char* source) {
    const split_data result = split(load({.source = source}), {});
    dataset bits;
    for (const part* p : {&result.train, &result.validation, &result.test}) {
      bits.features.insert(bits.features.end(), p->features.begin(), p->features.end());
      bits.targets.insert(bits.targets.end(), p->targets.begin(), p->targets.end());
      bits.labels.insert(bits.labels.end(), p->labels.begin(), p->labels.end());
    }
    return content_hash(bits);
  };
  EXPECT_EQ(hash("spirals"), "054d79243f19a8e316b8a77760a93ddd");
  EXPECT_EQ(hash("friedman1"), "4c8f30ce33f9fb612ded0a7a5bee953c");
  EXPECT_EQ(hash("glyphs"), "5473783b59173e8ea1169576f9cc2d74");
}

}  // namespace
}  // namespace hillock::data
