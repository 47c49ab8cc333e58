// SPDX-License-Identifier: Apache-2.0
// The elementwise loops, written once: whole packs, several at a time where the work is light, and the tail
// through the same formula, so that position never matters.
#pragma once
#include <cstddef>
#include <cstdint>

#include "kernel/formula.hpp"

namespace hillock::kernel {

/// Outputs of at least this many bytes are written past the caches: about what a last-level cache holds.
/// Below, that would cost up to three times (measured: docs/performance.md).
inline constexpr std::size_t streaming_bytes = std::size_t{32} << 20;

/// n < `lanes` elements as one pack, the missing ones zero. A loop because a call to memcpy would cost more.
template <class L, class T, std::size_t lanes>
HILLOCK_INLINE auto load_part(const T* p, std::size_t n) {
  T buffer[lanes]{};
  for (std::size_t i = 0; i < n; ++i) buffer[i] = p[i];
  return L::load(buffer);
}

template <class L, class T, std::size_t lanes, class V>
HILLOCK_INLINE void store_part(V v, T* p, std::size_t n) {
  T buffer[lanes];
  L::store(v, buffer);
  for (std::size_t i = 0; i < n; ++i) p[i] = buffer[i];
}

template <class L, class F, formula which, class T>
struct map {
  using V = pack_of<L, T>;
  static constexpr std::size_t lanes = V::size();
  static constexpr std::size_t at_once = roundings<F>() < 2 ? 4 : 1;  // packs per step

  static void unary(const T* x, T* y, std::size_t rows, std::size_t columns,
                    const double* parameters) noexcept {
    each(
        rows * columns, y, y != x, [=](auto load, auto store) __attribute__((always_inline)) {
          store(evaluate<L, F, which, T>(load(x), parameters), y);
        });
  }

  static void binary(const T* x, const T* dy, T* dx, std::size_t rows, std::size_t columns,
                     const double* parameters) noexcept {
    each(
        rows * columns, dx, dx != x && dx != dy, [=](auto load, auto store) __attribute__((always_inline)) {
          store(multiply_slope<L, F, which, T>(load(x), load(dy), parameters), dx);
        });
  }

 private:
  /// Calls step(load, store) for packs that cover 0 … n: load(p) reads the pack at the step's offset in p,
  /// store(v, p) writes it.
  template <class Step>
  static HILLOCK_INLINE void each(std::size_t n, T* out, bool not_in_place, const Step& step) {
    std::size_t i = 0;
    if constexpr (L::can_stream && sizeof(T) >= 4) {
      if (n * sizeof(T) >= streaming_bytes && not_in_place) i = stream(n, out, step);
    }
    for (; i + at_once * lanes <= n; i += at_once * lanes) whole<at_once>(i, step);
    for (; i + lanes <= n; i += lanes) whole<1>(i, step);
    if (i < n) part(i, n - i, step);
  }

  template <std::size_t count, class Step>
  static HILLOCK_INLINE void whole(std::size_t i, const Step& step) {
    // Loads of all packs come before the stores of any, so that the machine can overlap them.
#pragma GCC unroll 4
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t at = i + k * lanes;
      step(
          [at](const T* p) __attribute__((always_inline)) { return L::load(p + at); },
          [at](V v, T * p) __attribute__((always_inline)) { L::store(v, p + at); });
    }
  }

  template <class Step>
  static HILLOCK_INLINE void part(std::size_t i, std::size_t count, const Step& step) {
    step(
        [=](const T* p) __attribute__((always_inline)) { return load_part<L, T, lanes>(p + i, count); }, [=
    ](V v, T * p) __attribute__((always_inline)) { store_part<L, T, lanes>(v, p + i, count); });
  }

  /// Whole packs, written past the caches from the first aligned one on; returns where it stopped.
  template <class Step>
  static HILLOCK_INLINE std::size_t stream(std::size_t n, T* out, const Step& step) {
    constexpr std::size_t bytes = lanes * sizeof(T);
    const std::size_t i0 = (bytes - reinterpret_cast<std::uintptr_t>(out) % bytes) % bytes / sizeof(T);
    if (reinterpret_cast<std::uintptr_t>(out + i0) % bytes != 0) return 0;  // not even aligned to an element
    std::size_t i = i0;
    if (i0 > 0) part(0, i0, step);
    for (; i + lanes <= n; i += lanes) {
      step(
          [i](const T* p) __attribute__((always_inline)) { return L::load(p + i); },
          [i](V v, T * p) __attribute__((always_inline)) { v.stream(p + i); });
    }
    L::end_of_stream();
    return i;
  }
};

}  // namespace hillock::kernel
