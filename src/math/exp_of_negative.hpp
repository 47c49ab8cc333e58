// SPDX-License-Identifier: Apache-2.0
// e^d for d ≤ 0 on lanes of double, as softmax and the losses need it: total from 0 down to −inf.
// Coefficients: tools/coefficients/exp_of_negative.sollya.
#pragma once
#include <cstddef>

#include "math/two_parts.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// Σ c[i]·r^i, highest power first in `c`, by Horner's rule.
template <class V, std::size_t n>
HILLOCK_INLINE V horner(const double (&c)[n], V r) {
  V p = V(c[0]);
  for (std::size_t i = 1; i < n; ++i) p = fma(p, r, V(c[i]));
  return p;
}

/// Relative error below 2^-40 for −700 ≤ d ≤ 0, and 0 below: f32 results cannot tell (e^-700 is 2^-1009).
/// d = k·ln 2 + r, |r| ≤ ln 2 / 2; one step of reduction suffices because |k·(ln 2 rounded)| is off by at
/// most 2^-45.
template <class V>
HILLOCK_INLINE V exp_to_40_bits(V d) {
  constexpr double magic = 0x1.8p52;  // adding it rounds to an integer and leaves that in the low bits
  constexpr double c[] = {0x1.9ef35fe0fd0f8p-16, 0x1.a1a40c7e818b5p-13, 0x1.6c188a7f979dap-10,
                          0x1.11108670e83a4p-7,  0x1.55555430b19d9p-5,  0x1.5555559c4d169p-3,
                          0x1.0000000064b78p-1,  0x1.ffffffffdac6fp-1,  1.0};
  const V shifted = fma(d, V(0x1.71547652b82fep0), V(magic));        // 1 / ln 2, rounded to nearest
  const V r = fnma(shifted - V(magic), V(0x1.62e42fefa39efp-1), d);  // ln 2, rounded to nearest
  const V e = add_bits_shifted<52>(horner(c, r), shifted);
  return select(d < V(-700), V(0), e);
}

/// (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, highest power first; e^r from it is off by 2^-63.
inline constexpr double exp_tail[] = {0x1.1ee01ad1381cdp-29,
                                      0x1.af6e5635fb439p-26,
                                      0x1.27e53c56413f7p-22,
                                      0x1.71ddee88cedd7p-19,
                                      0x1.a01a01790e0e8p-16,
                                      0x1.a01a01b43d5eep-13,
                                      0x1.6c16c16c1f39dp-10,
                                      0x1.111111110ea07p-7,
                                      0x1.5555555555542p-5,
                                      0x1.555555555555cp-3,
                                      0x1p-1};

/// Within 1 ulp for all d ≤ 0, subnormal results included.
template <class V>
HILLOCK_INLINE V exp_of_negative(V d) {
  constexpr double magic = 0x1.8p52;
  const V shifted = fma(d, V(0x1.71547652b82fep0), V(magic));
  const V k = shifted - V(magic);
  V r = fnma(k, V(0x1.62e42fefa0000p-1), d);  // ln 2, upper 38 bits: k·high is exact
  r = fnma(k, V(0x1.cf79abc9e3b3ap-40), r);   // ln 2 − high
  const V e = fma(fma(horner(exp_tail, r), r, V(1)), r, V(1));
  const auto small =
      d < V(-700);  // 2^k may be subnormal: scale by 2^(k+64) and then, with the one rounding, by 2^-64
  const V scaled = add_bits_shifted<52>(e, select(small, shifted + V(64), shifted));
  return select(d < V(-746), V(0),  // e^-746 is below half of the smallest subnormal
                select(small, scaled * V(0x1p-64), scaled));
}

/// Results of exp_in_two_parts are multiplied by this, so that terms far below the smallest number keep all
/// of their bits and add up to what they are worth.
inline constexpr double exp_scale = 0x1p512;

/// e^(d + d_low) = fraction·2^k for −1500 ≤ d ≤ 0, where d_low is what d lost to rounding; off by less than
/// 2^-55 of it.
template <class V>
struct exponential_in_two_parts {
  two_parts<V> fraction;
  V shifted;  ///< k in its low bits

  HILLOCK_INLINE exponential_in_two_parts(V d, V d_low) {
    constexpr double magic = 0x1.8p52;
    shifted = fma(d, V(0x1.71547652b82fep0), V(magic));
    const V near = fnma(k(), V(0x1.62e42fefa0000p-1), d);       // exact: 38 bits of ln 2, and nothing is left
    const V rest = fnma(k(), V(0x1.cf79abc9e3b3ap-40), d_low);  // below the last digits of that
    const auto [r, r_low] = sum_of_large_and_small(near, rest);
    const auto [first, first_low] = sum_of_large_and_small(V(1), r);
    const V tail = fma(r * r, horner(exp_tail, r), fma(r_low, first, first_low));
    fraction = sum_of_large_and_small(first, tail);
  }
  HILLOCK_INLINE V k() const { return shifted - V(0x1.8p52); }
};

/// e^(d + d_low)·exp_scale for d ≤ 0, −∞ included. 0 for d < −800: even 2^60 such terms are below half of the
/// smallest subnormal.
template <class V>
HILLOCK_INLINE two_parts<V> exp_in_two_parts(V d, V d_low) {
  const exponential_in_two_parts<V> e(d, d_low);
  const V scale = add_bits_shifted<52>(V(exp_scale), e.shifted);
  const auto gone = d < V(-800);
  return {select(gone, V(0), e.fraction.high * scale), select(gone, V(0), e.fraction.low * scale)};
}

/// Down to the first, e^d is a normal number, also when divided by a sum of 2^60 terms that are at most 1;
/// from the second on its product with any double is 0.
inline constexpr double exp_is_normal_to = -666, exp_fades_at = -1460;

}  // namespace hillock::math
