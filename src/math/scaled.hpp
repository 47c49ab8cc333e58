// SPDX-License-Identifier: Apache-2.0
// Numbers that may be too small for a double until they are multiplied.
#pragma once
#include "simd/inline.hpp"

namespace hillock::math {

/// 2^k for lanes of double, −1022 ≤ k ≤ 1023 and whole.
template <class V>
HILLOCK_INLINE V power_of_two(V k) {
  return add_bits_shifted<52>(V(1), k + V(0x1.8p52));
}

/// significand·first·second, the last two powers of two.
template <class V>
struct scaled {
  V significand, first, second;

  /// In two steps, of which the first neither underflows nor overflows where the result is a number.
  friend HILLOCK_INLINE V operator*(const scaled& s, const V& v) {
    return s.significand * (v * s.first) * s.second;
  }
  /// v − s·w with two roundings; with one where s·w may overflow and the difference not.
  friend HILLOCK_INLINE V fnma(const scaled& s, const V& w, const V& v) {
    const V product = s * w;
    return select(abs(product) < V(0x1p1000), v - product, fnma(s.significand, w * s.first * s.second, v));
  }
  /// The same number times a power of two.
  HILLOCK_INLINE scaled times(double power) const { return {significand * V(power), first, second}; }
};

/// `s` in the lanes of m, elsewhere `other`.
template <class M, class V>
HILLOCK_INLINE scaled<V> select_scaled(M m, const scaled<V>& s, double other = 1) {
  return {select(m, s.significand, V(other)), select(m, s.first, V(1)), select(m, s.second, V(1))};
}

/// significand·2^k for whole k, |k| ≤ 2200, and a significand of ordinary size.
template <class V>
HILLOCK_INLINE scaled<V> with_exponent(V significand, V k) {
  constexpr double magic = 0x1.8p52;  // adding it rounds to an integer
  // In three parts where two would not be normal numbers.
  const auto far_down = k<V(-2000), far_up = k> V(2000);
  const V third = select(far_down, V(-200), select(far_up, V(200), V(0)));
  const V rest = k - third, half = fma(rest, V(0.5), V(magic)) - V(magic);
  return {significand * power_of_two(third), power_of_two(half), power_of_two(rest - half)};
}

}  // namespace hillock::math
