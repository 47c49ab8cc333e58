// SPDX-License-Identifier: Apache-2.0
// What a formula is made of: its operations, and each of them on any pack of lanes of double.
#pragma once
#include <cstdint>
#include <limits>

#include "math/error_function.hpp"
#include "math/exp_of_any.hpp"
#include "math/log_of_any.hpp"
#include "math/logistic.hpp"
#include "math/power.hpp"
#include "math/sine.hpp"
#include "simd/inline.hpp"

namespace hillock::formulas {

enum class op : std::uint8_t {
  number,
  parameter,
  x,
  // One operand:
  negate,
  absolute,
  sign,  // −1, 0, 1
  square_root,
  exp,
  expm1,
  log,
  log1p,
  softplus,  // log(1 + e^a)
  sigmoid,
  sigmoid_slope,
  tanh,
  tanh_slope,
  sine,
  cosine,
  erf,
  erfc,
  // Two:
  add,
  subtract,
  multiply,
  divide,
  power,
  minimum,
  maximum,
  less,  // 1 where it holds, else 0; so are the next two
  less_equal,
  equal,
  // Three:
  where,  // b where a is not 0, else c
  // A function of the list, of a and its parameters:
  value_of,
  slope_of,
};

inline constexpr std::size_t op_count = static_cast<std::size_t>(op::slope_of) + 1;

constexpr int operands(op what) {
  if (what < op::negate) return 0;
  if (what < op::add) return 1;
  if (what < op::where) return 2;
  return what == op::where ? 3 : 1;
}

/// The operation on packs of lanes of double. NaN operands give NaN, but for comparisons, which give 0, and
/// `where`; which NaN is left open.
template <op what, class V>
HILLOCK_INLINE V apply(V a, V b, V c) {
  const auto zero_or_one = [](auto holds) HILLOCK_INLINE_LAMBDA { return select(holds, V(1), V(0)); };
  const auto or_nan = [&](V y) HILLOCK_INLINE_LAMBDA { return select(is_nan(a), a, y); };
  if constexpr (what == op::negate) return -a;
  if constexpr (what == op::absolute) return abs(a);
  if constexpr (what == op::sign) return or_nan(select(a < V(0), V(-1), select(a > V(0), V(1), V(0))));
  if constexpr (what == op::square_root) return sqrt(a);
  if constexpr (what == op::exp) return math::exp(a);
  if constexpr (what == op::expm1) return math::expm1(a);
  if constexpr (what == op::log) return math::log(a);
  if constexpr (what == op::log1p) return math::log1p_of_any(a);
  if constexpr (what == op::softplus) return math::log_of_one_and_exp(a);
  // The bits of these four are those of the functions of the list in f64.
  if constexpr (what == op::sigmoid) return or_nan(math::logistic(a));
  if constexpr (what == op::sigmoid_slope) return or_nan(math::logistic_slope<1>(abs(a), 1));
  if constexpr (what == op::tanh) return or_nan(copysign(math::tanh_of_positive(abs(a)), a));
  if constexpr (what == op::tanh_slope) return or_nan(math::logistic_slope<2>(abs(a), 4));
  if constexpr (what == op::sine) return math::sin(a);
  if constexpr (what == op::cosine) return math::cos(a);
  if constexpr (what == op::erf) return math::erf(a);
  if constexpr (what == op::erfc) return math::erfc(a);
  if constexpr (what == op::add) return a + b;
  if constexpr (what == op::subtract) return a - b;
  if constexpr (what == op::multiply) return a * b;
  if constexpr (what == op::divide) return a / b;
  if constexpr (what == op::power) return math::pow(a, b);
  // Of two zeros +0 is the larger one, as in IEEE 754's maximum: adding them finds it.
  if constexpr (what == op::minimum)
    return or_nan(select(a < b, a, select(V::both(a == V(0), b == V(0)), -(-a + -b), b)));
  if constexpr (what == op::maximum)
    return or_nan(select(a > b, a, select(V::both(a == V(0), b == V(0)), a + b, b)));
  if constexpr (what == op::less) return zero_or_one(a < b);
  if constexpr (what == op::less_equal) return zero_or_one(a <= b);
  if constexpr (what == op::equal) return zero_or_one(a == b);
  if constexpr (what == op::where) return select(a == V(0), c, b);
}

}  // namespace hillock::formulas
