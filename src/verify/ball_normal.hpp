// SPDX-License-Identifier: Apache-2.0
// The normal distribution on balls: what the filter of the proof needs for gelu. Two ways, neither of which
// is the kernels': a series of positive terms for |x| ≤ 4 and Laplace's continued fraction beyond.
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

/// Q(t), the probability of more than t ≥ 0, of which `density` is the density.
template <class V>
HILLOCK_INLINE ball<V> upper_tail(const ball<V>& t, const ball<V>& density) {
  // ½ − φ(t)·(t + t³/3 + t⁵/15 + …): what lies beyond 66 terms is below 2^-110 of it for t ≤ 4.
  const auto near = t.high <= V(4);
  const ball<V> small = select(near, t, ball<V>(1.0)), square = small * small;
  ball<V> sum(1.0);
  for (int n = 133; n > 1; n -= 2) {
    const math::two_parts<double> c = math::ratio(1, n);
    sum = ball<V>(1.0) + sum * square * ball<V>(V(c.high), V(c.low), V(0x1p-105));
  }
  sum.error = sum.error + V(0x1p-100) * sum.high;
  const ball<V> series = ball<V>(0.5) - density * small * sum;
  const ball<V> large = select(near, ball<V>(5.0), t);
  ball<V> ratio = mills_fraction(large, 100);
  ratio.error = ratio.error + abs((ratio - mills_fraction(large, 101)).high) * V(2);
  return select(near, series, density * ratio);
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

}  // namespace hillock::verify
