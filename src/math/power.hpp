// SPDX-License-Identifier: Apache-2.0
// a^b on lanes of double whose every bit counts, with the special cases of IEEE 754's pow.
#pragma once
#include <limits>

#include "math/log_of_any.hpp"
#include "math/two_parts.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// Whether |y| is whole. Of numbers from 2^52 on all are.
template <class V>
HILLOCK_INLINE auto is_whole(V magnitude) {
  return V::either(magnitude >= V(0x1p52), (magnitude + V(0x1p52)) - V(0x1p52) == magnitude);
}

/// log x for positive finite x in two parts, off by less than 2^-59 of it, or of 0.2 where that is larger.
template <class V>
HILLOCK_INLINE two_parts<V> log_in_two_parts(V x) {
  const log_reduction<V> of(x);
  const two_parts<V> t = exact_sum(V(2), of.f);
  const V s = of.f / t.high, z = s * s;
  const V s_low = fnma(s, t.low, fnma(s, t.high, of.f)) / t.high;
  const two_parts<V> sum = sum_of_large_and_small(of.k * V(log_2_high), s + s);
  return sum_of_large_and_small(sum.high,
                                sum.low + (of.k * V(log_2_low) + fma(s * z, log_tail(z), s_low + s_low)));
}

/// a^b, within 6 ulp: what the logarithm is off by counts b times.
template <class V>
HILLOCK_INLINE V pow(V a, V b) {
  constexpr double inf = std::numeric_limits<double>::infinity(),
                   nan = std::numeric_limits<double>::quiet_NaN();
  const V base = abs(a), size = abs(b);
  const auto ordinary = V::both(base > V(0), base < V(inf));
  // |log base| ≥ 2^-53 but for base = 1: from |b| = 2^70 on the power is 0 or infinite.
  const V exponent = at_most(at_least(b, V(-0x1p70)), V(0x1p70));
  const two_parts<V> l = log_in_two_parts(select(ordinary, base, V(1)));
  const V product = exponent * l.high, low = fma(exponent, l.low, fma(exponent, l.high, -product));
  const V magnitude = times_exp(V(1), product, select(abs(product) < V(800), low, V(0)));
  const auto shrinks = b < V(0);
  const V of_ends = select(base == V(0), select(shrinks, V(inf), V(0)), select(shrinks, V(0), V(inf)));
  const auto whole = is_whole(size);
  const V positive = select(ordinary, magnitude, of_ends);
  // An odd b is whole and its half is not.
  const V signed_power = select(is_whole(V(0.5) * size), positive, copysign(positive, a));
  const V real = select(V::both(a < V(0), ordinary), select(whole, signed_power, V(nan)),
                        select(whole, signed_power, positive));
  return select(V::either(b == V(0), a == V(1)), V(1), select(V::either(is_nan(a), is_nan(b)), a + b, real));
}

}  // namespace hillock::math
