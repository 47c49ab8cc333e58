// SPDX-License-Identifier: Apache-2.0
// The lab's statistics against independent results. SciPy's numbers were worked out once with Python 3.11,
// NumPy 2.4.6 and SciPy 1.17.1; the command is quoted above each group. Where a distribution can be
// enumerated, SciPy was given the enumeration, so the numbers are exact and agree to rounding.
#include "lab/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/philox.hpp"

namespace hillock::lab {
namespace {

using values = std::vector<double>;

// Rounding of a few dozen operations on numbers below 1,000; both sides sum in different orders.
constexpr double rounding = 1e-10;

// every = np.repeat([np.mean(c) for c in itertools.product(x, repeat=len(x))], k)
// done = scipy.stats._resampling.BootstrapResult(None, every, 0)
// scipy.stats.bootstrap((x,), np.mean, n_resamples=0, bootstrap_result=done, method='BCa',
// confidence_level=c) Repeating each resample k = 10 … 100,000 times leaves the distribution as it is and
// takes away what SciPy's interpolation between neighbours would add to so few points.
TEST(BcaMean, IsSciPysIntervalOverAllResamples) {
  struct expected {
    values x;
    double confidence, low, high;
  };
  const values five{0, 2, 3, 7, 16}, seven{-31, 17, 22, 45, 41, 93, 327}, three{1, 2, 6};
  for (const expected& e : {
           expected{five, 0.95, 2, 12.8},
           expected{five, 0.9, 2.4, 11.4},
           expected{five, 0.5, 4.2, 8},
           expected{seven, 0.95, 19.571428571428573, 205.71428571428572},
           expected{seven, 0.9, 25, 175.57142857142858},
           expected{seven, 0.5, 50.428571428571431, 114.14285714285714},
           expected{three, 0.95, 4.0 / 3, 6},
           expected{three, 0.9, 4.0 / 3, 6},
           expected{three, 0.5, 2, 13.0 / 3},
           expected{{1, 1.2, 1.4}, 0.9, 1.0666666666666667, 1.3333333333333333},
           expected{{1, 3}, 0.95, 1, 3},
       }) {
    const estimate got = bca_mean(e.x, e.confidence);
    EXPECT_NEAR(got.low, e.low, rounding) << e.x.size() << " values, " << e.confidence;
    EXPECT_NEAR(got.high, e.high, rounding) << e.x.size() << " values, " << e.confidence;
  }
  EXPECT_EQ(bca_mean(five).mean, 5.6);
}

// Beyond ten values both sides draw at random. SciPy, ten runs of a million resamples each (default_rng(0 …
// 9)): mean low 5.2166, mean high 18.9000; one run's standard deviation is 0.0058 and 0.0141. Ours is one run
// of a million, so 5 of those deviations (each side's noise included) bound the difference; another
// acceleration or bias correction moves the ends by 0.3 and more.
TEST(BcaMean, AgreesWithSciPysMonteCarloWithinItsNoise) {
  const values x{-4.31, -1.72, 0.25, 1.13,  2.64, 2.97,  3.58,  5.21,
                 6.06,  8.43,  9.87, 12.19, 15.7, 21.34, 30.55, 47.81};
  const estimate got = bca_mean(x, 0.95, 1'000'000);
  EXPECT_NEAR(got.low, 5.21657472, 5 * 0.0058);
  EXPECT_NEAR(got.high, 18.90003817, 5 * 0.01415);
}

TEST(BcaMean, TheSameDrawsGiveTheSameBits) {
  values x;
  philox random(3, "test");
  for (int i = 0; i < 14; ++i) x.push_back(random.normal());
  const estimate a = bca_mean(x), b = bca_mean(x), other = bca_mean(x, 0.95, 10000, 2);
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
  EXPECT_NE(a.low, other.low);
}

TEST(BcaMean, FollowsShiftScaleAndMirror) {
  const values x{0.5, 0.75, 0.25, 1.5, 0.125, 3};
  values moved, mirrored;
  for (double v : x) moved.push_back(4 * v + 2), mirrored.push_back(-v);
  const estimate e = bca_mean(x), m = bca_mean(moved), r = bca_mean(mirrored);
  EXPECT_NEAR(m.low, 4 * e.low + 2, rounding);
  EXPECT_NEAR(m.high, 4 * e.high + 2, rounding);
  EXPECT_NEAR(r.low, -e.high, rounding);
  EXPECT_NEAR(r.high, -e.low, rounding);
}

TEST(BcaMean, IsAPointWhereNoSpreadIsKnown) {
  for (const values& x : {values{0.3}, values{0.3, 0.3, 0.3}, values{0, 0, 0, 0, 0, 0, 0}, values(25, 0.1)}) {
    const estimate e = bca_mean(x);
    EXPECT_NEAR(e.mean, x[0], 1e-16);
    EXPECT_EQ(e.low, e.mean);
    EXPECT_EQ(e.high, e.mean);
  }
  // Equal up to the rounding of subtractions, as differences of accuracies are.
  const estimate rounded = bca_mean(values{0.985 - 0.98, 0.885 - 0.88, 0.485 - 0.48, 0.005});
  EXPECT_NEAR(rounded.low, 0.005, 1e-15);
  EXPECT_NEAR(rounded.high, 0.005, 1e-15);
}

TEST(BcaMean, StaysBetweenTheExtremes) {
  // Two values: resamples are a, the mean twice, and b. One outlier among ten; huge values; many ties.
  for (const values& x : {values{1, 3}, values{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, values{-1e300, 1e300, 5e299},
                          values{0, 0, 0, 1, 1}, values{1e-310, 2e-310, 5e-310}}) {
    const auto [least, most] = std::minmax_element(x.begin(), x.end());
    for (double confidence : {0.5, 0.95, 0.999999999999}) {
      const estimate e = bca_mean(x, confidence);
      EXPECT_LE(*least, e.low);
      EXPECT_LE(e.low, e.mean);
      EXPECT_LE(e.mean, e.high);
      EXPECT_LE(e.high, *most);
    }
  }
}

TEST(BcaMean, FewDrawsDoNotBreakIt) {
  values x(12, 0);
  x[0] = 1;
  for (unsigned resamples : {1u, 2u, 3u}) {
    const estimate e = bca_mean(x, 0.95, resamples);
    EXPECT_TRUE(std::isfinite(e.low) && std::isfinite(e.high)) << resamples;
  }
}

TEST(BcaMean, RefusesWhatHasNoMeaning) {
  EXPECT_THROW(bca_mean({}), std::invalid_argument);
  EXPECT_THROW(bca_mean(values{1, std::nan("")}), std::invalid_argument);
  EXPECT_THROW(bca_mean(values{1, std::numeric_limits<double>::infinity()}), std::invalid_argument);
  EXPECT_THROW(bca_mean(values{1, 2}, 1.0), std::invalid_argument);
  EXPECT_THROW(bca_mean(values{1, 2}, 0.95, 0), std::invalid_argument);
}

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

TEST(Widened, EndsMoveAsRootsOfSumsOfSquares) {
  const estimate e = widened({0.5, -1, 3}, 0.8);
  EXPECT_EQ(e.mean, 0.5);
  EXPECT_NEAR(e.low, -1.669915584819889, 1e-14);  // 0.5 - numpy.hypot(1.5, norm.isf(0.025) * 0.8)
  EXPECT_NEAR(e.high, 3.4510224745406872, 1e-14);
  const estimate same = widened({0.5, -1, 3}, 0);
  EXPECT_EQ(same.low, -1);
  EXPECT_EQ(same.high, 3);
}

// Rows whose effects are drawn once, seen by seeds with a noise of their own, each on a fifth of the rows,
// on all of them, or on four of forty, where centring takes almost half of the variance away: the estimate's
// mean is the variance of the effects. Its own spread is below 0.2 of that variance in the first two and
// below 0.5 in the last, so the bounds are four standard errors or more.
TEST(SpreadOfRows, FindsTheVarianceThatSeedsShare) {
  struct setup {
    std::uint32_t rows, tested;
    unsigned seeds;
    double bound;
  };
  for (const auto& [rows, tested, count, bound] :
       {setup{200, 40, 10, 0.01}, setup{200, 200, 10, 0.01}, setup{40, 4, 200, 0.025}}) {
    double mean = 0;
    constexpr unsigned sets = 400;
    for (unsigned set = 0; set < sets; ++set) {
      philox random(set, "rows", tested);
      std::vector<float> effect(rows);
      for (float& e : effect) e = static_cast<float>(0.5 * random.normal());
      std::vector<row_scores> seeds(count);
      for (row_scores& seed : seeds) {
        auto order = random.permutation(rows);
        order.resize(tested);
        std::sort(order.begin(), order.end());
        const double shift = random.normal();  // of this seed's training: no row's
        for (const std::uint32_t row : order) {
          seed.rows.push_back(row);
          seed.values.push_back(static_cast<float>(effect[row] + shift + random.normal()));
        }
      }
      mean += spread_of_rows(seeds).variance / sets;
    }
    EXPECT_NEAR(mean, 0.25, bound) << tested;
  }
}

TEST(SpreadOfRows, IsZeroWhereNoTwoSeedsTestedTheSameRow) {
  EXPECT_EQ(spread_of_rows({}).variance, 0);
  const std::vector<row_scores> apart{{{0, 1}, {1, 2}}, {{2, 3}, {5, 9}}, {}};
  EXPECT_EQ(spread_of_rows(apart).variance, 0);
  EXPECT_EQ(spread_of_rows(apart).pairs, 0);
  const std::vector<row_scores> opposite{{{0, 1, 2}, {1, -1, 0}}, {{0, 1, 2}, {-1, 1, 0}}};
  EXPECT_EQ(spread_of_rows(opposite).variance, 0) << "a negative estimate";
  EXPECT_EQ(spread_of_rows(opposite).pairs, 3);
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
