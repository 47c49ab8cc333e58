// SPDX-License-Identifier: Apache-2.0
// Elementwise loops for functions that are made at run time, by a user's formula: once per instruction set
// and element type, whatever the function.
#pragma once
#include <algorithm>
#include <cstddef>

#include "kernel/backward.hpp"
#include "kernel/formula.hpp"
#include "kernel/rows.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

/// The loops of a function that is made: elements are widened to a block of doubles, which its kernels take,
/// and what they give is rounded once; of backward, the product in double. f64 is what the kernels give. NaN
/// is as for every elementwise function; 0·∞ in backward is NaN, also where a slope has only underflowed.
template <class L, class T>
struct map_blocks {
  static void forward(const task<T>& t) noexcept {
    each(t, t.made->value, [](const auto&, const auto& y) HILLOCK_INLINE_LAMBDA { return y; });
  }
  static void slope(const task<T>& t) noexcept {
    each(t, t.made->slope, [](const auto&, const auto& d) HILLOCK_INLINE_LAMBDA { return d; });
  }
  static void backward(const task<T>& t) noexcept {
    each(t, t.made->slope, [dy = t.dy](const auto& part, const auto& d) HILLOCK_INLINE_LAMBDA {
      const auto gradient = part.load(dy, T());
      return gradient_nan(gradient, d * gradient);
    });
  }

 private:
  template <class Finish>
  static HILLOCK_INLINE void each(const task<T>& t, block_kernel kernel, const Finish& finish) {
    alignas(64) double x[block_capacity], y[block_capacity];
    for (std::size_t begin = 0; begin < t.size(); begin += block_capacity) {
      const std::size_t count = std::min(block_capacity, t.size() - begin);
      for_parts<L>(count, begin, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
        part.load(t.x, T()).store(x + (part.at - begin));
      });
      kernel(t.made->program, x, y, whole_blocks(count), t.parameters);
      for_parts<L>(count, begin, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
        using V = std::remove_cvref_t<decltype(part.load(t.x, T()))>;
        const V in = V::load(x + (part.at - begin)), out = finish(part, V::load(y + (part.at - begin)));
        part.store(rounded_to_odd(keep_nan(in, out)), t.out);
      });
    }
  }

  /// What the store rounds to a 16-bit type goes through float, without a second rounding.
  template <class V>
  static HILLOCK_INLINE V rounded_to_odd(V v) {
    if constexpr (is_16_bit<T>) return to_odd_13_bits(v.with_spare_bits()).without_spare_bits();
    return v;
  }
};

}  // namespace hillock::kernel
