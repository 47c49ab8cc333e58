// SPDX-License-Identifier: Apache-2.0
// Numbers as the sum of two doubles, for results that are to be rounded only once.
#pragma once
#include "simd/inline.hpp"

namespace hillock::math {

/// `high` + `low`, where `high` is that sum rounded.
template <class V>
struct two_parts {
  V high, low;
};

/// a + b exactly, where |a| ≥ |b| or a = 0 (Dekker 1971).
template <class V>
HILLOCK_INLINE two_parts<V> sum_of_large_and_small(V a, V b) {
  const V sum = a + b;
  return {sum, b - (sum - a)};
}

/// a + b exactly, whichever is larger (Knuth 1969). `low` is NaN where the sum is not finite.
template <class V>
HILLOCK_INLINE two_parts<V> exact_sum(V a, V b) {
  const V sum = a + b, back = sum - a;
  return {sum, (a - (sum - back)) + (b - back)};
}

/// a·b; exact where it fits two doubles.
template <class V>
HILLOCK_INLINE two_parts<V> product(two_parts<V> a, V b) {
  const V high = a.high * b;
  return sum_of_large_and_small(high, fma(a.low, b, fma(a.high, b, -high)));
}

/// a·b, off by less than 2^-101 of it.
template <class V>
HILLOCK_INLINE two_parts<V> product(two_parts<V> a, two_parts<V> b) {
  const V high = a.high * b.high;
  return sum_of_large_and_small(high, fma(a.high, b.low, fma(a.low, b.high, fma(a.high, b.high, -high))));
}

/// a/b, off by less than 2^-100 of it.
template <class V>
HILLOCK_INLINE two_parts<V> quotient(two_parts<V> a, two_parts<V> b) {
  const V high = a.high / b.high;
  return sum_of_large_and_small(high, (fnma(high, b.high, a.high) + fnma(high, b.low, a.low)) / b.high);
}

}  // namespace hillock::math
