// SPDX-License-Identifier: Apache-2.0
// Products with one to four columns, such as a classifier's last layer: rows of A lie across the lanes.
#pragma once
#include <cstddef>

#include "kernel/matmul_tile.hpp"
#include "kernel/training_table.hpp"
#include "simd/memory.hpp"

namespace hillock::kernel {

/// For A that lies row by row (a_k = 1). Columns of A are made from its rows in registers, a few at a time,
/// so the chains of `lanes` rows run side by side where a row of C would leave most lanes empty.
template <class V>
struct matmul_narrow {
  using T = typename V::lane;
  using memory = simd::memory<V>;
  static constexpr std::size_t lanes = V::size(), group = memory::group, most_columns = 4;

  /// Computes whole packs of rows; returns how many rows that were.
  static std::size_t run(const matmul_task<T>& t) {
    const auto rows = t.n == 1 ? &block<1> : t.n == 2 ? &block<2> : t.n == 3 ? &block<3> : &block<4>;
    std::size_t i = 0;
    for (; i + lanes <= t.m; i += lanes) rows(t, i);
    return i;
  }

  template <std::size_t columns>
  static void block(const matmul_task<T>& t, std::size_t first) {
    const T* const a = t.a + first * t.a_row;
    T buffer[columns][lanes];
    V sum[columns];
    if (t.start) {
      for (std::size_t i = 0; i < lanes; ++i) {
        for (std::size_t j = 0; j < columns; ++j) buffer[j][i] = t.start[(first + i) * t.start_row + j];
      }
      unrolled<columns>([&]<std::size_t j>() HILLOCK_INLINE_LAMBDA { sum[j] = V::load(buffer[j]); });
    } else {
      unrolled<columns>([&]<std::size_t j>() HILLOCK_INLINE_LAMBDA { sum[j] = V(0); });
    }
    const auto add = [&](V left, std::size_t k) HILLOCK_INLINE_LAMBDA {
      unrolled<columns>([&]<std::size_t j>() HILLOCK_INLINE_LAMBDA {
        sum[j] = fma(left, memory::broadcast(t.b + k * t.b_k + j * t.b_column), sum[j]);
      });
    };
    std::size_t k = 0;
    for (; k + group <= t.k; k += group) {
      V lines[group];
      memory::transpose(a + k, t.a_row, lines);
      unrolled<group>([&]<std::size_t c>() HILLOCK_INLINE_LAMBDA { add(lines[c], k + c); });
    }
    for (; k < t.k; ++k) {
      T line[lanes];
      for (std::size_t i = 0; i < lanes; ++i) line[i] = a[i * t.a_row + k];
      add(V::load(line), k);
    }
    unrolled<columns>([&]<std::size_t j>() HILLOCK_INLINE_LAMBDA { sum[j].store(buffer[j]); });
    for (std::size_t i = 0; i < lanes; ++i) {
      for (std::size_t j = 0; j < columns; ++j) t.c[(first + i) * t.c_row + j] = buffer[j][i];
    }
  }
};

}  // namespace hillock::kernel
