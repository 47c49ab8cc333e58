// SPDX-License-Identifier: Apache-2.0
// e^x and e^x − 1 on lanes of double whose every bit counts, for every x.
#pragma once
#include "math/exp_of_negative.hpp"
#include "math/scaled.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// e^x = (1 + (e^r − 1))·2^k with x = k·ln 2 + r, |r| ≤ ln 2 / 2. Beyond −746 and 710 e^x does not change:
/// it is 0 and infinite. NaN stays.
template <class V>
struct exp_reduction {
  V k, r;

  explicit HILLOCK_INLINE exp_reduction(V x) {
    x = at_least(at_most(x, V(710)), V(-746));
    k = fma(x, V(0x1.71547652b82fep0), V(0x1.8p52)) - V(0x1.8p52);  // 1 / ln 2
    r = fnma(k, V(0x1.62e42fefa0000p-1), x);                        // ln 2, upper 38 bits: k·high is exact
    r = fnma(k, V(0x1.cf79abc9e3b3ap-40), r);                       // ln 2 − high
  }
  /// v·2^k, in two steps of which only the second may leave the normal numbers.
  HILLOCK_INLINE V scale(V v) const {
    const V half = fma(k, V(0.5), V(0x1.8p52)) - V(0x1.8p52);
    return v * power_of_two(half) * power_of_two(k - half);
  }
};

/// e^x, within 1 ulp.
template <class V>
HILLOCK_INLINE V exp(V x) {
  const exp_reduction<V> e(x);
  return e.scale(fma(fma(horner(exp_tail, e.r), e.r, V(1)), e.r, V(1)));
}

/// factor·e^(x + low), where |low| < 2^-40; within 2 ulp.
template <class V>
HILLOCK_INLINE V times_exp(V factor, V x, V low) {
  const exp_reduction<V> e(x);
  const V whole = fma(fma(horner(exp_tail, e.r), e.r, V(1)), e.r, V(1));
  return e.scale(factor * fma(whole, low, whole));
}

/// e^x − 1, within 2 ulp.
template <class V>
HILLOCK_INLINE V expm1(V x) {
  const exp_reduction<V> e(x);
  const V fraction = fma(e.r * e.r, horner(exp_tail, e.r), e.r);
  // 2^k·fraction + (2^k − 1), in two steps where 2^k may be no number.
  const V most = at_most(e.k, V(1000)), rest = e.k - most;
  const V first = power_of_two(at_least(most, V(-1000)));
  const V y = fma(first, fraction, first - power_of_two(-rest)) * power_of_two(rest);
  return copysign(y, x);
}

}  // namespace hillock::math
