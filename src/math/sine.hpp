// SPDX-License-Identifier: Apache-2.0
// sin and cos on lanes of double whose every bit counts, for every x.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "math/constant.hpp"
#include "math/two_parts.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// 2/π in 20 words of 64 bits (tools/coefficients/two_over_pi.py): the last word that a double's product
/// needs is number 18.
inline constexpr std::uint64_t two_over_pi[] = {
    0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
    0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
    0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d};

/// π/2 in three parts.
inline constexpr double half_pi[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};

/// x = (4n + quarter)·π/2 + r, |r| ≤ π/4 and a hair, of one finite x ≥ 2^20, in integers (Payne and Hanek,
/// SIGNUM Newsletter 18, 1983). A template, so that each instruction set has its own.
template <class V>
struct large_angle {
  double r, quarter;

  explicit large_angle(double x) noexcept {
    __extension__ using wide = unsigned __int128;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const auto mantissa = (bits & ((std::uint64_t{1} << 52) - 1)) | std::uint64_t{1} << 52;
    const int exponent = static_cast<int>(bits >> 52 & 2047) - 1075;  // x = mantissa·2^exponent
    // Words before this one give multiples of 4; four from it on leave 2^-138 undecided, and no double is
    // nearer to a multiple of π/2 than 2^-62.
    const int first = exponent < 2 ? 0 : (exponent - 2) / 64;
    const int point = 256 - (exponent - 64 * first);  // where the product's whole part begins
    std::uint64_t product[6]{};                       // lowest first; the last is for reading beyond
    wide carry = 0;
    for (int i = 0; i < 4; ++i) {
      carry += static_cast<wide>(mantissa) * two_over_pi[first + 3 - i];
      product[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    product[4] = static_cast<std::uint64_t>(carry);
    const auto word_at = [&](int position) {
      const int i = position / 64, shift = position % 64;
      return shift == 0 ? product[i] : product[i] >> shift | product[i + 1] << (64 - shift);
    };
    std::uint64_t whole = word_at(point) & 3;
    wide fraction = static_cast<wide>(word_at(point - 64)) << 64 | word_at(point - 128);
    const bool upper = fraction >> 127 != 0;
    if (upper) fraction = -fraction, ++whole;
    int zeros = 0;
    while (zeros < 127 && (fraction << zeros) >> 127 == 0) ++zeros;
    const auto top = static_cast<std::uint64_t>((fraction << zeros) >> 64);
    const double high = static_cast<double>(top >> 11), low = static_cast<double>(top & 2047) * 0x1p-11;
    const double unit = std::bit_cast<double>(static_cast<std::uint64_t>(1023 - 53 - zeros) << 52);
    const double main = high * half_pi[0];
    const double rest = __builtin_fma(high, half_pi[0], -main) + (high * half_pi[1] + low * half_pi[0]);
    r = (main + rest) * unit;
    if (upper) r = -r;
    quarter = static_cast<double>(whole & 3);
  }
};

/// |x| = (4n + quarter)·π/2 + r, |r| ≤ π/4 and a hair, with r within an ulp.
template <class V>
struct angle {
  V r, shifted;  ///< the quarter in the low bits of `shifted`

  explicit HILLOCK_INLINE angle(V x) {
    x = abs(x);
    shifted = fma(x, V(0x1.45f306dc9c883p-1), V(0x1.8p52));  // 2/π
    const V k = shifted - V(0x1.8p52);
    // Up to 2^20 the first difference is exact, and what the third part leaves out is below 2^-80.
    r = fnma(k, V(half_pi[2]), fnma(k, V(half_pi[1]), fnma(k, V(half_pi[0]), x)));
    if (V::any(x >= V(0x1p20))) [[unlikely]]
      reduce_large(x);
  }

 private:
  __attribute__((noinline, cold)) void reduce_large(V x) noexcept {
    double in[V::size()], rest[V::size()], quarter[V::size()];
    x.store(in), r.store(rest), shifted.store(quarter);
    for (std::size_t i = 0; i < V::size(); ++i) {
      if (!(in[i] >= 0x1p20)) continue;
      if (in[i] > std::numeric_limits<double>::max()) {
        rest[i] = std::numeric_limits<double>::quiet_NaN();
        continue;
      }
      const large_angle<V> reduced(in[i]);
      rest[i] = reduced.r, quarter[i] = reduced.quarter + 0x1.8p52;
    }
    r = V::load(rest), shifted = V::load(quarter);
  }
};

/// sin r and cos r for |r| ≤ π/4 and a hair, by Taylor's series: what lies beyond r^17 and r^18 is below
/// 2^-60.
template <class V>
HILLOCK_INLINE V sine_of_small(V r) {
  const V t = r * r;
  V sum = V(inverse_factorial(17).high);
  for (int n = 15; n > 1; n -= 2) sum = fma(sum, t, V((n % 4 == 3 ? -1 : 1) * inverse_factorial(n).high));
  return fma(r * t, sum, r);
}
template <class V>
HILLOCK_INLINE V cosine_of_small(V r) {
  const V t = r * r;
  V sum = V(-inverse_factorial(18).high);
  for (int n = 16; n > 2; n -= 2) sum = fma(sum, t, V((n % 4 == 2 ? -1 : 1) * inverse_factorial(n).high));
  const V half = V(0.5) * t, most = V(1) - half;
  return most + fma(t * t, sum, (V(1) - most) - half);
}

/// Both within 1.5 ulp; NaN at ±∞.
template <class V>
HILLOCK_INLINE V sin(V x) {
  const angle<V> a(x);
  const V y = select(low_bits_are<1>(a.shifted, 1), cosine_of_small(a.r), sine_of_small(a.r));
  const auto lower = V::either(low_bits_are<2>(a.shifted, 2), low_bits_are<2>(a.shifted, 3));
  const V of_positive = select(lower, -y, y);
  return select(x == V(0), x, select(x < V(0), -of_positive, of_positive));
}
template <class V>
HILLOCK_INLINE V cos(V x) {
  const angle<V> a(x);
  const V y = select(low_bits_are<1>(a.shifted, 1), sine_of_small(a.r), cosine_of_small(a.r));
  return select(V::either(low_bits_are<2>(a.shifted, 1), low_bits_are<2>(a.shifted, 2)), -y, y);
}

}  // namespace hillock::math
