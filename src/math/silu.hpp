// SPDX-License-Identifier: Apache-2.0
// x·σ(x), its relatives and their slopes, on lanes of double with spare bits and of double-double.
#pragma once
#include "math/exp.hpp"
#include "math/near_root.hpp"

namespace hillock::math {

/// v·σ(z) = v / (1 + e^−z). Where z < −690 lanes of double give 0, which floats cannot tell, even times v.
template <class V>
HILLOCK_INLINE V times_logistic(V v, V z) {
  const exponential<V> e(-abs(z));
  const V quotient = v / (V(1) + e.value());
  V small = e.times(quotient);
  if constexpr (!is_double_double<V>) small = select(z < V(-690), copysign(V(0), v), small);
  return select(z < V(0), small, quotient);
}

/// The derivative of x·σ(z) where w = x·z': σ(z)·(1 + w·σ(−z)). z is not infinite. It cancels next to its
/// root.
template <class V>
HILLOCK_INLINE V times_logistic_slope(V z, V w) {
  const exponential<V> e(-abs(z));
  const V q = e.value(), sum = V(1) + q;
  const auto negative = z < V(0);
  const V quotient = select(negative, sum + w, fma(w, q, sum)) / (sum * sum);
  return select(negative, e.times(quotient), quotient);
}

/// The same for products with any double where |z| > 680: (1 + w)·e^z, or 1. Where w < −5000 both are 0.
template <class V>
HILLOCK_INLINE scaled<V> scaled_times_logistic_slope(double_double<V> z, double_double<V> w) {
  return select_scaled(z.high < V(0), exponential<double_double<V>>(-abs(z)).scaled_times(
                                          at_least(w, double_double<V>(-5000)) + double_double<V>(1)));
}

/// Where the slope of z·σ(z) is 0: −1 − W(1/e).
inline constexpr root_series root_of_silu_slope{
    {-0x1.474973c84120bp+0, -0x1.f8d74bc9ac154p-54, -0x1.44a50180ba780p-108},
    {{0x1.be1410460527fp-3, -0x1.2541062177473p-58},
     {0x1.2c563458cc0adp-3, -0x1.ae4095936c303p-57},
     {0x1.353eb573ca457p-6, 0x1.46b855da2e606p-60},
     {-0x1.f2d0e32bc2994p-7, 0x1.155818a10c18cp-61},
     {-0x1.b0f82c498fd2fp-8, -0x1.79085e7c00db7p-63},
     {0x1.098e92b8f076dp-13, -0x1.5040fe6e64011p-67},
     {0x1.a2a7caf0ee747p-11, -0x1.4e26fd7c84362p-65},
     {0x1.8574d136d4cb4p-13, -0x1.01d46fe42b972p-67},
     {-0x1.57238dca12615p-15, 0x1.c6b0da2ff4f6cp-76},
     {-0x1.f2d8976600f6fp-16, 0x1.acea7a2aa860fp-71},
     {-0x1.8af40fd30a2bcp-19, 0x1.09be9cac82f4ap-73},
     {0x1.3ae0f751df483p-19, -0x1.3afc03ec7741fp-74},
     {0x1.cdb14ef8f6491p-21, 0x1.b622f27ce52b3p-75},
     {-0x1.061994e63271cp-25, -0x1.54788cdd40fcbp-79}}};

/// The derivative of z·σ(z); `low` is what z lost to rounding.
template <class V>
HILLOCK_INLINE V silu_slope(V z, V low = V(0)) {
  return near_root(root_of_silu_slope, z, times_logistic_slope(z, z), low);
}
/// Of silu_slope on lanes of double, relative, for |z| < 210 and exact.
inline constexpr double silu_slope_error = 0x1p-46;

/// a·x, or a number beyond which e^−|a·x| is 0: 2^300 for infinite x on lanes of double, where 0·∞ is 0;
/// 2^1000 on those of double-double, which are given numbers only.
template <class V>
HILLOCK_INLINE V bounded_product(V a, V x) {
  if constexpr (is_double_double<V>) {
    const auto high = a.high * x.high;
    return select(abs(high) < decltype(high)(0x1p1000), a * x, copysign(V(0x1p1000), V(high)));
  } else {
    const V product = a * x;
    return select(is_nan(product), V(0), at_most(at_least(product, V(-0x1p300)), V(0x1p300)));
  }
}

}  // namespace hillock::math
