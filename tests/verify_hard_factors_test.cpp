// SPDX-License-Identifier: Apache-2.0
// The gradients whose products come nearest to a tie are those that looking at all of them finds.
#ifdef HILLOCK_MPFR
#include "verify/hard_factors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/philox.hpp"
#include "verify/progression.hpp"

namespace hillock::verify {
namespace {

// All steps, every fifth first term and counts beyond the period, modulo 2^8.
TEST(Progression, NearestTermsAreThoseOfASearch) {
  for (unsigned step = 0; step < 256; ++step) {
    for (unsigned first = 0; first < 256; first += 5) {
      unsigned least = 256, greatest = 0, at_least = 0, at_greatest = 0;
      for (unsigned count = 1; count <= 260; ++count) {
        const unsigned term = (first + step * (count - 1)) % 256;
        if (term < least) least = term, at_least = count - 1;
        if (term > greatest || count == 1) greatest = term, at_greatest = count - 1;
        const auto n =
            nearest_to_zero(static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(step), count);
        ASSERT_TRUE(n.above == least && n.at_above == at_least && n.below == 255 - greatest &&
                    n.at_below == at_greatest)
            << first << " + i·" << step << ", " << count << " terms";
      }
    }
  }
}

// A slope c·2^-79, 1 ≤ c/2^39 < 2, so that m·c fits 64 bits, and all results, subnormal ones too, have a dy.
struct short_slope {
  std::uint64_t c;
  slope_bounds bounds() const {
    return {static_cast<wide>(c) << (slope_bounds::digits - 40), 0, -40 - (slope_bounds::digits - 1), false};
  }
  // How far m·c is above a middle that is `spacing`/2 off the multiples of `spacing`, both in units of c's.
  std::uint64_t above(std::uint64_t m, std::uint64_t spacing) const {
    return (m * c + spacing / 2) % spacing;
  }
};

// The significands from…to nearest to such middles, from above and below, by looking at all.
std::pair<std::uint32_t, std::uint32_t> nearest(const short_slope& s, std::uint64_t spacing,
                                                std::uint32_t from, std::uint32_t to) {
  std::pair<std::uint32_t, std::uint32_t> found{from, from};
  std::uint64_t least = ~std::uint64_t{0}, greatest = 0;
  for (std::uint32_t m = from; m <= to; ++m) {
    const std::uint64_t d = s.above(m, spacing);
    if (d < least) least = d, found.first = m;
    if (d >= greatest) greatest = d, found.second = m;
  }
  return found;
}

TEST(HardFactors, AreThoseOfASearchInEveryCase) {
  philox random(1, "hard factors");
  const short_slope s{std::uint64_t{1} << 39 | random.below(std::uint64_t{1} << 39) | 1};
  hard_factors hard = find_hard_factors(s.bounds(), cases::nearest, 7);
  const auto has = [&](std::uint32_t m, std::optional<int> exponent) {
    return std::any_of(&hard.list[0], &hard.list[hard.count], [&](const factor& f) {
      return f.significand == m && (!exponent || f.exponent == *exponent);
    });
  };
  constexpr std::uint32_t first = 1U << 23, last = (1U << 24) - 1;
  constexpr std::uint64_t one = std::uint64_t{1} << 39;
  const auto lower_end = static_cast<std::uint32_t>(((one << 24) - 1) / s.c);
  const auto expect_both = [&](std::uint64_t spacing, std::uint32_t from, std::uint32_t to,
                               std::optional<int> exponent) {
    const auto [above, below] = nearest(s, spacing, from, to);
    EXPECT_TRUE(has(above, exponent)) << above << " above, of " << from << " to " << to;
    EXPECT_TRUE(has(below, exponent)) << below << " below, of " << from << " to " << to;
  };
  expect_both(one, first, lower_end, {});
  expect_both(2 * one, lower_end + 1, last, {});
  hard = find_hard_factors(s.bounds(), cases::every, 7);
  for (int j = 1; j <= 24; ++j) expect_both(one << j, first, last, -149 + 40 - j);
}

// `least` is a lower bound, for it takes the largest product of the progression: at most twice as large.
TEST(HardFactors, NoneComesNearerThanSaid) {
  philox random(2, "hard factors");
  for (int round = 0; round < 6; ++round) {
    const short_slope s{std::uint64_t{1} << 39 | random.below(std::uint64_t{1} << 39) | 1};
    double least = 1;
    for (std::uint64_t m = 1U << 23; m < 1U << 24; ++m) {
      const std::uint64_t spacing = std::uint64_t{1} << (m * s.c < std::uint64_t{1} << 63 ? 38 : 39);
      const std::uint64_t d = m * s.c % spacing;
      least = std::min(least, static_cast<double>(std::min(d, spacing - d)) / static_cast<double>(m * s.c));
    }
    const double said = find_hard_factors(s.bounds(), cases::nearest, 7).least;
    EXPECT_LE(said, least);
    EXPECT_GE(said, least / 2.1);
  }
}

}  // namespace
}  // namespace hillock::verify
#endif
