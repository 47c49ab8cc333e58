// SPDX-License-Identifier: Apache-2.0
// a^b on lanes of double whose every bit counts, with the special cases of IEEE 754's pow.
#pragma once
#include <limits>

#include "math/double_double.hpp"
#include "math/exp.hpp"
#include "math/log_of_any.hpp"
#include "math/softplus.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// Whether |y| is whole. Of numbers from 2^52 on all are.
template <class V>
HILLOCK_INLINE auto is_whole(V magnitude) {
  return V::either(magnitude >= V(0x1p52), (magnitude + V(0x1p52)) - V(0x1p52) == magnitude);
}

/// log x for positive finite x, off by less than 2^-95 of it.
template <class V>
HILLOCK_INLINE double_double<V> precise_log(V x) {
  using wide = double_double<V>;
  const log_reduction<V> of(x);
  const wide s = wide(of.f) / (wide(2.0) + wide(of.f));
  return fma(s, twice_artanh_over_argument(s * s),
             wide(of.k) * constant<wide>(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56));
}

/// a^b, within 1 ulp.
template <class V>
HILLOCK_INLINE V pow(V a, V b) {
  using wide = double_double<V>;
  constexpr double inf = std::numeric_limits<double>::infinity(),
                   nan = std::numeric_limits<double>::quiet_NaN();
  const V base = abs(a), size = abs(b);
  const auto ordinary = V::both(base > V(0), base < V(inf));
  // |log base| ≥ 2^-53 but for base = 1: from |b| = 2^70 on the power is 0 or infinite.
  const V exponent = at_most(at_least(b, V(-0x1p70)), V(0x1p70));
  const wide product = precise_log(select(ordinary, base, V(1))) * wide(exponent);
  const V magnitude = exponential<wide>(at_most(product, wide(710.0))).value().high;
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
