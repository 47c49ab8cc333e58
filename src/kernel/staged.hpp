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

#include "kernel/task.hpp"
#include "simd/inline.hpp"

namespace hillock::kernel {

template <class L>
class staged {
  using V = typename L::f32;
  static constexpr std::size_t step = 2 * V::size();  // of a pairs_kernel
  /// Elements whose doubtful ones are collected: two buffers of them leave room in a first cache of 32 KiB.
  static constexpr std::size_t block = 2048;

 public:
  /// With fewer elements one in doubt costs more than the others save (sigmoid of 64: nothing gained).
  static constexpr std::size_t fewest = 128;

  /// out = the value of n elements x; out may be x. `repair(x, y, count)` computes the same by another
  /// formula. `past_caches`: out is aligned to an element and is written past the caches from its first whole
  /// pack on.
  template <class Repair>
  static HILLOCK_INLINE void run(const pairs_kernel& pairs, const float* x, float* out, std::size_t n,
                                 bool past_caches, const Repair& repair) {
    alignas(64) float buffer[block];
    std::size_t i = 0;
    if (past_caches) {
      const std::size_t missing = (0 - reinterpret_cast<std::uintptr_t>(out)) % sizeof(V) / sizeof(float);
      i = std::min(missing, n);
      if (i > 0) run_block(pairs, x, out, i, repair);
      for (; i + V::size() <= n; i += block) {
        const std::size_t count = std::min(block, (n - i) / V::size() * V::size());
        run_block(pairs, x + i, buffer, count, repair);
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
        run_block(pairs, buffer, out + i, count, repair);
      } else {
        run_block(pairs, x + i, out + i, count, repair);
      }
      i += count;
    }
  }

 private:
  template <class Repair>
  static HILLOCK_INLINE void run_block(const pairs_kernel& pairs, const float* x, float* y, std::size_t count,
                                       const Repair& repair) {
    std::uint8_t sure[block / 8 + 8];
    const std::size_t whole = count / step * step;
    if (whole > 0) pairs.run(x, y, whole, sure);
    if (whole < count) {
      float part[step]{};
      std::copy(x + whole, x + count, part);
      pairs.run(part, part, step, sure + whole / 8);
      std::copy(part, part + (count - whole), y + whole);
    }
    settle(pairs, x, y, count, sure, repair);
  }

  template <class Repair>
  static HILLOCK_INLINE void settle(const pairs_kernel& pairs, const float* x, float* y, std::size_t count,
                                    const std::uint8_t* sure, const Repair& repair) {
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
      repaired += !(x[i] < pairs.zero_below);
    }
    if (repaired > block / 3) return repair(x, y, count);  // putting them back one by one would cost more
    if (repaired > 0) repair(from, to, repaired);
    for (std::size_t d = 0; d < repaired; ++d) y[at[d]] = to[d];
  }
};

}  // namespace hillock::kernel
