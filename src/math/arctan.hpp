// SPDX-License-Identifier: Apache-2.0
// The arc tangent on lanes of double with spare bits and of double-double.
#pragma once
#include "math/constant.hpp"

namespace hillock::math {

/// atan(x) for x ≥ 0, to 2^-50 and 2^-98. With u = x or 1/x, whichever is at most 1, it is atan(u) or π/2
/// less that, and atan(u) is atan(9/16) + atan(z), z = (u − 9/16)/(1 + 9u/16), for u > 0.28: |z| < 0.2801,
/// and what lies beyond the term of z^29 and z^55 is below 2^-57 and 2^-105. All of it in one division.
template <class V>
HILLOCK_INLINE V atan_of_positive(V x) {
  constexpr double middle = 0.5625;
  const auto inverted = x > V(1);
  const V a = select(inverted, V(1), x), b = select(inverted, x, V(1));
  const auto far = a > b * V(0.28);
  const V z = select(far, fnma(b, V(middle), a), a) / select(far, fma(a, V(middle), b), b), square = z * z;
  constexpr int last = is_double_double<V> ? 55 : 29;
  V sum = V(0);
  for (int n = last; n > 1; n -= 2) sum = fma(sum, square, constant<V>(ratio(n % 4 == 1 ? 1 : -1, n)));
  const V angle = fma(z * square, sum, z) +
                  select(far, constant<V>(0x1.0657e94db30d0p-1, -0x1.d5b495f6349e6p-56), V(0));  // atan(9/16)
  return select(inverted, constant<V>(0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54) - angle, angle);  // π/2
}

}  // namespace hillock::math
