// SPDX-License-Identifier: Apache-2.0
// The loop for functions that have a way by pairs of floats (src/math/float_pairs.hpp): the results that are
// sure at once, the others collected and repaired by the formula on lanes of double. Both give the nearest
// float, so what repaired which element cannot be seen.
#pragma once
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "simd/inline.hpp"

namespace hillock::kernel {

/// Whether F has a way by pairs of floats that is faster than lanes of double on the lanes L.
template <class L, class F>
concept has_pairs = L::table_entries >
0 && requires { typename F::template pairs<L::table_entries>; };

template <class L, class F>
class staged {
  using pairs = typename F::template pairs<L::table_entries>;
  using V = typename L::f32;
  using table = typename pairs::template tables<V>;
  static constexpr std::size_t at_once = 2, step = at_once * V::size();
  /// Elements whose doubtful ones are collected: two buffers of them leave room in a first cache of 32 KiB.
  static constexpr std::size_t block = 2048;

 public:
  /// With fewer elements one in doubt costs more than the others save (sigmoid of 64: nothing gained).
  static constexpr std::size_t fewest = 128;

  /// out = F(x) for n elements; out may be x. `repair(x, y, count)` computes the same by another formula.
  /// `past_caches`: out is aligned to an element and is written past the caches from its first whole pack on.
  template <class Repair>
  static void run(const float* x, float* out, std::size_t n, bool past_caches, const Repair& repair) {
    const table tables;
    alignas(64) float buffer[block];
    std::size_t i = 0;
    if (past_caches) {
      const std::size_t missing = (0 - reinterpret_cast<std::uintptr_t>(out)) % sizeof(V) / sizeof(float);
      i = std::min(missing, n);
      if (i > 0) run_block(tables, x, out, i, repair);
      for (; i + V::size() <= n; i += block) {
        const std::size_t count = std::min(block, (n - i) / V::size() * V::size());
        run_block(tables, x + i, buffer, count, repair);
        for (std::size_t j = 0; j < count; j += V::size()) V::load(buffer + j).stream(out + i + j);
        if (count < block) {
          i += count;
          break;
        }
      }
      L::end_of_stream();
    }
    while (i < n) {
      const std::size_t count = std::min(block, n - i);
      if (x == out) {  // the repair needs the input
        std::memcpy(buffer, x + i, count * sizeof(float));
        run_block(tables, buffer, out + i, count, repair);
      } else {
        run_block(tables, x + i, out + i, count, repair);
      }
      i += count;
    }
  }

 private:
  template <class Repair>
  static HILLOCK_INLINE void run_block(const table& t, const float* x, float* y, std::size_t count,
                                       const Repair& repair) {
    std::uint8_t sure[block / 8 + 8];
    const std::size_t whole = count / step * step;
    if (whole > 0) run_steps(t, x, y, whole, sure);
    if (whole < count) {
      float part[step]{};
      std::copy(x + whole, x + count, part);
      run_steps(t, part, part, step, sure + whole / 8);
      std::copy(part, part + (count - whole), y + whole);
    }
    settle(x, y, count, sure, repair);
  }

  /// The three steps of the function for `count` elements, whole multiples of `step`: while one piece of the
  /// array ends, the next is in the middle and the one after begins, so that their operations fill the time
  /// in which each would wait for its own. No branch looks at what is sure.
  static HILLOCK_INLINE void run_steps(const table& t, const float* x, float* y, std::size_t count,
                                       std::uint8_t* sure) {
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

  template <class Repair>
  static HILLOCK_INLINE void settle(const float* x, float* y, std::size_t count, const std::uint8_t* sure,
                                    const Repair& repair) {
    static_assert(std::endian::native == std::endian::little, "lane i is bit i % 8 of byte i / 8");
    std::uint16_t at[block];
    std::size_t doubtful = 0;
    for (std::size_t i = 0; i < count; i += 64) {
      std::uint64_t bits;
      std::memcpy(&bits, sure + i / 8, 8);
      bits = ~bits;
      if (count - i < 64) bits &= (std::uint64_t{1} << (count - i)) - 1;
      for (; bits != 0; bits &= bits - 1)
        at[doubtful++] = static_cast<std::uint16_t>(i + static_cast<std::size_t>(std::countr_zero(bits)));
    }
    if (doubtful == 0) return;
    float from[block], to[block / 3];
    std::size_t repaired = 0;
    for (std::size_t d = 0; d < doubtful; ++d) {
      const std::uint16_t i = at[d];
      at[repaired] = i, from[repaired] = x[i];
      y[i] = 0;
      repaired += !(x[i] < pairs::zero_below);
    }
    if (repaired > block / 3) return repair(x, y, count);  // putting them back one by one would cost more
    if (repaired > 0) repair(from, to, repaired);
    for (std::size_t d = 0; d < repaired; ++d) y[at[d]] = to[d];
  }
};

}  // namespace hillock::kernel
