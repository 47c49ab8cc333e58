// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/nearest.hpp"
#include "base/philox.hpp"

namespace hillock {
namespace {

// kat_vectors of Random123 (D. E. Shaw Research), philox4x32 with 10 rounds.
TEST(Philox, KnownAnswers) {
  using four = std::array<std::uint32_t, 4>;
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}), (four{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
            (four{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (four{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, StreamsDependOnEachPartOfTheirName) {
  const std::uint64_t large = std::uint64_t{1} << 32;
  std::set<std::uint32_t> first;
  std::size_t streams = 0;
  for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}, large + 1})
    for (const char* purpose : {"weights", "batches", ""})
      for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, large}) {
        first.insert(philox(seed, purpose, index).bits());
        ++streams;
      }
  EXPECT_EQ(first.size(), streams);
  EXPECT_EQ(philox(7, "weights", 3).bits(), philox(7, "weights", 3).bits());
}

// The bits every machine gives: they go into data sets and weights.
TEST(Philox, PinnedDraws) {
  philox random(1, "test", 2);
  EXPECT_EQ(random.bits(), 0x92d3bf4eu);
  EXPECT_EQ(random.uniform(), 0x1.502b58f135e6cp-1);
  EXPECT_EQ(random.normal(), 0x1.719dfcfe513acp+0);
  EXPECT_EQ(random.below(1000), 796u);
}

TEST(Philox, UniformIsInRangeAndEven) {
  philox random(3, "uniform");
  std::array<int, 16> bins{};
  constexpr int draws = 160'000;
  for (int i = 0; i < draws; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    ++bins[static_cast<std::size_t>(u * 16)];
  }
  // Six deviations of a binomial count (9.7e3, p = 1/16): chance below 1e-7, and the draw is fixed.
  for (const int count : bins) EXPECT_NEAR(count, draws / 16, 6 * std::sqrt(draws / 16.0 * 15 / 16));
}

TEST(Philox, NormalHasTheMomentsOfANormal) {
  philox random(4, "normal");
  constexpr int draws = 200'000;
  double one = 0, two = 0, four = 0;
  for (int i = 0; i < draws; ++i) {
    const double x = random.normal();
    ASSERT_LT(std::fabs(x), 8.3);
    one += x;
    two += x * x;
    four += x * x * x * x;
  }
  // Five standard errors: the variances of x, x² and x⁴ are 1, 2 and 96.
  EXPECT_NEAR(one / draws, 0, 5 * std::sqrt(1.0 / draws));
  EXPECT_NEAR(two / draws, 1, 5 * std::sqrt(2.0 / draws));
  EXPECT_NEAR(four / draws, 3, 5 * std::sqrt(96.0 / draws));
}

TEST(Philox, NormalQuantileAgreesWithBoost) {
  const boost::math::normal normal;
  const auto compare = [&](double p) {
    const double expected = boost::math::quantile(normal, p);
    // AS 241 claims about 1 part in 10^16, our logarithm and rounding add a few units in the last place.
    EXPECT_NEAR(normal_quantile(p), expected, 2e-15 * std::fabs(expected) + 1e-16) << p;
  };
  for (int i = 1; i < 2000; ++i) compare(i / 2000.0);
  for (int exponent = 2; exponent <= 53; ++exponent) {
    compare(std::ldexp(1.0, -exponent));
    compare(std::ldexp(0.7, -exponent));
    if (exponent <= 40) compare(1 - std::ldexp(1.0, -exponent));
  }
  EXPECT_EQ(normal_quantile(0.5), 0);
  for (const double p : {0.25, 0.0625, 0x1p-20, 0x1p-40})
    EXPECT_EQ(normal_quantile(p), -normal_quantile(1 - p)) << p;
}

TEST(Philox, BelowIsUnbiasedAndBounded) {
  philox random(5, "below");
  EXPECT_EQ(random.below(0), 0u);
  EXPECT_EQ(random.below(1), 0u);
  std::array<int, 7> bins{};
  for (int i = 0; i < 70'000; ++i) ++bins[static_cast<std::size_t>(random.below(7))];
  for (const int count : bins) EXPECT_NEAR(count, 10'000, 6 * std::sqrt(70'000 * 6.0 / 49));
  const std::uint64_t most = ~std::uint64_t{0};
  for (int i = 0; i < 100; ++i) EXPECT_LT(random.below(most), most);
}

TEST(Philox, PermutationHoldsEveryNumberOnce) {
  philox random(6, "order");
  for (const std::size_t n : {0u, 1u, 2u, 1000u}) {
    auto order = random.permutation(n);
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(order[i], i);
    ASSERT_EQ(order.size(), n);
  }
  // Every order of three equally often.
  std::map<std::vector<std::uint32_t>, int> orders;
  for (int i = 0; i < 6000; ++i) ++orders[random.permutation(3)];
  ASSERT_EQ(orders.size(), 6u);
  for (const auto& [order, count] : orders) EXPECT_NEAR(count, 1000, 6 * std::sqrt(6000 * 5.0 / 36));
}

TEST(Nearest, EditDistanceIsTheTextbooks) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("relu", "rleu"), 1u);  // neighbours swapped
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("same", "same"), 0u);
}

TEST(Nearest, BestFirstAndOnlyCloseOnes) {
  const std::vector<std::string> names{"relu", "leaky_relu", "tanh", "sigmoid", "identity"};
  using list = std::vector<std::string>;
  EXPECT_EQ(nearest("rleu", names), list{"relu"});
  EXPECT_EQ(nearest("sigmod", names), list{"sigmoid"});
  EXPECT_EQ(nearest("ident", names), list{"identity"});
  EXPECT_EQ(nearest("zzzzz", names), list{});
  EXPECT_EQ(nearest("rleu", list{"elu", "relu", "celu"}), list{"relu"});  // the others are two edits away
  EXPECT_EQ(nearest("xelu", list{"elu", "relu", "leaky_relu", "celu"}), (list{"elu", "relu", "celu"}));
}

}  // namespace
}  // namespace hillock
