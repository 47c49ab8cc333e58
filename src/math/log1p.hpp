// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "math/two_parts.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

inline constexpr double log_2_high = 0x1.62e42fee00000p-1;  // ln 2, upper 33 bits: k·high is exact
inline constexpr double log_2_low = 0x1.a39ef35793c76p-33;  // ln 2 − high

/// p(z) of log((1 + s) / (1 − s)) = 2s + s·z·p(z), z = s² ≤ (3 − 2√2)² (tools/coefficients/log1p.sollya).
template <class V>
HILLOCK_INLINE V log_tail(V z) {
  return V(0x1.5555555555558p-1) +
         z * (V(0x1.9999999995323p-2) +
              z * (V(0x1.2492492deec37p-2) +
                   z * (V(0x1.c71c62e684aaap-3) +
                        z * (V(0x1.7462b4ab7b36ap-3) +
                             z * (V(0x1.39fe5b524b232p-3) + z * V(0x1.2b58abb5a535ap-3))))));
}

/// k with 2^k·√½ ≤ u < 2^k·√2, for normal u > 0.
inline std::int64_t exponent_around_one(double u) noexcept {
  constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd;  // √½, rounded to nearest
  return static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(u) - root_half) >> 52;
}

/// log(1 + x) of one double from IEEE operations only, so that losses have the same bits on every machine.
/// Error below 0.9 ulp (measured against MPFR; see the test). x < −1 and NaN give NaN, −1 gives −inf, ±0
/// gives ±0.
///
/// 1 + x = 2^k·(1 + f)·(1 + c) with 1 + f in [√½, √2] and c the rounding error of 1 + x; then log(1 + f) by
/// s = f/(2 + f) and a polynomial in s² (tools/coefficients/log1p.sollya). The arrangement that keeps the
/// sum's error small is that of W. Kahan's and K. C. Ng's log1p (4.3BSD libm).
inline double log1p(double x) noexcept {
  if (!(x > -1))
    return x == -1 ? -std::numeric_limits<double>::infinity() : x + std::numeric_limits<double>::quiet_NaN();
  if (x > std::numeric_limits<double>::max() || x == 0) return x;

  const double u = 1 + x;
  const std::int64_t exponent = exponent_around_one(u);
  double f = x, correction = 0;
  if (exponent != 0) {
    f = std::bit_cast<double>(std::bit_cast<std::uint64_t>(u) -
                              (static_cast<std::uint64_t>(exponent) << 52)) -
        1;
    correction = (x >= 1 ? 1 - (u - x) : x - (u - 1)) / u;
  }
  const double k = static_cast<double>(exponent);
  const double s = f / (2 + f), z = s * s, half_square = 0.5 * f * f;
  return k * log_2_high -
         ((half_square - (s * (half_square + z * log_tail(z)) + (k * log_2_low + correction))) - f);
}

/// log(1 + x) for 0 ≤ x < 2^1000 in two parts, off by less than 2^-57 of it. Of x below 2^-60 it is x.
inline two_parts<double> log1p_in_two_parts(two_parts<double> x) noexcept {
  if (x.high < 0x1p-60) return x;
  two_parts<double> u = exact_sum(1.0, x.high);
  u.low += x.low;
  const std::int64_t exponent = exponent_around_one(u.high);
  two_parts<double> f = x;  // of 1 + f in [√½, √2]
  if (exponent != 0) {
    const double scale = std::ldexp(1.0, static_cast<int>(-exponent));
    f = sum_of_large_and_small(u.high * scale - 1, u.low * scale);
  }
  const auto [t, t_rest] = exact_sum(2.0, f.high);
  const double s = f.high / t;
  const double s_low = ((std::fma(-s, t, f.high) - s * (t_rest + f.low)) + f.low) / t;
  const double k = static_cast<double>(exponent), z = s * s;
  const auto [sum, rest] = sum_of_large_and_small(k * log_2_high, 2 * s);
  return sum_of_large_and_small(sum, rest + (k * log_2_low + (2 * s_low + s * z * log_tail(z))));
}

}  // namespace hillock::math
