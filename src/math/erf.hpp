// SPDX-License-Identifier: Apache-2.0
// The error function on lanes of double with spare bits and of double-double.
#pragma once
#include "math/normal.hpp"

namespace hillock::math {

/// 2/√π
template <class V>
HILLOCK_INLINE V erf_slope_at_zero() {
  return constant<V>(0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56);
}

/// erf(x) for x ≥ 0, to 2^-49 and 2^-97: by Taylor's series up to ½, of which what lies beyond is below 2^-57
/// and 2^-106, and from there on as 1 − √(2/π)·M(√2·x)·e^(−x²).
template <class V>
HILLOCK_INLINE V erf_of_positive(V x) {
  x = within_bell(x);
  const V square = x * x;
  constexpr int last = is_double_double<V> ? 20 : 12;
  V sum = V(0);
  for (int n = last; n >= 0; --n) {
    double factorial = n % 2 ? -1 : 1;
    for (int i = 2; i <= n; ++i) factorial *= i;
    sum = fma(sum, square, constant<V>(ratio(1, factorial * (2 * n + 1))));
  }
  const V t = at_most(x * constant<V>(0x1.6a09e667f3bcdp+0, -0x1.bdd3413b26456p-54), V(60));  // √2
  const V beyond = exponential<V>(-square).times(
      mills_ratio(t) * constant<V>(0x1.9884533d43651p-1, -0x1.cbc0d30ebfd15p-55));  // √(2/π)
  return select(x < V(0.5), x * sum * erf_slope_at_zero<V>(), V(1) - beyond);
}

}  // namespace hillock::math
