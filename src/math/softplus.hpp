// SPDX-License-Identifier: Apache-2.0
// log(1 + e^−|z|) on lanes of double with spare bits and of double-double.
#pragma once
#include "math/exp.hpp"

namespace hillock::math {

/// 2·artanh(s)/s for z = s², |s| < 0.172. What lies beyond s^41 on lanes of double-double, s^21 on lanes of
/// double, is below 2^-106 and 2^-56 of the sum.
template <class V>
HILLOCK_INLINE V twice_artanh_over_argument(V z) {
  constexpr int last = is_double_double<V> ? 41 : 21;
  V sum = constant<V>(ratio(2, last));
  for (int n = last - 2; n > 0; n -= 2) sum = fma(sum, z, constant<V>(ratio(2, n)));
  return sum;
}

/// log(1 + e) for 0 ≤ e ≤ 1: 2·artanh(s) of 1 + e = (1 + s)/(1 − s), or of half of that, so that |s| < 0.172.
/// Relative error: lanes of double 2^-50, double-double 2^-98.
template <class V>
HILLOCK_INLINE V log1p_of_unit(V e) {
  const auto halve = e > V(0x1.a827999fcef32p-2);  // √2 − 1
  const V s = select(halve, e - V(1), e) / (V(2) + select(halve, e + V(1), e));
  const V whole = fma(s, twice_artanh_over_argument(s * s),
                      select(halve, constant<V>(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56), V(0)));  // ln 2
  return select(e < V(0x1p-110), e, whole);  // whose half may not be a normal number
}

/// log(1 + e^−|z|)/scale. From |z| = 100 on it is e^−|z|/scale, which may be a number where e^−|z| is none.
template <class V>
HILLOCK_INLINE V softplus_rest(V z, V scale) {
  const exponential<V> e(-abs(z));
  return select(abs(z) > V(100), e.times(V(1) / scale), log1p_of_unit(e.value()) / scale);
}

}  // namespace hillock::math
