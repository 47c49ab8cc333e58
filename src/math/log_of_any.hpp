// SPDX-License-Identifier: Apache-2.0
// log x and log(1 + x) on lanes of double whose every bit counts, and log(1 + e^x), for every x.
#pragma once
#include <limits>

#include "math/exp_of_any.hpp"
#include "math/log1p.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// x = 2^k·(1 + f) with 1 + f in [√½, √2], for positive finite x; k·log_2 + log(1 + f) is its logarithm.
template <class V>
struct log_reduction {
  V k, f;

  explicit HILLOCK_INLINE log_reduction(V x) {
    const auto subnormal = x < V(0x1p-1022);
    x = select(subnormal, x * V(0x1p54), x);
    k = exponent_bits(x * V(0x1.6a09e667f3bcdp0)) - V(1023);  // √2: infinity's exponent is the next one, too
    f = add_bits_shifted<52>(x, V(0x1.8p52) - k) - V(1);
    k = select(subnormal, k - V(54), k);
  }
  /// The logarithm of x·(1 + correction), for a tiny correction. The arrangement is that of math::log1p.
  HILLOCK_INLINE V logarithm(V correction) const {
    const V s = f / (V(2) + f), z = s * s, half_square = V(0.5) * f * f;
    return k * V(log_2_high) -
           ((half_square - (s * (half_square + z * log_tail(z)) + (k * V(log_2_low) + correction))) - f);
  }
};

/// log x, within 1 ulp: −∞ at ±0, NaN below.
template <class V>
HILLOCK_INLINE V log(V x) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  const V y = log_reduction<V>(x).logarithm(V(0));
  return select(
      V::both(x > V(0), x < V(inf)), y,
      select(x == V(0), V(-inf), select(x == V(inf), x, x + V(std::numeric_limits<double>::quiet_NaN()))));
}

/// log(1 + x), within 1 ulp: −∞ at −1, NaN below.
template <class V>
HILLOCK_INLINE V log1p_of_any(V x) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  const V u = V(1) + x;
  log_reduction<V> of(u);
  const auto as_it_is = of.k == V(0);
  of.f = select(as_it_is, x, of.f);
  const V correction = select(x >= V(1), V(1) - (u - x), x - (u - V(1))) / u;
  const V y = of.logarithm(select(as_it_is, V(0), correction));
  return select(
      V::both(x > V(-1), x < V(inf)), select(x == V(0), x, y),
      select(x == V(-1), V(-inf), select(x == V(inf), x, x + V(std::numeric_limits<double>::quiet_NaN()))));
}

/// log(1 + e^x), which is never infinite but at infinity; within 2 ulp.
template <class V>
HILLOCK_INLINE V log_of_one_and_exp(V x) {
  return select(is_nan(x), x, select(x > V(0), x, V(0)) + log1p_of_any(exp(-abs(x))));
}

}  // namespace hillock::math
