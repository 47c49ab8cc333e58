// SPDX-License-Identifier: Apache-2.0
// Slopes next to the input where they are 0: there every sum cancels, and a series about the root does not.
#pragma once
#include <cstddef>

#include "math/constant.hpp"
#include "math/double_double.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// A root of a function and the function's Taylor coefficients about it, from that of the first power on.
/// tools/coefficients/roots.py makes them.
struct root_series {
  static constexpr std::size_t terms = 14;
  double root[3];  ///< their sum, off by 2^-150
  two_parts<double> coefficients[terms];
};

/// `far`, but within 2^-6 of the root what the series gives; `low` is what x lost to rounding. On lanes of
/// double seven terms: the next is below 2^-49 of the first for series that converge within 2 or more of the
/// root.
template <class V>
HILLOCK_INLINE V near_root(const root_series& series, V x, V far, V low = V(0)) {
  constexpr std::size_t terms = is_double_double<V> ? root_series::terms : 7;
  V distance = x - V(series.root[0]);
  if constexpr (is_double_double<V>) {
    distance = distance - V(series.root[1], series.root[2]);
  } else {
    distance = distance + (low - V(series.root[1]));
  }
  V sum = constant<V>(series.coefficients[terms - 1]);
  for (std::size_t i = terms - 1; i > 0; --i)
    sum = fma(sum, distance, constant<V>(series.coefficients[i - 1]));
  return select(abs(distance) < V(0x1p-6), sum * distance, far);
}

}  // namespace hillock::math
