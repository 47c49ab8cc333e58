// SPDX-License-Identifier: Apache-2.0
// A function's way by pairs of floats (src/math/float_pairs.hpp), piece by piece.
#pragma once
#include <cstddef>
#include <cstdint>

#include "simd/inline.hpp"

namespace hillock::kernel {

/// Whether F has a way by pairs of floats that is faster than lanes of double on the lanes L.
template <class L, class F>
concept has_pairs = L::table_entries >
0 && requires { typename F::template pairs<L::table_entries>; };

template <class L, class F>
class pair_steps {
  using pairs = typename F::template pairs<L::table_entries>;
  using V = typename L::f32;
  using table = typename pairs::template tables<V>;
  static constexpr std::size_t at_once = 2, step = at_once * V::size();

 public:
  static constexpr float zero_below = pairs::zero_below;

  /// The three steps of the function for `count` elements, whole multiples of `step`: while one piece of the
  /// array ends, the next is in the middle and the one after begins, so that their operations fill the time
  /// in which each would wait for its own. No branch looks at what is sure.
  static void run(const float* x, float* y, std::size_t count, std::uint8_t* sure) noexcept {
    const table t;
    decltype(pairs::begin(t, V())) begun[at_once];
    decltype(pairs::middle(begun[0])) middle[at_once];
    const auto to_begin = [&](std::size_t i) HILLOCK_INLINE_LAMBDA {
      HILLOCK_UNROLL
      for (std::size_t w = 0; w < at_once; ++w) begun[w] = pairs::begin(t, V::load(x + i + w * V::size()));
    };
    const auto to_middle = [&]() HILLOCK_INLINE_LAMBDA {
      HILLOCK_UNROLL
      for (std::size_t w = 0; w < at_once; ++w) middle[w] = pairs::middle(begun[w]);
    };
    const auto to_end = [&](std::size_t i) HILLOCK_INLINE_LAMBDA {
      HILLOCK_UNROLL
      for (std::size_t w = 0; w < at_once; ++w) {
        const std::size_t at = i + w * V::size();
        const auto result = pairs::end(middle[w], V::load(x + at));
        result.value.store(y + at);
        V::store_bits(result.sure, sure + at / 8);
      }
    };
    to_begin(0), to_middle();
    if (count > step) {
      to_begin(step);
      std::size_t i = 0;
      for (; i + 2 * step < count; i += step) to_end(i), to_middle(), to_begin(i + 2 * step);
      to_end(i), to_middle();
    }
    to_end(count - step);
  }
};

}  // namespace hillock::kernel
