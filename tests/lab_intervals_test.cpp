// SPDX-License-Identifier: Apache-2.0
// Intervals of means and what the choice of rows adds to them, against independent results. SciPy's numbers
// were worked out once with Python 3.11, NumPy 2.4.6 and SciPy 1.17.1; the command is quoted above each
// group. Where a distribution can be enumerated, SciPy was given the enumeration, so the numbers are exact
// and agree to rounding.
#include "lab/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "base/philox.hpp"

namespace hillock::lab {
namespace {

using values = std::vector<double>;

// Rounding of a few dozen operations on numbers below 1,000; both sides sum in different orders.
constexpr double interval_rounding = 1e-10;

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
    EXPECT_NEAR(got.low, e.low, interval_rounding) << e.x.size() << " values, " << e.confidence;
    EXPECT_NEAR(got.high, e.high, interval_rounding) << e.x.size() << " values, " << e.confidence;
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
  EXPECT_NEAR(m.low, 4 * e.low + 2, interval_rounding);
  EXPECT_NEAR(m.high, 4 * e.high + 2, interval_rounding);
  EXPECT_NEAR(r.low, -e.high, interval_rounding);
  EXPECT_NEAR(r.high, -e.low, interval_rounding);
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

}  // namespace
}  // namespace hillock::lab
