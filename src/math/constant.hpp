// SPDX-License-Identifier: Apache-2.0
// Real constants, as exact as the lanes that take them.
#pragma once
#include "math/double_double.hpp"
#include "math/two_parts.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// high + low: on lanes of double-double both, elsewhere the first.
template <class V>
HILLOCK_INLINE V constant(double high, double low) {
  if constexpr (is_double_double<V>) {
    return V(high, low);
  } else {
    return V(high);
  }
}
template <class V>
HILLOCK_INLINE V constant(two_parts<double> c) {
  return constant<V>(c.high, c.low);
}

/// a·b exactly, for constants of ordinary size: there is no fused multiply-add in a constant expression, so
/// both are split into halves of 26 bits (Dekker 1971).
constexpr two_parts<double> constant_product(double a, double b) {
  const auto upper = [](double v) {
    const double c = 0x8000001p0 * v;
    return c - (c - v);
  };
  const double high = a * b, a1 = upper(a), b1 = upper(b), a2 = a - a1, b2 = b - b1;
  return {high, ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2};
}

/// a/b in two parts, off by less than 2^-104 of it.
constexpr two_parts<double> ratio(double a, double b) {
  const double high = a / b;
  const two_parts<double> back = constant_product(high, b);
  return {high, ((a - back.high) - back.low) / b};
}

/// 1/n!, for n up to 22, whose factorials are doubles.
constexpr two_parts<double> inverse_factorial(int n) {
  double factorial = 1;
  for (int i = 2; i <= n; ++i) factorial *= i;
  return ratio(1, factorial);
}

}  // namespace hillock::math
