// SPDX-License-Identifier: Apache-2.0
// The sign-flip test, corrections for many comparisons and looks, and effect sizes, against independent
// results. SciPy's numbers were worked out once with Python 3.11, NumPy 2.4.6 and SciPy 1.17.1; the command
// is quoted above each group. Where a distribution can be enumerated, SciPy was given the enumeration, so the
// numbers are exact and agree to rounding.
#include "lab/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "base/philox.hpp"

namespace hillock::lab {
namespace {

using values = std::vector<double>;

// Rounding of a few dozen operations on numbers below 1,000; both sides sum in different orders.
constexpr double rounding = 1e-10;

// scipy.stats.permutation_test((d, np.zeros_like(d)), lambda x, y, axis: np.mean(x - y, axis=axis),
//                              permutation_type='samples', n_resamples=np.inf).pvalue        (all 2^n
//                              enumerated)
TEST(SignFlip, IsSciPysExactTest) {
  EXPECT_EQ(sign_flip_test(values{1, 2, 3, 4, 5, 6}), 0.03125);
  EXPECT_EQ(sign_flip_test(values{3, -1, 2, 5, -4, 7, 1, 6}), 0.1328125);
  EXPECT_EQ(sign_flip_test(values{-2, -5, 1, -7, -3, -11, 4, -6, -9, -1}), 0.033203125);
  EXPECT_EQ(sign_flip_test(values{12, -7, 3, 18, 5, -2, 9, 14, -11, 6, 8, 1}), 0.0908203125);
}

TEST(SignFlip, ReachesTwoInTwoToTheN) {
  for (unsigned n = 1; n <= 20; ++n) {
    values d;
    for (unsigned i = 0; i < n; ++i) d.push_back(1 + 0.01 * i);
    EXPECT_EQ(sign_flip_test(d), std::ldexp(1.0, 1 - static_cast<int>(n))) << n;
  }
}

TEST(SignFlip, CountsSumsThatAreEqualAsRealNumbers) {
  // Accuracies on 200 rows: differences of k/200 carry different rounding, and without care p comes out as
  // 0.398.
  const int rows_right[8] = {181, 178, 180, 174, 163, 156, 181, 151}, more[8] = {-3, 4, 8, 7, 7, -4, -1, -4};
  values d, whole;
  for (int i = 0; i < 8; ++i) {
    d.push_back((rows_right[i] + more[i]) / 200.0 - rows_right[i] / 200.0);
    whole.push_back(more[i]);
  }
  EXPECT_EQ(sign_flip_test(d), 0.4375);
  EXPECT_EQ(sign_flip_test(whole), 0.4375);
}

TEST(SignFlip, IgnoresZerosAndScale) {
  EXPECT_EQ(sign_flip_test(values{0, 0, 0}), 1);
  EXPECT_EQ(sign_flip_test(values{0, 3, 0, 5, 0}), 0.5);
  EXPECT_EQ(sign_flip_test(values{1e308, 1e308, 1e308}), 0.25);
  EXPECT_EQ(sign_flip_test(values{-4, 4}), 1);
  values many(30, 0);
  many[3] = many[9] = many[29] = 1;
  EXPECT_EQ(sign_flip_test(many), 0.25);
}

// All 2^25 sums counted by convolution in exact integers (Python's Counter): p = 0.15992939472198486.
// 200,000 draws have a standard deviation of 0.00082.
TEST(SignFlip, DrawsBeyondTwentyPairs) {
  const values d{8, -3, 5, 1, -6, 9, 4, -2, 7, 3, -5, 6, 2, -1, 10, -4, 3, 5, -7, 2, 6, -8, 1, 4, -2};
  EXPECT_NEAR(sign_flip_test(d), 0.15992939472198486, 4 * 0.00082);
  EXPECT_EQ(sign_flip_test(d, 0, 5), sign_flip_test(d, 0, 5));
  EXPECT_NE(sign_flip_test(d, 0, 5), sign_flip_test(d, 0, 6));
  // More signs than one 32-bit draw holds, all equal: no draw is as extreme, and p is not 0 but 1 in
  // 200,001.
  EXPECT_EQ(sign_flip_test(values(70, 0.25)), 1 / 200001.0);
}

TEST(SignFlip, RefusesWhatHasNoMeaning) {
  EXPECT_THROW(sign_flip_test({}), std::invalid_argument);
  EXPECT_THROW(sign_flip_test(values{std::nan("")}), std::invalid_argument);
}

TEST(FewestPairs, IsTheFirstNumberWhoseSmallestPIsSmallEnough) {
  EXPECT_EQ(fewest_pairs(1), 6u);        // 2^-5 = 0.031
  EXPECT_EQ(fewest_pairs(4), 8u);        // 4 · 2^-7 = 0.031
  EXPECT_EQ(fewest_pairs(8), 9u);        // 8 · 2^-8 = 0.031
  EXPECT_EQ(fewest_pairs(1, 0.25), 4u);  // 2^-2 is not below 0.25
  for (std::size_t m = 1; m < 40; ++m) {
    const values all_positive(fewest_pairs(m), 1.0), one_less(fewest_pairs(m) - 1, 1.0);
    EXPECT_LT(static_cast<double>(m) * sign_flip_test(all_positive), 0.05);
    EXPECT_GE(static_cast<double>(m) * sign_flip_test(one_less), 0.05);
  }
  EXPECT_THROW(fewest_pairs(0), std::invalid_argument);
}

// By hand: sorted 0.005 0.011 0.02 0.04 times 4 3 2 1 is 0.02 0.033 0.04 0.04, already monotone.
TEST(Holm, StepsDown) {
  const auto near = [](const values& got, const values& expected) {
    ASSERT_EQ(got.size(), expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_DOUBLE_EQ(got[i], expected[i]) << i;
  };
  near(holm(values{0.02, 0.005, 0.04, 0.011}), {0.04, 0.02, 0.04, 0.033});
  // 3 · 0.01 = 0.03; 2 · 0.012 = 0.024 is raised to 0.03; 0.5.
  near(holm(values{0.012, 0.5, 0.01}), {0.03, 0.5, 0.03});
  near(holm(values{0.6, 0.7, 0.4}), {1, 1, 1});
  near(holm(values{0.03}), {0.03});
  EXPECT_TRUE(holm({}).empty());
  EXPECT_THROW(holm(values{1.5}), std::invalid_argument);
  EXPECT_THROW(holm(values{std::nan("")}), std::invalid_argument);
}

// scipy.stats.mannwhitneyu(a, b).statistic = 23.5 of 30 pairs.
TEST(ProbabilityBetter, IsMannWhitneysShareOfPairs) {
  const values a{3.1, 4.5, 2.2, 6.0, 4.5, 5.1}, b{2.2, 4.5, 3.3, 1.0, 2.8};
  EXPECT_DOUBLE_EQ(probability_better(a, b), 23.5 / 30);
  EXPECT_DOUBLE_EQ(probability_better(b, a), 6.5 / 30);
  EXPECT_DOUBLE_EQ(cliffs_delta(a, b), 17.0 / 30);
  EXPECT_EQ(probability_better(a, a), 0.5);
  EXPECT_EQ(cliffs_delta(values{2, 3}, values{1}), 1);
  EXPECT_THROW(probability_better(a, {}), std::invalid_argument);
}

// Armitage, McPherson & Rowe 1969, table 2: 0.083, 0.107, 0.126, 0.142 for two to five equal steps; more
// digits and unequal steps from scipy.stats.multivariate_normal.cdf (SciPy 1.17.1) over the rectangle of |z|
// < 1.96, whose own error is about 1e-8.
TEST(Looks, RaiseTheErrorAsArmitageSays) {
  const auto error = [](std::vector<unsigned> seeds) { return error_of_looks(seeds); };
  EXPECT_NEAR(error({10}), 0.05, 1e-8);
  EXPECT_NEAR(error({10, 20}), 0.0831178033545179, 1e-7);
  EXPECT_NEAR(error({10, 20, 30}), 0.10725637434748991, 1e-7);
  EXPECT_NEAR(error({10, 11}), 0.06406890951664135, 1e-6);
  EXPECT_NEAR(error({10, 20, 30, 40, 50}), 0.14168934017357926, 1e-6);
  EXPECT_NEAR(error({10, 20, 40, 80, 160}), 0.1702282224567736, 1e-6);
  EXPECT_EQ(error({10, 10, 20}), error({10, 20})) << "the same seeds again are no second look";
  EXPECT_THROW(error({}), std::invalid_argument);
  EXPECT_THROW(error({20, 10}), std::invalid_argument);
}

// numpy.mean over all 2^n signs of norm.sf((D-m)/s) + norm.cdf((-D-m)/s), SciPy 1.17.1; never below the test
// without rows.
TEST(SignFlip, CarriesAnErrorThatAllDifferencesShare) {
  // erfc of libm and SciPy differ in the last bits.
  EXPECT_EQ(sign_flip_test(values{1, 2, 3, 4, 5, 6}, 0.5), 0.03125);
  EXPECT_NEAR(sign_flip_test(values{1, 2, 3, 4, 5, 6}, 2), 0.17240407379351663, 1e-9);
  EXPECT_NEAR(sign_flip_test(values{3, -1, 2, 5, -4, 7, 1, 6}, 1), 0.19015155574382597, 1e-9);
  EXPECT_NEAR(sign_flip_test(values(8, 2), 0.7), 0.04377569147229267, 1e-9);
  EXPECT_NEAR(sign_flip_test(values(8, 2), 3), 0.5164437059492799, 1e-9);
  EXPECT_EQ(sign_flip_test(values{-4, 4}, 1), 1);
  EXPECT_EQ(sign_flip_test(values{0, 0, 0}, 1), 1);
  EXPECT_THROW(sign_flip_test(values{1, 2}, -1), std::invalid_argument);
  EXPECT_THROW(sign_flip_test(values{1, 2}, std::nan("")), std::invalid_argument);
}

// Under the null hypothesis of the lab (swapping the two candidates of a seed changes nothing, so differences
// are symmetric) the exact test rejects at most 5 %. 2,000 experiments: standard deviation 0.5 %.
TEST(SignFlip, KeepsItsLevel) {
  philox random(11, "level");
  unsigned rejected = 0;
  for (int experiment = 0; experiment < 2000; ++experiment) {
    values d(8);
    for (double& x : d) x = random.normal() * random.normal();
    rejected += sign_flip_test(d) < 0.05;
  }
  EXPECT_LE(rejected, 2000 * (0.05 + 3 * 0.005));
  EXPECT_GE(rejected, 2000 * (0.05 - 3 * 0.005));
}

}  // namespace
}  // namespace hillock::lab
