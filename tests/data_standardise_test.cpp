// SPDX-License-Identifier: Apache-2.0
// What the training part decides for all parts: means, deviations, medians, columns.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "data_numbered_rows.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::has_note;
using testing::message_of;
using testing::numbered;
using testing::rows_of;
using testing::uneven_labels;

TEST(Standardise, TrainingPartHasMeanZeroAndDeviationOne) {
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
TEST(Standardise, StatisticsComeFromTheTrainingPartOnly) {
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

TEST(Standardise, MissingCellsGetTheTrainingMedian) {
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

TEST(Standardise, ConstantColumnsAreDroppedAndNamed) {
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
TEST(Standardise, OneScaleKeepsTheProportionsOfColumns) {
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

TEST(Standardise, HugeValuesAreAnErrorNotAnInfinity) {
  dataset whole = numbered(uneven_labels({30, 30}), 2);
  for (std::size_t row = 0; row < whole.rows; ++row) whole.features[row] = row % 2 == 0 ? 1e308 : -1e308;
  EXPECT_EQ(message_of([&] { split(whole, {}); }),
            "numbered: the values of 'row' are too large to standardise, expected magnitudes below 1e150");
}

}  // namespace
}  // namespace hillock::data
