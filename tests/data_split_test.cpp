// SPDX-License-Identifier: Apache-2.0
// Which rows go to which part.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "data/content.hpp"
#include "data_numbered_rows.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

using testing::contains;
using testing::counts_of;
using testing::message_of;
using testing::numbered;
using testing::quantities;
using testing::rows_of;
using testing::uneven_labels;

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

// The test part stays as it was given, whatever the seed; only the other rows are dealt.
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
