// SPDX-License-Identifier: Apache-2.0
// What the choice of rows does to a verdict: an error that seeds cannot remove, and how a sentence says so.
#include "lab/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/philox.hpp"
#include "lab_made_up_scores.hpp"

namespace hillock::lab {
namespace {

using namespace made_up;

// 1,000 rows of which each seed tests 200; a third of the rows favours tanh, a third relu, whatever the seed:
// with ever more seeds the mean of these 1,000 is known exactly, and that of new rows is not.
candidate_summary on_rows(const std::string& name, double favour, double noise) {
  candidate_summary c = candidate(name, base);
  for (std::size_t i = 0; i < c.runs.size(); ++i) {
    philox random(i, name, 7);
    auto order = philox(i, "which rows").permutation(1000);
    order.resize(200);
    std::sort(order.begin(), order.end());
    double mean = 0;
    for (const std::uint32_t row : order) {
      const double value = favour * (row % 3 == 0 ? 1 : row % 3 == 1 ? -1 : 0) + noise * random.normal();
      c.runs[i].by_row.rows.push_back(row);
      c.runs[i].by_row.values.push_back(static_cast<float>(value));
      mean += value / 200;
    }
    c.runs[i].test = 0.9 + mean;
  }
  c.test = bca_mean(base);
  return c;
}

// A diverged run knows nothing of its rows, and one tested on other rows cannot be taken from.
TEST(Verdict, TakesRowsOnlyFromRunsThatKnowTheSame) {
  candidate_summary relu = on_rows("relu", 0, 0), tanh = on_rows("tanh", 0.6, 0.02);
  const double whole = against({relu, tanh})[0].rows_deviation;
  tanh.runs[0].by_row = {};
  tanh.runs[1].by_row.rows.pop_back();
  tanh.runs[1].by_row.values.pop_back();
  const paired_scores pairs = pair_by_seed(tanh, relu, *metrics::find("accuracy"));
  EXPECT_TRUE(pairs.by_row[0].rows.empty());
  EXPECT_TRUE(pairs.by_row[1].rows.empty());
  EXPECT_EQ(pairs.by_row[2].rows.size(), 200u);
  EXPECT_NEAR(against({relu, tanh})[0].rows_deviation, whole, 0.002) << "from eight seeds instead of ten";
}

TEST(Verdict, SaysWhereRowsAreMissingAndNotSeeds) {
  const auto rows = against({on_rows("relu", 0, 0), on_rows("tanh", 0.6, 0.02)})[0];
  EXPECT_EQ(rows.says, judgement::not_enough_evidence);
  // A row's variance is 0.6²·2/3 = 0.24, and √(0.24/1000) = 0.0155 what 1,000 of them leave.
  EXPECT_NEAR(rows.rows_deviation, 0.0155, 0.001)
      << "estimated from some 1,800 pairs of tests of the same row";
  EXPECT_EQ(rows.seeds_needed, 0u);
  EXPECT_GT(rows.rows_needed, 1000u);
  EXPECT_TRUE(contains(rows.sentence, "what is missing is rows, not seeds: about ")) << rows.sentence;
  EXPECT_TRUE(contains(rows.sentence, " would settle it (there are 1,000)")) << rows.sentence;

  const auto seeds = against({on_rows("relu", 0, 0), on_rows("tanh", 0, 0.6)})[0];
  EXPECT_LT(seeds.rows_deviation, 0.004);
  EXPECT_EQ(seeds.rows_needed, 0u);
  EXPECT_GT(seeds.seeds_needed, 10u);
  EXPECT_TRUE(contains(seeds.sentence, " seeds would settle it")) << seeds.sentence;
}

// The same numbers said of one split: then the choice of rows is no error.
TEST(Verdict, OfAFixedSplitLeavesTheRowsOutAndSaysSo) {
  result r = experiment({on_rows("relu", 0, 0), on_rows("tanh", 0.6, 0.02)});
  const double free = r.verdicts[0].high - r.verdicts[0].low;
  r.fixed_split = true;
  r.verdicts = compare_all(r);
  EXPECT_EQ(r.verdicts[0].rows_deviation, 0);
  EXPECT_LT(r.verdicts[0].high - r.verdicts[0].low, free);
  EXPECT_TRUE(contains(r.verdicts[0].sentence, "on this split")) << r.verdicts[0].sentence;
}

// A given test part of 200 rows carries the error of 200, not of 1,000; more rows to test do nothing for what
// the seeds leave open.
TEST(Verdict, OfAGivenTestPartCarriesItsRows) {
  result r = experiment({on_rows("relu", 0, 0), on_rows("tanh", 0.6, 0.02)});
  const double drawn = r.verdicts[0].rows_deviation;
  r.data.given_test = true;
  r.verdicts = compare_all(r);
  const verdict& v = r.verdicts[0];
  EXPECT_NEAR(v.rows_deviation, drawn * std::sqrt(5), 1e-12);
  ASSERT_GT(v.rows_needed, 200u);
  const double by_seed = v.deviation / std::sqrt(static_cast<double>(std::max(10u, v.seeds_needed)));
  const double by_rows = v.rows_deviation * std::sqrt(200.0 / static_cast<double>(v.rows_needed));
  const double factor =
      rows_factor(v.difference, std::hypot(v.deviation / std::sqrt(10.0), v.rows_deviation), r.margin, 0.05);
  const double wanted = std::hypot(v.deviation / std::sqrt(10.0), v.rows_deviation) / std::sqrt(factor);
  EXPECT_LE(std::hypot(by_seed, by_rows), wanted * 1.001);
  EXPECT_GE(std::hypot(by_seed, by_rows), wanted * 0.9);
  EXPECT_TRUE(contains(v.sentence, "what is missing is test rows")) << v.sentence;
}

}  // namespace
}  // namespace hillock::lab
