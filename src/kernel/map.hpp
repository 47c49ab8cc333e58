// SPDX-License-Identifier: Apache-2.0
// The elementwise loops for functions that round at most once: whole packs, several at a time, and the tail
// through the same formula, so that position never matters.
#pragma once
#include <algorithm>
#include <cstddef>

#include "kernel/backward.hpp"
#include "kernel/formula.hpp"
#include "kernel/parts.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

template <class L, class F, formula which, class T>
struct map {
  using V = pack_of<L, T>;
  static constexpr std::size_t lanes = V::size();
  /// Packs side by side in one step: as many chains of operations as the registers allow.
  static constexpr std::size_t at_once = L::side_by_side / (rounds_twice<F, T> ? 4 : 1);
  using several = simd::spread<V, std::max<std::size_t>(at_once, 1)>;

  static void unary(const task<T>& t) noexcept {
    each(t.size(), t.out, t.out != t.x,
         [x = t.x, parameters = t.parameters](auto load)
             HILLOCK_INLINE_LAMBDA { return evaluate<L, F, which, T>(load(x), parameters); });
  }

  static void binary(const task<T>& t) noexcept {
    each(t.size(), t.out, t.out != t.x && t.out != t.dy,
         [x = t.x, dy = t.dy, parameters = t.parameters](auto load)
             HILLOCK_INLINE_LAMBDA { return multiply_slope<L, F, which, T>(load(x), load(dy), parameters); });
  }

 private:
  /// out[i …] = compute(load) for packs that cover 0 … n, where load(p) reads the pack at p + i. The formula
  /// is compiled in for several packs, for several that are written past the caches, and for one or a part.
  template <class Compute>
  static HILLOCK_INLINE void each(std::size_t n, T* out, bool not_in_place, const Compute& compute) {
    const bool past_caches = streams<L>(n, out, not_in_place, lanes);
    // Stores that cross cache lines would be what such work waits for.
    const std::size_t head = past_caches || n >= 64 * lanes ? to_alignment<L>(out, lanes) % lanes : 0;
    std::size_t i = 0;
    const auto load = [&i](const T* p) HILLOCK_INLINE_LAMBDA { return simd::load<L, several>(p + i); };
    const auto whole_steps = [&](const auto& store) HILLOCK_INLINE_LAMBDA {
      for (; i + several::size() <= n; i += several::size()) store(compute(load));
    };
    while (i < n) {
      if (i >= head) {
        if constexpr (L::can_stream && sizeof(T) >= 4) {
          if (past_caches) {
            whole_steps([&](const several& result) HILLOCK_INLINE_LAMBDA { result.stream(out + i); });
            L::end_of_stream();
          }
        }
        whole_steps([&](const several& result) HILLOCK_INLINE_LAMBDA { simd::store<L>(result, out + i); });
        if (i == n) break;
      }
      const std::size_t count = i < head ? head - i : std::min(lanes, n - i);
      const auto part = [=](const T* p) HILLOCK_INLINE_LAMBDA { return load_part<L, V>(p + i, count); };
      store_part<L>(compute(part), out + i, count);
      i += count;
    }
  }
};

}  // namespace hillock::kernel
