// SPDX-License-Identifier: Apache-2.0
// The numbers by row: their mean is the score, their spread the score's uncertainty.
#include "lab_metrics_helpers.hpp"

namespace hillock::lab::metrics::testing {
namespace {

double variance_of(const values& v) {
  const double mean = mean_of(v);
  double sum = 0;
  for (const double x : v) sum += (x - mean) * (x - mean);
  return sum / static_cast<double>(v.size());
}

TEST(MetricRows, TheMeanOverRowsIsTheScore) {
  for_each_metric([](const metric& m, const sample& s) {
    const double score = m.score(s.logits, s.answers());
    const values rows = m.by_row(s.logits, s.answers());
    ASSERT_EQ(rows.size(), s.answers().rows());
    if (std::isnan(score)) {
      EXPECT_TRUE(std::isnan(mean_of(rows)));
    } else {
      EXPECT_NEAR(mean_of(rows), score, rounding_of(rows));
    }
  });
}

// The number of a row is n·score − (n − 1)·score without it (Tukey's pseudo-value), to first order. The rest
// is the influence itself times the row's part in the counts that it changes: at most 1 of 54 rows of a class
// or, in F1, 2 of 73 rows and guesses of one, so 3 %.
TEST(MetricRows, ANumberOfARowIsWhatTheScoreOwesIt) {
  constexpr std::size_t rows = 400;
  for (const data::task task : every_task) {
    const sample s = drawn(task, rows, 15);
    for (const metric* m : of(task)) {
      const double score = m->score(s.logits, s.answers());
      const values found = m->by_row(s.logits, s.answers());
      double largest = 0;
      for (const double v : found) largest = std::max(largest, std::fabs(v - score));
      for (std::size_t i = 0; i < rows; ++i) {
        std::vector<std::uint32_t> others(rows);
        std::iota(others.begin(), others.end(), 0u);
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        const sample without = s.rows(others);
        const double rest = m->score(without.logits, without.answers());
        EXPECT_NEAR(found[i], rows * score - (rows - 1) * rest, 0.03 * largest)
            << name_of(task) << ' ' << m->name << ", row " << i;
      }
    }
  }
}

// The bootstrap draws as many rows with replacement and scores them anew. The variance of 1,000 draws is
// known to a relative √(2/1000) = 4.5 %; four of those, and 2 % for what is beyond first order (a class of 55
// rows), make 20 %. R² by row as 1 − error²/variance, as if the rows did not decide the variance too, is off
// by 41 %.
TEST(MetricRows, TheSpreadOverRowsIsTheVarianceOfTheScore) {
  constexpr std::size_t rows = 400, draws = 1000;
  for (const data::task task : every_task) {
    const sample one = drawn(task, rows, 5, 1), other = drawn(task, rows, 5, 2);
    const auto those = of(task);
    std::vector<values> scores(those.size()), differences(those.size());
    philox random(6, "bootstrap");
    std::vector<std::uint32_t> chosen(rows);
    for (std::size_t d = 0; d < draws; ++d) {
      for (std::uint32_t& row : chosen) row = static_cast<std::uint32_t>(random.below(rows));
      const sample a = one.rows(chosen), b = other.rows(chosen);
      for (std::size_t i = 0; i < those.size(); ++i) {
        const double score = those[i]->score(a.logits, a.answers());
        scores[i].push_back(score);
        differences[i].push_back(score - those[i]->score(b.logits, b.answers()));
      }
    }
    for (std::size_t i = 0; i < those.size(); ++i) {
      const metric& m = *those[i];
      const values a = m.by_row(one.logits, one.answers()), b = m.by_row(other.logits, other.answers());
      values difference;
      for (std::size_t r = 0; r < rows; ++r) difference.push_back(a[r] - b[r]);
      EXPECT_NEAR(variance_of(a) / rows / variance_of(scores[i]), 1, 0.2) << name_of(task) << ' ' << m.name;
      EXPECT_NEAR(variance_of(difference) / rows / variance_of(differences[i]), 1, 0.2)
          << name_of(task) << ' ' << m.name << ", difference of two nets";
    }
  }
}

}  // namespace
}  // namespace hillock::lab::metrics::testing
