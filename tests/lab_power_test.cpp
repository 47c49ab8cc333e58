// SPDX-License-Identifier: Apache-2.0
// How many seeds and rows would settle a question, against SciPy (Python 3.11, NumPy 2.4.6, SciPy 1.17.1; the
// command is quoted above each group).
#include "lab/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace hillock::lab {
namespace {

// d = e*sqrt(n); t = stats.t.isf(alpha/2, n-1); power = stats.nct.sf(t, n-1, d) + stats.nct.cdf(-t, n-1, d);
// the first n ≥ 2 with power ≥ 0.8. 34 for an effect of ½ is also Cohen's table.
TEST(SeedsNeeded, IsSciPysNoncentralT) {
  EXPECT_EQ(seeds_needed(1, {2}), 34u);
  EXPECT_EQ(seeds_needed(-1, {2}), 34u);
  EXPECT_EQ(seeds_needed(0.5, {1.7}), 93u);
  EXPECT_EQ(seeds_needed(0.3, {1.4}, 0.0125), 246u);
  EXPECT_EQ(seeds_needed(2, {1}), 5u);
  EXPECT_EQ(seeds_needed(5, {1}), 3u);
  EXPECT_EQ(seeds_needed(0.1, {2}), 3142u);
  EXPECT_EQ(seeds_needed(0.03, {1}), 8723u);
  EXPECT_EQ(seeds_needed(0.02, {1}), 0u);  // more than 10,000
  EXPECT_EQ(seeds_needed(1, {2}, 0.05, 33), 0u);
  EXPECT_EQ(seeds_needed(0, {1}), 0u);
  EXPECT_EQ(seeds_needed(1, {0}), 2u);
  EXPECT_EQ(seeds_needed(1e9, {1}), 2u);
  EXPECT_THROW(seeds_needed(std::nan(""), {1}), std::invalid_argument);
}

// The same with stats.nct.sf(t, n-1, (margin-m)/s*sqrt(n)) + stats.nct.sf(t, n-1, (margin+m)/s*sqrt(n)) - 1.
// Drawing samples of these sizes, the interval lay within the margin in 82.1 % (13), 80.5 % (67) and 80.1 %
// (265).
TEST(SeedsForEquivalence, IsSciPysNoncentralT) {
  EXPECT_EQ(seeds_for_equivalence(0, {1}, 1), 13u);
  EXPECT_EQ(seeds_for_equivalence(0.3, {2}, 1), 67u);
  EXPECT_EQ(seeds_for_equivalence(-0.3, {2}, 1), 67u);
  EXPECT_EQ(seeds_for_equivalence(0.9, {1}, 1), 787u);
  EXPECT_EQ(seeds_for_equivalence(0, {0.1}, 1), 3u);
  EXPECT_EQ(seeds_for_equivalence(0, {5}, 1), 265u);
  EXPECT_EQ(seeds_for_equivalence(1, {1}, 1), 0u);
  EXPECT_EQ(seeds_for_equivalence(0, {1}, 0), 0u);
  EXPECT_EQ(seeds_for_equivalence(0.5, {0}, 1), 2u);
}

// The same with e = m/sqrt(s² + n r²). Where rows alone leave too much, no number of seeds will do.
TEST(SeedsNeeded, CannotRemoveWhatTheRowsLeaveUncertain) {
  EXPECT_EQ(seeds_needed(1, {2, 0}), 34u);
  EXPECT_EQ(seeds_needed(1, {2, 0.2}), 49u);
  EXPECT_EQ(seeds_needed(1, {2, 0.3}), 114u);
  EXPECT_EQ(seeds_needed(1, {2, 0.36}), 0u);  // 1/0.36 = 2.78 deviations: below 1.96 + 0.84
  EXPECT_EQ(seeds_for_equivalence(0, {1, 0}, 1), 13u);
  EXPECT_GT(seeds_for_equivalence(0, {1, 0.2}, 1), 13u);
  EXPECT_EQ(seeds_for_equivalence(0, {1, 0.4}, 1), 0u);
}

// ((norm.isf(alpha/2) + norm.ppf(0.8)) * s / distance)², SciPy 1.17.1.
TEST(RowsFactor, IsTheSmallerOfDifferenceAndEquivalence) {
  // AS 241 and SciPy agree to 14 digits or so.
  EXPECT_NEAR(rows_factor(0.004, 0.006, 0.004, 0.05 / 4), 25.08998144099368, 1e-11);
  EXPECT_NEAR(rows_factor(0.004, 0.006, 0.01, 0.05 / 4), 7.848879734349088, 1e-11);
  EXPECT_EQ(rows_factor(-0.004, 0.006, 0.01, 0.0125), rows_factor(0.004, 0.006, 0.01, 0.0125));
  EXPECT_EQ(rows_factor(0, 0.006, 0, 0.05), 0);
}

// scipy.optimize.brentq(lambda e: power(e, n, alpha) - 0.8, 0.05, 15)
TEST(DetectableDifference, IsSciPysNoncentralT) {
  // Boost's and SciPy's noncentral t agree to about ten digits.
  EXPECT_NEAR(detectable_difference(1, 10), 0.996001371455, 1e-9);
  EXPECT_NEAR(detectable_difference(2.5, 10, 0.0125), 3.21074153128, 1e-9);
  EXPECT_NEAR(detectable_difference(1, 2), 11.5498884359, 1e-8);
  EXPECT_NEAR(detectable_difference(1, 30), 0.529235615113, 1e-9);
  EXPECT_EQ(detectable_difference(0, 10), 0);
  EXPECT_THROW(detectable_difference(1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace hillock::lab
