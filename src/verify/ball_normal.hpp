// SPDX-License-Identifier: Apache-2.0
// The normal distribution on balls: what the filter of the proof needs for gelu and erf. Two ways: a series
// of positive terms for |x| ≤ 4 and Laplace's continued fraction beyond.
#pragma once
#include "math/constant.hpp"
#include "verify/ball.hpp"

namespace hillock::verify {

/// e^(−x²/2)/√(2π)
template <class V>
HILLOCK_INLINE ball<V> normal_density(const ball<V>& x) {
  const ball<V> factor(V(0x1.9884533d43651p-2), V(-0x1.cbc0d30ebfd15p-56), V(0x1p-110));  // 1/√(2π)
  return exp(x * x * ball<V>(-0.5)) * factor;
}

/// M(t) = 1/(t + 1/(t + 2/(t + …))), cut after n/t. Two neighbouring cuts have the truth between them.
template <class V>
HILLOCK_INLINE ball<V> mills_fraction(const ball<V>& t, int n) {
  ball<V> below = t;
  for (; n > 0; --n) below = t + ball<V>(static_cast<double>(n)) / below;
  return ball<V>(1.0) / below;
}

/// t + t³/3 + t⁵/15 + … for 0 ≤ t ≤ 4: what lies beyond 66 terms is below 2^-110 of it. Times the density it
/// is ½ − Q(t).
template <class V>
HILLOCK_INLINE ball<V> normal_series(const ball<V>& t) {
  const ball<V> square = t * t;
  ball<V> sum(1.0);
  for (int n = 133; n > 1; n -= 2) {
    const math::two_parts<double> c = math::ratio(1, n);
    sum = ball<V>(1.0) + sum * square * ball<V>(V(c.high), V(c.low), V(0x1p-105));
  }
  sum.error = sum.error + V(0x1p-100) * sum.high;
  return t * sum;
}

/// Q(t), the probability of more than t ≥ 0, over its density, for t > 4.
template <class V>
HILLOCK_INLINE ball<V> mills_ratio(const ball<V>& t) {
  ball<V> ratio = mills_fraction(t, 100);
  ratio.error = ratio.error + abs((ratio - mills_fraction(t, 101)).high) * V(2);
  return ratio;
}

/// Q(t), of which `density` is the density.
template <class V>
HILLOCK_INLINE ball<V> upper_tail(const ball<V>& t, const ball<V>& density) {
  const auto near = t.high <= V(4);
  const ball<V> series = ball<V>(0.5) - density * normal_series(select(near, t, ball<V>(1.0)));
  return select(near, series, density * mills_ratio(select(near, ball<V>(5.0), t)));
}

/// x·Φ(x).
template <class V>
HILLOCK_INLINE ball<V> times_normal(const ball<V>& x) {
  const ball<V> t = abs(x), tail = t * upper_tail(t, normal_density(t));
  return select(x.high < V(0), -tail, x - tail);
}

/// Φ(x) + x·φ(x).
template <class V>
HILLOCK_INLINE ball<V> times_normal_slope(const ball<V>& x) {
  const ball<V> t = abs(x), density = normal_density(t), beyond = upper_tail(t, density) - t * density;
  return select(x.high < V(0), beyond, ball<V>(1.0) - beyond);
}

/// 2/√π·e^(−x²), the derivative of erf.
template <class V>
HILLOCK_INLINE ball<V> erf_slope(const ball<V>& x) {
  const ball<V> factor(V(0x1.20dd750429b6dp+0), V(0x1.1ae3a914fed80p-56), V(0x1p-110));  // 2/√π
  return exp(-(x * x)) * factor;
}

/// 1 − 2·Q(√2·|x|), and x's sign.
template <class V>
HILLOCK_INLINE ball<V> erf(const ball<V>& x) {
  const ball<V> root(V(0x1.6a09e667f3bcdp+0), V(-0x1.bdd3413b26456p-54), V(0x1p-107)),
      t = abs(x) * root;  // √2
  const ball<V> twice_density = normal_density(t) * ball<V>(2.0);
  const auto near = t.high <= V(4);
  const ball<V> far = ball<V>(1.0) - twice_density * mills_ratio(select(near, ball<V>(5.0), t));
  const ball<V> size = select(near, twice_density * normal_series(select(near, t, ball<V>(1.0))), far);
  return select(x.high < V(0), -size, size);
}

}  // namespace hillock::verify
