// SPDX-License-Identifier: Apache-2.0
// Which side of a tie a product lies on.
#pragma once
#include "math/two_parts.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// The sign of dy·n/d − product, or 0, as a number of that sign, for floats dy, a `product` of few bits near
/// dy·n/d, and d > 0 such that product·d is exact. n is exact; n.low is less than 2^-53 of it, so that it
/// counts only where the rest is 0 or where n.high·dy has few bits too.
template <class V>
HILLOCK_INLINE V side_of_quotient(two_parts<V> n, V d, V dy, V product) {
  return fma(dy, n.low, fma(dy, n.high, -(product * d)));
}

/// `rest`, what a product has beyond a double; where |x| is large and that is 0 a hair of that sign: what is
/// missing from a limit may be too small for any double, and decides ties nevertheless.
template <class V>
HILLOCK_INLINE V rest_or_hair(V x, V rest, V sign) {
  return select(V::both(abs(x) > V(16), rest == V(0)), sign, rest);
}

}  // namespace hillock::math
