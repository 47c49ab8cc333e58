// SPDX-License-Identifier: Apache-2.0
// erf and erfc on lanes of double whose every bit counts, for every x.
#pragma once
#include "math/exp_of_any.hpp"
#include "math/normal.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// erfc(x) for x ≥ 0: twice the normal tail beyond x·√2. The square in the exponent keeps its rounding error,
/// which would be 700 times as large in the result.
template <class V>
HILLOCK_INLINE V erfc_of_positive(V x) {
  x = at_most(x, V(40));  // e^-1600 is 0
  const V square = x * x, low = fma(x, x, -square);
  const V ratio = mills_ratio(x * V(0x1.6a09e667f3bcdp0)) * V(0x1.9884533d43651p-1);  // √2 and √(2/π)
  return times_exp(ratio, -square, -low);
}

/// Within 5 ulp, also in the tail.
template <class V>
HILLOCK_INLINE V erfc(V x) {
  const V tail = erfc_of_positive(abs(x));
  return select(x < V(0), V(2) - tail, tail);
}

/// Within 3 ulp.
template <class V>
HILLOCK_INLINE V erf(V x) {
  const V large = V(1) - erfc_of_positive(abs(x)), z = x * x;
  // 2/√π·x·Σ (−x²)^n / (n!·(2n + 1)): what lies beyond n = 14 is below 2^-56 of it for |x| < 0.5.
  V sum = V(0);
  for (int n = 14; n > 0; --n) {
    sum = (sum + V((n % 2 ? -1 : 1) * inverse_factorial(n).high / (2 * n + 1))) * z;
  }
  constexpr double two_over_root_pi = 0x1.20dd750429b6dp0, rest = 0x1.1ae3a914fed80p-56;
  const V small = x * V(two_over_root_pi), low = fma(sum, small, x * V(rest));
  return copysign(select(abs(x) < V(0.5), small + low, large), x);
}

}  // namespace hillock::math
