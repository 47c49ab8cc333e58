// SPDX-License-Identifier: Apache-2.0
// What the loops over blocks share: how a block meets a kernel, and which of its results one rounding does
// not settle.
#pragma once
#include <algorithm>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "kernel/backward.hpp"
#include "kernel/formula.hpp"
#include "kernel/parts.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

template <class L, class T>
struct block_parts {
  static constexpr bool in_double = std::is_same_v<T, double>;
  using from = std::conditional_t<in_double, double, float>;                  ///< what kernels take
  using V = simd::spread<pack_of<L, T>, block_step / pack_of<L, T>::size()>;  ///< a block_step
  static constexpr std::size_t lanes = pack_of<L, T>::size();

  static auto value_of(const block_kernels& k) {
    if constexpr (in_double)
      return k.double_value;
    else
      return k.value;
  }
  static auto slope_of(const block_kernels& k) {
    if constexpr (in_double)
      return k.double_slope;
    else
      return k.slope;
  }
  /// What a kernel gives for a block_step, as lanes to be rounded or as they are.
  template <class To>
  static HILLOCK_INLINE auto result_of(const To* y) {
    if constexpr (in_double || std::is_same_v<To, float>)
      return V::load(y);
    else
      return decltype(simd::widen<L>(V()))::load(y);
  }
  template <class W>
  static HILLOCK_INLINE V rounded(W w) {
    if constexpr (std::is_same_v<W, V>)
      return w;
    else
      return rounded_once<L, T>(w);
  }

  /// A block's input as a kernel takes it: the caller's, or a copy, padded to whole steps.
  class input {
   public:
    HILLOCK_INLINE const from* operator()(const T* x, std::size_t count) {
      if constexpr (std::is_same_v<T, from>) {
        if (count % block_step == 0) return x;
      }
      std::size_t i = 0;
      for (; i + lanes <= count; i += lanes) L::load(x + i).store(copy_ + i);
      for (; i < whole_steps(count); i += lanes) {
        load_part<L, pack_of<L, T>>(x + i, i < count ? std::min(lanes, count - i) : 0).store(copy_ + i);
      }
      return copy_;
    }

   private:
    alignas(64) from copy_[block_capacity];
  };

  static HILLOCK_INLINE std::size_t whole_steps(std::size_t count) {
    return (count + block_step - 1) / block_step * block_step;
  }

  static HILLOCK_INLINE auto in_lanes(V v) {
    if constexpr (in_double)
      return v;
    else
      return simd::widen<L>(v);
  }

  /// dy·slope; on a flat side nothing passes, not even infinity or NaN, as in PyTorch.
  template <class W>
  static HILLOCK_INLINE W passed(W slope, W dy, bool flat) {
    if (flat) return select(slope == W(0), W(0), slope * dy);
    return slope * dy;
  }

  /// Whether one rounding may be wrong, or x is not finite, or a result is NaN. Most results are far from
  /// every middle between two numbers of T, and from every number of as many bits; the others are looked at
  /// again.
  template <class W>
  static HILLOCK_INLINE bool doubtful(V x, W p, const slack& within) {
    if (!V::any(simd::near_short<L, 28>(p, within.units))) [[likely]]
      return false;
    if constexpr (is_16_bit<T>) {
      const V y = simd::narrow<L>(p);
      return V::any(V::either(may_be_tie<T>(y), is_nan(fma(x, V(0), y))));
    } else {
      const V low = simd::narrow<L>(p * W(within.down)), high = simd::narrow<L>(p * W(within.up));
      return !V::all(low == fma(x, V(0), high));  // NaN is not equal to itself
    }
  }

  /// What dy = ±∞ becomes, for functions without a flat side: ±∞ where f'(x) is not 0 as a real number,
  /// however small it is (every finite x but 0, or the function needs another rule), NaN where it fades to 0
  /// at x = ±∞: there the slope is one of a large x, and its product with the largest float rounds to 0.
  static double from_infinity(double x, double slope, double dy) {
    constexpr double largest = static_cast<double>(std::numeric_limits<float>::max());
    if (x == 0 && slope == 0) return std::numeric_limits<double>::quiet_NaN();
    if (x - x != 0 && static_cast<float>(slope * largest) == 0)
      return std::numeric_limits<double>::quiet_NaN();
    return __builtin_copysign(dy, slope) * __builtin_copysign(1.0, dy);
  }
};

}  // namespace hillock::kernel
