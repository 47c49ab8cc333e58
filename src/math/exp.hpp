// SPDX-License-Identifier: Apache-2.0
// e^x and e^x − 1 on lanes of double with spare bits and of double-double.
#pragma once
#include "math/constant.hpp"
#include "math/double_double.hpp"
#include "math/exp_of_negative.hpp"
#include "math/scaled.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// The pack that holds the upper parts of V's numbers: V itself but for double-double.
template <class V>
struct upper_part {
  using type = V;
};
template <class V>
struct upper_part<double_double<V>> {
  using type = V;
};

/// e^x = (1 + fraction)·2^k. The exponent stays apart until something is multiplied, so that nothing is lost
/// to underflow before the result is. Relative error: lanes of double 2^-51, double-double 2^-99. x counts as
/// −690 (lanes of double) or −1500 below that, and must not be above +690 or +1500; minus_one takes no more
/// than +700.
template <class V>
class exponential {
  using P = typename upper_part<V>::type;
  static constexpr double magic = 0x1.8p52;

 public:
  explicit HILLOCK_INLINE exponential(V x) {
    if constexpr (is_double_double<V>) {
      x = at_least(x, V(-1500));
      k = fma(x.high, P(0x1.71547652b82fep0), P(magic)) - P(magic);  // 1 / ln 2
      // ln 2 in 42 + 42 + 53 bits, off by 2^-140: k times the first two is exact, and so is the first
      // difference.
      const P first = fnma(k, P(0x1.62e42fefa3800p-1), x.high);
      const two_parts<P> r = exact_sum(first, k * P(-0x1.ef35793c76000p-45)), s = exact_sum(r.high, x.low);
      fraction =
          of_remainder(sum_of_large_and_small(s.high, s.low + fnma(k, P(0x1.cc01f97b57a08p-87), r.low)));
    } else {
      x = at_least(x, V(-690));
      k = fma(x, P(0x1.71547652b82fep0), P(magic)) - P(magic);
      V r = fnma(k, V(0x1.62e42fefa0000p-1), x);  // ln 2, upper 38 bits: k·high is exact
      r = fnma(k, V(0x1.cf79abc9e3b3ap-40), r);   // ln 2 − high
      fraction = fma(r * r, horner(exp_tail, r), r);
    }
  }

  /// v·e^x.
  HILLOCK_INLINE V times(V v) const {
    if constexpr (is_double_double<V>) {
      // In four steps, of which only the last may leave the normal numbers.
      const P quarter = fma(k, P(0.25), P(magic)) - P(magic), step = power_of_two(quarter);
      const V most = (v * (V(1) + fraction)).scaled(step).scaled(step).scaled(step);
      return most.scaled(power_of_two(fnma(P(3), quarter, k)));
    } else {
      return v * add_bits_shifted<52>(V(1) + fraction, k + V(magic));
    }
  }
  HILLOCK_INLINE V value() const { return times(V(1)); }

  /// e^x − 1, with the sign of x, to the same relative error.
  HILLOCK_INLINE V minus_one(V x) const {
    const P scale = power_of_two(max(k, P(-1000)));
    if constexpr (is_double_double<V>) {
      return copysign(fraction.scaled(scale) + V(exact_sum(scale, P(-1))), x);
    } else {
      return copysign(fma(scale, fraction, scale - V(1)), x);
    }
  }

  /// v·e^x with its exponent apart, of the numbers that one double holds.
  HILLOCK_INLINE scaled<P> scaled_times(V v) const {
    if constexpr (is_double_double<V>) {
      return with_exponent((v * (V(1) + fraction)).high, k);
    } else {
      return with_exponent(v * (V(1) + fraction), k);
    }
  }

  V fraction;
  P k;

 private:
  /// e^r − 1 for |r| ≤ ln 2 / 2 by Taylor's series: what lies beyond r^22/22! is below 2^-109 of it, and from
  /// r^13/13! on, below 2^-52, one double is enough.
  static HILLOCK_INLINE V of_remainder(two_parts<P> r) {
    P tail = P(inverse_factorial(22).high);
    for (int n = 21; n > 12; --n) tail = fma(tail, r.high, P(inverse_factorial(n).high));
    two_parts<P> e{tail, P(0)};
    for (int n = 12; n > 0; --n) {
      const two_parts<double> c = inverse_factorial(n);
      const two_parts<P> p = product(e, r), s = sum_of_large_and_small(P(c.high), p.high);
      e = sum_of_large_and_small(s.high, s.low + (p.low + P(c.low)));
    }
    return V(product(e, r));
  }
};

/// |x|, or where that is more than 40, 40: on double-double, whose squares must not overflow. e^(−x²) is 0
/// there.
template <class V>
HILLOCK_INLINE V within_bell(V x) {
  if constexpr (is_double_double<V>) return at_most(abs(x), V(40));
  return x;
}

/// e^(−x²).
template <class V>
HILLOCK_INLINE exponential<V> bell(V x) {
  const V at = within_bell(x);
  return exponential<V>(-(at * at));
}

}  // namespace hillock::math
