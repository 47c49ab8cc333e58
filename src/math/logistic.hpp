// SPDX-License-Identifier: Apache-2.0
// The logistic function and its derivative, which sigmoid, tanh and their relatives share.
#pragma once
#include "math/exp_ratio.hpp"

namespace hillock::math {

/// 1 / (1 + e^−x). Lanes of double with spare bits: −104 ≤ x ≤ 40; lanes of float: −104 ≤ x ≤ 60; else every
/// x but NaN.
template <class V>
HILLOCK_INLINE V logistic(V x) {
  if constexpr (careful<V>) {
    const exp_ratio<-1, V> e(max(min(x, V(40)), V(-746)));  // 1 and 0 beyond, correctly rounded
    constexpr double unit = 0x1p-60;  // numerator and denominator shrunk by it, so that 2^k cannot overflow
    const V s = e.scaled(unit), big = max(s, V(unit)), small = min(s, V(unit));
    const V sum = big + small, difference = s - V(unit);
    const V top_rest = e.excess + e.r, top = V(2) + top_rest;
    const V bottom_rest = fnma(e.r, difference, e.excess * sum), bottom = fma(sum, V(2), bottom_rest);
    return divide(
        top * V(unit), (lost(top, V(2), top_rest) + e.r_low) * V(unit), bottom,
        lost(bottom, sum + sum, bottom_rest) + fnma(e.r_low, difference, V(2) * lost(sum, big, small)));
  } else {
    const exp_ratio<-1, V> e(x);
    const V top = e.c + e.r;
    // Both sides shrunk, because 2^k may be 2^150 and floats end at 2^128.
    constexpr double unit = sizeof(typename V::lane) == 8 ? 0x1p-64 : 0x1p-30;
    return divide(top * V(unit), fma(e.scaled(unit), e.c - e.r, top * V(unit)));
  }
}

/// e^−px·2^−k / (1 + e^−px)² · unit / inverse on careful lanes, in one division. Both are powers of two.
template <int p, class V>
HILLOCK_INLINE V careful_logistic_slope(const exp_ratio<-p, V>& e, V unit, V inverse) {
  constexpr double w = exp_ratio<-p, V>::weight;
  const V product_rest = fnma(e.r, e.r, e.excess * (V(2 * w) + e.excess)), product = V(w * w) + product_rest;
  const V s = power_of_two(max(e.k, V(-60)));  // below, the sum does not change
  const V one_and_s = V(1) + s, difference = V(1) - s;
  const V sum_rest = fma(e.r, difference, e.excess * one_and_s), sum = fma(one_and_s, V(w), sum_rest);
  const V sum_low =
      lost(sum, one_and_s * V(w), sum_rest) + fma(e.r_low, difference, V(w) * lost(one_and_s, V(1), s));
  const V square = sum * sum, square_low = fma(sum, sum, -square) + V(2) * sum * sum_low;
  return divide(product * unit, lost(product, V(w * w), product_rest) * unit, square * inverse,
                square_low * inverse);
}

/// factor · e^−px / (1 + e^−px)² for x ≥ 0, p = 1 or 2: the derivative of logistic(x) for p = 1, factor = 1,
/// of tanh for p = 2, factor = 4.
template <int p, class V>
HILLOCK_INLINE V logistic_slope(V x, double factor) {
  if constexpr (careful<V>) {
    const exp_ratio<-p, V> e(min(x, V(748.0 / p)));  // 0 beyond, correctly rounded
    // Both sides times 2^-60, and 2^k in the denominator: one rounding, subnormal or not.
    return careful_logistic_slope<p>(e, V(factor * 0x1p-60), power_of_two(V(-60) - e.k));
  } else {
    const exp_ratio<-p, V> e(x);
    const V a = e.c + e.r, b = e.scaled(factor) * (e.c - e.r), sum = fma(b, V(1 / factor), a);
    return divide(a * b, sum * sum);
  }
}

/// Of logistic_slope on lanes with spare bits, relative, for px ≤ 196: 2^-47 from ln 2, of which one double
/// takes |k| ≤ 283 pieces, and eleven roundings.
inline constexpr double logistic_slope_error = 0x1p-46;

/// logistic_slope on careful lanes for products with any double, which are 0 for px > 1470.
template <int p, class V>
HILLOCK_INLINE scaled<V> scaled_logistic_slope(V x, double factor) {
  const exp_ratio<-p, V> e(min(x, V(1470.0 / p)));
  return with_exponent(careful_logistic_slope<p>(e, V(factor * 0x1p-60), V(0x1p-60)), e.k);
}

/// tanh(x) for x ≥ 0. Lanes of double with spare bits: x ≤ 300; lanes of float: x ≤ 40; else every x but NaN.
template <class V>
HILLOCK_INLINE V tanh_of_positive(V x) {
  // (2^k(c + r) − (c − r)) / (2^k(c + r) + (c − r)), arranged so that nothing cancels where k = 0.
  if constexpr (careful<V>) {
    const exp_ratio<2, V> e(min(x, V(22)));  // 1 beyond, correctly rounded
    const V s = e.scaled(1), sum = s + V(1), difference = s - V(1);
    const V odd = e.r * sum, even = e.excess * difference, top_rest = odd + even, top = difference + top_rest;
    const V bottom_rest = fma(e.r, difference, e.excess * sum), bottom = sum + bottom_rest;
    const V top_low =
        fma(e.r, sum, -odd) + lost(top_rest, odd, even) + fma(e.r_low, sum, lost(difference, s, V(-1)));
    return divide(top, top_low + lost(top, difference, top_rest), bottom,
                  fma(e.r_low, difference, lost(bottom, sum, bottom_rest)) + lost(sum, s, V(1)));
  } else {
    const exp_ratio<2, V> e(x);
    const V half = e.scaled(0.5) - V(0.5), up = e.c + e.r;  // half of 2^k − 1, and 0 exactly for k = 0
    return divide(fma(half, up, e.r), fma(half, up, e.c));
  }
}

}  // namespace hillock::math
