// SPDX-License-Identifier: Apache-2.0
// The elementwise loops, written once: whole packs, several at a time where the work is light, and the tail
// through the same formula, so that position never matters.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "kernel/backward.hpp"
#include "kernel/formula.hpp"
#include "kernel/staged.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

/// Outputs of at least this many bytes are written past the caches: about what a last-level cache holds.
/// Below, that would cost up to three times (measured: docs/performance.md).
inline constexpr std::size_t streaming_bytes = std::size_t{32} << 20;

/// The first `count` elements as one pack, the missing ones zero. A loop because a call to memcpy would cost
/// more.
template <class L, class T, std::size_t lanes>
HILLOCK_INLINE auto load_part(const T* p, std::size_t count) {
  if (count == lanes) return L::load(p);
  T buffer[lanes]{};
  for (std::size_t i = 0; i < count; ++i) buffer[i] = p[i];
  return L::load(buffer);
}

template <class L, class T, std::size_t lanes, class V>
HILLOCK_INLINE void store_part(V v, T* p, std::size_t count) {
  if (count == lanes) return L::store(v, p);
  T buffer[lanes];
  L::store(v, buffer);
  for (std::size_t i = 0; i < count; ++i) p[i] = buffer[i];
}

template <class L, class F, formula which, class T>
struct map {
  using V = pack_of<L, T>;
  static constexpr std::size_t lanes = V::size(), bytes = lanes * sizeof(T);
  static constexpr bool light = roundings<F>() < 2;
  /// Packs side by side in one step: as many chains of operations as the registers allow.
  static constexpr std::size_t at_once = L::side_by_side / (rounds_twice<F, T>             ? 4
                                                            : light || native<F, which, T> ? 1
                                                                                           : 2);
  using several = simd::spread<V, std::max<std::size_t>(at_once, 1)>;

  /// Whether `unary` goes by pairs of floats, and by the formula where those are in doubt.
  static constexpr bool in_pairs = std::is_same_v<T, float> && which == formula::value && has_pairs<L, F>;

  static void unary(const task<T>& t) noexcept {
    if constexpr (in_pairs) {
      if (t.size() < staged<L, F>::fewest) return by_formula(t);
      const bool past_caches = streams(t.size(), t.out, t.out != t.x);
      staged<L, F>::run(t.x, t.out, t.size(), past_caches, [&t](const T* x, T* y, std::size_t n) {
        by_formula({x, nullptr, y, 1, n, t.parameters});
      });
    } else {
      by_formula(t);
    }
  }

  static void by_formula(const task<T>& t) noexcept {
    each(
        t.size(), t.out, t.out != t.x,
        [x = t.x, parameters = t.parameters](auto load, bool&)
            HILLOCK_INLINE_LAMBDA { return evaluate<L, F, which, T>(load(x), parameters); },
        nothing_again);
  }

  static void binary(const task<T>& t) noexcept {
    const auto compute = [x = t.x, dy = t.dy, parameters = t.parameters](auto load, bool& doubtful)
                             HILLOCK_INLINE_LAMBDA {
                               return multiply_slope<L, F, which, T>(load(x), load(dy), parameters, doubtful);
                             };
    const bool apart = t.out != t.x && t.out != t.dy;
    if constexpr (light) {
      each(t.size(), t.out, apart, compute, nothing_again);
    } else {
      each(t.size(), t.out, apart, compute, [=](std::size_t i, std::size_t count) HILLOCK_INLINE_LAMBDA {
        with_care(t.x + i, t.dy + i, t.out + i, count, t.parameters);
      });
    }
  }

 private:
  static constexpr auto nothing_again = [](std::size_t, std::size_t) {};

  /// What binary does not settle. A function of its own that reads its input anew, so that the loop neither
  /// holds its code nor keeps x and dy in registers for it.
  static __attribute__((noinline, cold)) void with_care(const T* x, const T* dy, T* dx, std::size_t n,
                                                        const double* parameters) noexcept {
    for (std::size_t i = 0; i < n; i += lanes) {
      const std::size_t count = std::min(lanes, n - i);
      const V at = load_part<L, T, lanes>(x + i, count), d = load_part<L, T, lanes>(dy + i, count);
      store_part<L, T, lanes>(multiply_with_care<L, F, which, T>(at, d, parameters), dx + i, count);
    }
  }

  /// out[i …] = compute(load) for packs that cover 0 … n, where load(p) reads the pack at p + i; again(i,
  /// count) for doubtful ones, before anything is stored there. The formula is compiled in for several packs,
  /// for several that are written past the caches, and for one or a part.
  template <class Compute, class Again>
  static HILLOCK_INLINE void each(std::size_t n, T* out, bool not_in_place, const Compute& compute,
                                  const Again& again) {
    const bool past_caches = streams(n, out, not_in_place);
    // Stores that cross cache lines would be what light work waits for.
    const std::size_t head = past_caches || (light && n >= 64 * lanes) ? to_alignment(out) % lanes : 0;
    std::size_t i = 0;
    const auto load = [&i](const T* p) HILLOCK_INLINE_LAMBDA { return simd::load<L, several>(p + i); };
    const auto step = [&](const auto& load_here, std::size_t count, const auto& store) HILLOCK_INLINE_LAMBDA {
      bool doubtful = false;
      const auto result = compute(load_here, doubtful);
      if (doubtful) [[unlikely]]
        again(i, count);
      else
        store(result);
      i += count;
    };
    const auto whole_steps = [&](const auto& store) HILLOCK_INLINE_LAMBDA {
      while (i + several::size() <= n) step(load, several::size(), store);
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
      const auto part = [=](const T* p)
                            HILLOCK_INLINE_LAMBDA { return load_part<L, T, lanes>(p + i, count); };
      step(part, count,
           [&](const V& result) HILLOCK_INLINE_LAMBDA { store_part<L, T, lanes>(result, out + i, count); });
    }
  }

  static HILLOCK_INLINE bool streams(std::size_t n, const T* out, bool not_in_place) {
    if constexpr (!L::can_stream || sizeof(T) < 4) return false;
    return n * sizeof(T) >= streaming_bytes && not_in_place && to_alignment(out) < lanes;
  }

  /// How many elements until out is aligned to a pack; `lanes` if it is not even aligned to an element.
  static HILLOCK_INLINE std::size_t to_alignment(const T* out) {
    const std::size_t missing = (0 - reinterpret_cast<std::uintptr_t>(out)) % bytes;
    return missing % sizeof(T) == 0 ? missing / sizeof(T) : lanes;
  }
};

}  // namespace hillock::kernel
