// SPDX-License-Identifier: Apache-2.0
// x / √(1 + alpha·x²) and its slope (1 + alpha·x²)^(-3/2), for x ≥ 0 and 2^-20 ≤ alpha ≤ 2^20: isru, isrlu.
#pragma once
#include "math/double_double.hpp"
#include "math/scaled.hpp"
#include "math/two_parts.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

template <class V>
struct inverse_root {
  V x, square, root;

  /// From 2^480 on nothing changes: the value is 1/√alpha but for 2^-900 of it, the slope is below 2^-1400,
  /// and no square overflows.
  HILLOCK_INLINE inverse_root(V at, V alpha)
      : x(at_most(at, V(0x1p480))), square(fma(alpha * x, x, V(1))), root(sqrt(square)) {}

  HILLOCK_INLINE V slope() const { return V(1) / root / square; }
};

/// Of `slope` on lanes with spare bits: two roundings in `square` that count one and a half times, three
/// others.
inline constexpr double inverse_root_slope_error = 0x1p-49;

/// Which side of `product`, a number of few bits, dy/q³ lies on, q = √(1 + alpha·x²). It may be that number
/// only where q is rational and of so few bits that q³·product has 24; there every step is exact. From
/// alpha·x² = 2^80 on the 1 is more than two parts of a slope hold: where (√alpha·x)³·product is dy, the true
/// product is smaller. Else `rest` tells.
template <class V>
HILLOCK_INLINE V inverse_root_side(V x, V dy, V product, V rest, V alpha) {
  const double_double<V> one(V(1)), at(x), s = one + double_double<V>(alpha) * (at * at);
  const auto far = s.high > V(0x1p80);
  const V factor = sqrt(alpha), q = select(far, factor * x, sqrt(s.high)), square = q * q, cube = q * square;
  const V lost_near = abs(s.low) + abs(square - s.high),
          lost_far = abs(fnma(factor, factor, alpha)) + abs(fma(factor, x, -q));
  const V lost = select(far, lost_far, lost_near) + abs(fma(q, q, -square)) + abs(fma(q, square, -cube));
  const V off = fnma(product, cube, dy), short_of_it = select(off == V(0), -product, off);
  return select(lost == V(0), select(far, short_of_it, off), rest);
}

/// The same of a·x/q. Beyond, where the 1 is lost, the true product is smaller than where √alpha·x is q.
template <class V>
HILLOCK_INLINE V inverse_root_factor_side(V x, V a, V product, V rest, V alpha) {
  const double_double<V> at(x), s = double_double<V>(V(1)) + double_double<V>(alpha) * (at * at);
  const auto far = s.high > V(0x1p80);
  const V factor = sqrt(alpha), q = select(far, factor * x, sqrt(s.high));
  const V lost_near = abs(s.low) + abs(fma(q, q, -s.high)),
          lost_far = abs(fnma(factor, factor, alpha)) + abs(fma(factor, x, -q));
  const V off = fnma(product, q, a * x), short_of_it = select(off == V(0), -product, off);
  return select(select(far, lost_far, lost_near) == V(0), select(far, short_of_it, off), rest);
}

/// Up to here the slope is a normal double.
inline constexpr double inverse_root_is_normal_to = 0x1p320;
/// Beyond, where 1 is nothing beside alpha·x²: 1/(√alpha·x)³ with x scaled by 2^-620.
template <class V>
HILLOCK_INLINE scaled<V> inverse_root_scaled_slope(V x, V alpha) {
  const double_double<V> small(x * V(0x1p-620)), square = double_double<V>(alpha) * (small * small);
  const double_double<V> slope = double_double<V>(V(1)) / sqrt(square) / square;
  return {slope.high, V(0x1p-930), V(0x1p-930)};
}

}  // namespace hillock::math
