// SPDX-License-Identifier: Apache-2.0
// tanh and 1/cosh² on lanes of double with spare bits and of double-double, for the functions made from them.
#pragma once
#include "math/exp.hpp"

namespace hillock::math {

/// tanh(x) and its derivative, from e^(−2|x|). Relative error: lanes of double 2^-49, double-double 2^-96.
template <class V>
class hyperbolic {
 public:
  explicit HILLOCK_INLINE hyperbolic(V at) : x(at), e(limited(abs(at)) * V(-2)) {}

  /// tanh(x). On double-double, next to 0, it is x less the hair x³/3, exactly x and the hair: where x and
  /// what it is multiplied with make a tie, the hair says on which side.
  HILLOCK_INLINE V value() const {
    const V lacking = -e.minus_one(V(-1));
    const V far = copysign(lacking / (V(2) - lacking), x);
    if constexpr (!is_double_double<V>) {
      return far;
    } else {
      return select(abs(x) < V(near_zero), x * (V(1) - x * x / V(3)), far);
    }
  }

  /// v/cosh²; next to 0 less a hair, x²·v, as above.
  HILLOCK_INLINE V slope_times(V v) const {
    const V sum = V(2) + e.minus_one(V(-1)), far = e.times(V(4) * v / (sum * sum));
    if constexpr (!is_double_double<V>) {
      return far;
    } else {
      return select(abs(x) < V(near_zero), v * (V(1) - x * x), far);
    }
  }

  /// v/cosh² for products with any double, which are 0 for |x| > 735.
  HILLOCK_INLINE auto scaled_slope_times(V v) const {
    const V sum = V(2) + e.minus_one(V(-1));
    return e.scaled_times(V(4) * v / (sum * sum));
  }

 private:
  /// Twice a large double is no number, and what follows no infinity.
  static HILLOCK_INLINE V limited(V size) {
    if constexpr (is_double_double<V>) return at_most(size, V(1000));
    return size;
  }
  static constexpr double near_zero = 0x1p-30;  // what lies beyond the hair is below 2^-119
  V x;
  exponential<V> e;
};

}  // namespace hillock::math
