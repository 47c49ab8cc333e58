// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/scaled.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// Whether a kernel's last bits matter: on lanes of double whose results are the answer they do; on lanes
/// whose results are rounded to a narrower type afterwards (V::spare_bits) they do not.
template <class V>
inline constexpr bool careful = sizeof(typename V::lane) == 8 && !V::spare_bits;

/// e^(p·x) as a fraction, for functions that divide anyway: it costs them no division and no table.
///
///   |p|·x = ±k·ln 2 + |p|·r,   c = (2/|p|)·h·coth h with h = |p|·r/2,   |h| ≤ ln 2 / 4
///   p > 0:  e^(p·x) = 2^k · (c + r) / (c − r)        p < 0:  e^(p·x) = 2^k · (c − r) / (c + r)
///
/// c is `weight` + `excess`; excess/weight ≤ 0.0101. Its polynomial's error is 2^-60 (lanes of float: 2^-30);
/// coefficients: tools/coefficients/exp_ratio.sollya. x must be such that |k| < 2^10 (lanes of float: 2^7).
template <int p, class V>
struct exp_ratio {
  static_assert(p == 1 || p == -1 || p == 2 || p == -2);
  static constexpr bool wide = sizeof(typename V::lane) == 8;
  static constexpr double weight = p * p == 4 ? 1 : 2;

  V shifted;  ///< k in its low bits
  V k;
  V r;
  V r_low;   ///< what r lost to rounding; set on careful lanes only
  V excess;  ///< set on careful lanes only
  V c;

  explicit HILLOCK_INLINE exp_ratio(V x) {
    constexpr double sign = p > 0 ? 1 : -1, log_2 = weight * 0.5 * sign;  // in units of ln 2
    constexpr double magic = wide ? 0x1.8p52 : 0x1.8p23;                  // its unit in the last place is 1
    shifted = fma(x, V(0x1.71547652b82fep0 * p), V(magic));               // 1 / ln 2
    k = shifted - V(magic);
    if constexpr (careful<V>) {
      const V high = fnma(k, V(log_2 * 0x1.62e42fefa0000p-1), x);  // ln 2, upper 38 bits: exact
      const V low = k * V(log_2 * 0x1.cf79abc9e3b3ap-40);          // ln 2 − that
      r = high - low;
      r_low = (high - r) - low;
    } else if constexpr (wide) {
      r = fnma(k, V(log_2 * 0x1.62e42fefa39efp-1), x);  // ln 2, off by k·2^-55.2: less than the spare bits
    } else {
      r = fnma(k, V(log_2 * 0x1.62e4p-1), x);     // ln 2, upper 16 bits: exact
      r = fnma(k, V(log_2 * 0x1.7f7d1cp-20), r);  // ln 2 − that
    }
    const V t = r * r;
    constexpr double q = 1 / (weight * weight);  // h² = q·r²
    if constexpr (wide) {
      V a = V(weight * q * q * q * q * q * 0x1.637687e625b61p-16);
      a = fma(a, t, V(weight * q * q * q * q * -0x1.bbd41c22e3c22p-13));
      a = fma(a, t, V(weight * q * q * q * 0x1.1566aaf2395dep-9));
      a = fma(a, t, V(weight * q * q * -0x1.6c16c16bebc6dp-6));
      a = fma(a, t, V(weight * q * 0x1.555555555553ep-2));
      if constexpr (careful<V>) excess = a * t;
      c = fma(a, t, V(weight));
    } else {
      V a = V(weight * q * q * -0x1.6aa3e6p-6);
      a = fma(a, t, V(weight * q * 0x1.55551ep-2));
      c = fma(a, t, V(weight));
    }
  }

  /// 2^k · power, where that is a normal number. `power` is a power of two.
  HILLOCK_INLINE V scaled(double power) const {
    constexpr int mantissa = wide ? 52 : 23;
    return add_bits_shifted<mantissa>(V(power), shifted);
  }
};

/// a / b for 2^-126 ≤ |b| ≤ 2^126. On lanes of double with spare bits within 0.5 ulp and a hair, and much
/// faster than the division it replaces.
template <class V>
HILLOCK_INLINE V divide(V a, V b) {
  if constexpr (sizeof(typename V::lane) == 4 || careful<V>) {
    return a / b;
  } else {
    const V y = reciprocal_in_float(b), rough = a * y;
    const V e = fnma(b, y, V(1));                 // |e| < 2^-23
    const V q = fma(rough, fma(e, e, e), rough);  // (1 − e)^-1 = 1 + e + e² to 2^-69
    return fma(fnma(q, b, a), y, q);              // the rounding errors of rough and q
  }
}

/// a / b where both are sums of a number and its rounding error: within 0.5 ulp and a hair.
template <class V>
HILLOCK_INLINE V divide(V a, V a_low, V b, V b_low) {
  const V y = V(1) / b;
  const V q = a * y;
  const V rest = fnma(q, b, a) + fnma(q, b_low, a_low);
  return fma(rest, y, q);
}

/// What a + b lost when it was rounded to `sum`, where |a| ≥ |b| or a = 0.
template <class V>
HILLOCK_INLINE V lost(V sum, V a, V b) {
  return (a - sum) + b;
}

}  // namespace hillock::math
