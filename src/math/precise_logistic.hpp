// SPDX-License-Identifier: Apache-2.0
// The derivative of the logistic function to about 100 bits, for the few products with it that lie so close
// to the middle between two numbers that a double does not tell their side.
#pragma once
#include "math/exp_ratio.hpp"
#include "math/two_parts.hpp"

namespace hillock::math {

/// e^d = fraction·2^k for −700 ≤ d ≤ 0, where d is 0 or a number of at most 24 bits.
template <class V>
struct precise_exponential {
  two_parts<V> fraction;
  V k;
};

template <class V>
HILLOCK_INLINE precise_exponential<V> precise_exp(V d) {
  constexpr double magic = 0x1.8p52;
  const V k = fma(d, V(0x1.71547652b82fep0), V(magic)) - V(magic);  // d / ln 2, rounded to nearest
  // ln 2 in 42 + 42 + 53 bits, off by 2^-140: k times the first two is exact, and so is the first difference.
  const V first = fnma(k, V(0x1.62e42fefa3800p-1), d);
  two_parts<V> r = exact_sum(first, k * V(-0x1.ef35793c76000p-45));
  r = sum_of_large_and_small(r.high, fnma(k, V(0x1.cc01f97b57a08p-87), r.low));
  // Taylor, 1 + r/1·(1 + r/2·(1 + …)): |r| ≤ ln 2 / 2, so that what lies beyond r^22/22! is below 2^-109, and
  // from r^14/14! on, below 2^-57, one double is enough.
  V tail = V(1);
  for (int n = 22; n > 14; --n) tail = fma(r.high * tail, V(1.0 / n), V(1));
  two_parts<V> e{tail, V(0)};
  for (int n = 14; n > 0; --n) {
    const two_parts<V> p = product(e, r);
    const V q = p.high / V(n), rest = (fnma(q, V(n), p.high) + p.low) / V(n);
    const two_parts<V> s = sum_of_large_and_small(V(1), q);
    e = sum_of_large_and_small(s.high, s.low + rest);
  }
  return {e, k};
}

/// factor · e^−x / (1 + e^−x)² for x ≥ 0 of at most 24 bits; `factor` is a power of two. Off by less than
/// 2^-98 of it; beyond x = 700 what it is there, 0 times anything that floats make. For x < 2^-13 it is
/// factor/4 and what is missing from that, which is off by 2^-50 of itself: a product with a float is as
/// close to a tie as 2^-27 of it only where factor/4 alone gives the tie, and then the sign decides.
template <class V>
HILLOCK_INLINE two_parts<V> precise_logistic_slope(V x, double factor) {
  const precise_exponential<V> e = precise_exp(-at_most(x, V(700)));
  const V scale = power_of_two(e.k);
  const two_parts<V> one_and = sum_of_large_and_small(V(1), e.fraction.high * scale);
  const V low = fma(e.fraction.low, scale, one_and.low);
  const two_parts<V> sum = sum_of_large_and_small(one_and.high, low);
  const two_parts<V> slope = quotient(e.fraction, product(sum, sum));
  const V unit = scale * V(factor), square = x * x;
  const auto near_zero = x < V(0x1p-13);
  return {select(near_zero, V(factor / 4), slope.high * unit),
          select(near_zero, V(-factor / 16) * square * fma(square, V(-1.0 / 6), V(1)), slope.low * unit)};
}

}  // namespace hillock::math
