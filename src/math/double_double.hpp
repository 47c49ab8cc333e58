// SPDX-License-Identifier: Apache-2.0
// Lanes whose numbers are sums of two doubles, good to about 100 bits, with the words of a pack: a formula
// that is written on packs runs on them as it stands. f64 results come from them, and the few results that a
// double does not decide. Sums, products and quotients are those of Hida, Li and Bailey's double-double
// arithmetic (2001), their errors are Joldes, Muller and Popescu's (2017): below 2^-102 of the result.
#pragma once
#include <cstddef>

#include "math/two_parts.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// `high` + `low`, where `high` is that sum rounded. V is a pack of lanes of double without spare bits.
template <class V>
struct double_double {
  using part = V;
  using lane = double;
  static constexpr bool spare_bits = false;
  static constexpr std::size_t size() { return V::size(); }

  V high, low;

  double_double() = default;
  HILLOCK_INLINE double_double(double c) : high(c), low(0) {}
  HILLOCK_INLINE double_double(V h) : high(h), low(0) {}
  HILLOCK_INLINE double_double(V h, V l) : high(h), low(l) {}
  HILLOCK_INLINE double_double(double h, double l) : high(h), low(l) {}
  HILLOCK_INLINE double_double(const two_parts<V>& p) : high(p.high), low(p.low) {}
  HILLOCK_INLINE operator two_parts<V>() const { return {high, low}; }

  friend HILLOCK_INLINE double_double operator+(double_double a, double_double b) {
    const two_parts<V> s = exact_sum(a.high, b.high), t = exact_sum(a.low, b.low);
    const two_parts<V> u = sum_of_large_and_small(s.high, s.low + t.high);
    return with_sign_of_zero(s.high, sum_of_large_and_small(u.high, t.low + u.low));
  }
  friend HILLOCK_INLINE double_double operator-(double_double a) { return {-a.high, -a.low}; }
  friend HILLOCK_INLINE double_double operator-(double_double a, double_double b) { return a + -b; }
  friend HILLOCK_INLINE double_double operator*(double_double a, double_double b) {
    return with_sign_of_zero(a.high * b.high, product(two_parts<V>(a), two_parts<V>(b)));
  }
  friend HILLOCK_INLINE double_double operator/(double_double a, double_double b) {
    return with_sign_of_zero(a.high / b.high, quotient(two_parts<V>(a), two_parts<V>(b)));
  }
  friend HILLOCK_INLINE double_double fma(double_double a, double_double b, double_double c) {
    return a * b + c;
  }
  friend HILLOCK_INLINE double_double fnma(double_double a, double_double b, double_double c) {
    return c - a * b;
  }

  // Conditions look at the upper part alone: thresholds are doubles, and where the two are equal formulas
  // agree on both sides.
  friend HILLOCK_INLINE auto operator<(double_double a, double_double b) { return a.high < b.high; }
  friend HILLOCK_INLINE auto operator<=(double_double a, double_double b) { return a.high <= b.high; }
  friend HILLOCK_INLINE auto operator>(double_double a, double_double b) { return a.high > b.high; }
  friend HILLOCK_INLINE auto operator>=(double_double a, double_double b) { return a.high >= b.high; }
  friend HILLOCK_INLINE auto operator==(double_double a, double_double b) { return a.high == b.high; }
  friend HILLOCK_INLINE auto is_nan(double_double a) { return is_nan(a.high); }
  using mask = decltype(V() < V());
  static HILLOCK_INLINE mask both(mask a, mask b) { return V::both(a, b); }
  static HILLOCK_INLINE mask either(mask a, mask b) { return V::either(a, b); }

  friend HILLOCK_INLINE double_double select(mask m, double_double yes, double_double no) {
    return {select(m, yes.high, no.high), select(m, yes.low, no.low)};
  }
  friend HILLOCK_INLINE double_double copysign(double_double a, double_double b) {
    const V flip = copysign(V(1), a.high) * copysign(V(1), b.high);
    return {a.high * flip, a.low * flip};
  }
  friend HILLOCK_INLINE double_double abs(double_double a) {
    const V flip = copysign(V(1), a.high);
    return {a.high * flip, a.low * flip};
  }
  friend HILLOCK_INLINE double_double min(double_double a, double_double b) { return select(a < b, a, b); }
  friend HILLOCK_INLINE double_double max(double_double a, double_double b) { return select(a > b, a, b); }
  friend HILLOCK_INLINE double_double at_most(double_double x, double_double limit) {
    return select(limit < x, limit, x);
  }
  friend HILLOCK_INLINE double_double at_least(double_double x, double_double limit) {
    return select(x < limit, limit, x);
  }
  friend HILLOCK_INLINE double_double positive_part(double_double x) {
    return select(x.high <= V(0), double_double(V(0)), x);
  }
  /// a > 0, or 0.
  friend HILLOCK_INLINE double_double sqrt(double_double a) {
    const V root = sqrt(a.high), rest = (fnma(root, root, a.high) + a.low) / (root + root);
    return sum_of_large_and_small(root, select(root == V(0), V(0), rest));
  }
  /// a + b where |a| ≥ |b| or a = 0.
  friend HILLOCK_INLINE double_double larger_plus(double_double a, double_double b) {
    const two_parts<V> s = sum_of_large_and_small(a.high, b.high);
    return sum_of_large_and_small(s.high, s.low + (a.low + b.low));
  }
  /// A zero keeps the sign that IEEE 754 gives the upper parts; adding the lower part loses that of −0.
  static HILLOCK_INLINE double_double with_sign_of_zero(V high, two_parts<V> result) {
    return {select(result.high == V(0), copysign(result.high, high), result.high), result.low};
  }
  /// Times a power of two.
  HILLOCK_INLINE double_double scaled(V power) const { return {high * power, low * power}; }
};

template <class V>
inline constexpr bool is_double_double = false;
template <class V>
inline constexpr bool is_double_double<double_double<V>> = true;

}  // namespace hillock::math
