// SPDX-License-Identifier: Apache-2.0
// dx = dy·f'(x), rounded once.
//
// Exact slopes (functions that round at most once) leave one multiplication, which is here. For others the
// product is formed in double (kernel/blocks.hpp), both ends of its error are rounded where they may differ,
// one pair in some 2^19, and where they do the product is taken to about 100 bits (kernel/precise.hpp).
#pragma once
#include <bit>
#include <limits>

#include "kernel/formula.hpp"

namespace hillock::kernel {

/// dy·slope for one pack of any lanes. On a flat side nothing passes, not even infinity or NaN, as in
/// PyTorch.
template <class F, class V>
HILLOCK_INLINE V pass_back(V slope, V dy) {
  if constexpr (F::about.flat) return select(slope == V(0), V(0), slope * dy);
  return slope * dy;
}

/// dx with dy's NaN where it has one, else one for all: machines differ in that of ∞·0.
template <class V>
HILLOCK_INLINE V gradient_nan(V dy, V dx) {
  return select(is_nan(dx), select(is_nan(dy), dy + dy, V(std::numeric_limits<double>::quiet_NaN())), dx);
}

/// dx with its NaN: x's wins over dy's; ∞·0 gives one NaN on all machines.
template <class F, class V>
HILLOCK_INLINE V with_nan(V x, V dy, V dx) {
  if constexpr (F::about.flat && F::about.lipschitz < std::numeric_limits<double>::infinity()) {
    dx = keep_nan(dx, dx);  // quiet, even where the compiler knows that 1·dy is dy
  } else {
    dx = gradient_nan(dy, dx);
  }
  return keep_nan(x, dx);
}

/// dy·slope, one rounding, for F that rounds at most once: its slope is exact, or F has a way to the product
/// where the slope may overflow.
template <class L, class F, formula which, class T, class V>
HILLOCK_INLINE V multiply_slope(V x, V dy, const double* parameters) {
  const auto product = [&](auto v, auto d) HILLOCK_INLINE_LAMBDA {
    if constexpr (requires { F::gradient(v, d); }) {
      return F::gradient(v, d);
    } else {
      return pass_back<F>(apply<T, F, which>(v, parameters), d);
    }
  };
  return with_nan<F>(x, dy, in_lanes<L, F, T>(product, x, dy));
}

/// How far a result in double may be from the true one.
struct slack {
  unsigned units;   ///< in its last place, a power of two
  double down, up;  ///< times these it has the true one between its two ends

  /// From a bound on a factor's relative error: one rounding is added.
  explicit constexpr slack(double error)
      : units(std::bit_ceil(static_cast<unsigned>(error * 0x1p53) + 2)),
        down(1 - (error + 0x1p-51)),
        up(1 + (error + 0x1p-51)) {}
};
/// The largest error a function may state: of 28 bits of a double that a float does not have, most say that
/// the rounding is clear.
inline constexpr double largest_error = 0x1p-38;

/// A result in double as one that the store rounds to T.
template <class L, class T, class W>
HILLOCK_INLINE auto rounded_once(W w) {
  if constexpr (is_16_bit<T>) w = to_odd_13_bits(w);
  return simd::narrow<L>(w);
}

}  // namespace hillock::kernel
