// SPDX-License-Identifier: Apache-2.0
// Products with one to four columns, such as a classifier's last layer: rows of A lie across the lanes.
#pragma once
#include <cstddef>

#include "product/matmul_tile.hpp"
#include "product/training_table.hpp"
#include "simd/memory.hpp"

namespace hillock::product {

/// The chains of `lanes` rows run side by side, one row in each lane, where a row of C would leave most lanes
/// empty. Where A lies row by row (a_k = 1), its columns are made from its rows in registers, a few at a
/// time.
template <class V>
struct matmul_narrow {
  using T = typename V::lane;
  using memory = simd::memory<V>;
  static constexpr std::size_t lanes = V::size(), group = memory::group, most_columns = 4;

  /// Computes whole packs of rows; returns how many rows that were.
  static std::size_t run(const matmul_task<T>& t) {
    return t.a_k == 1 ? run_in<layout::rows>(t) : run_in<layout::columns>(t);
  }

 private:
  template <layout order>
  static std::size_t run_in(const matmul_task<T>& t) {
    if (t.n == 1) return rows<1, order>(t);
    if (t.n == 2) return rows<2, order>(t);
    if (t.n == 3) return rows<3, order>(t);
    return rows<4, order>(t);
  }

  template <std::size_t columns, layout order>
  static std::size_t rows(const matmul_task<T>& t) {
    constexpr std::size_t packs = columns <= 2 ? 4 : 2;  // up to eight chains hide a multiply-add's latency
    std::size_t i = 0;
    for (; i + packs * lanes <= t.m; i += packs * lanes) block<columns, packs, order>(t, i);
    for (; i + lanes <= t.m; i += lanes) block<columns, 1, order>(t, i);
    return i;
  }

  template <std::size_t columns, std::size_t packs, layout order>
  static void block(const matmul_task<T>& t, std::size_t first) {
    const T* const a = t.a + first * t.a_row;
    constexpr std::size_t height = packs * lanes;
    T buffer[columns][height];
    V sum[packs][columns];
    if (t.start) {
      for (std::size_t i = 0; i < height; ++i) {
        for (std::size_t j = 0; j < columns; ++j) buffer[j][i] = t.start[(first + i) * t.start_row + j];
      }
    }
    HILLOCK_UNROLL
    for (std::size_t p = 0; p < packs; ++p) {
      HILLOCK_UNROLL
      for (std::size_t j = 0; j < columns; ++j) sum[p][j] = t.start ? V::load(buffer[j] + p * lanes) : V(0);
    }
    const auto add = [&](std::size_t p, V left, std::size_t k) HILLOCK_INLINE_LAMBDA {
      HILLOCK_UNROLL
      for (std::size_t j = 0; j < columns; ++j)
        sum[p][j] = fma(left, memory::broadcast(t.b + k * t.b_k + j * t.b_column), sum[p][j]);
    };
    std::size_t k = 0;
    if constexpr (order == layout::rows) {
      for (; k + group <= t.k; k += group) {
        HILLOCK_UNROLL
        for (std::size_t p = 0; p < packs; ++p) {
          V lines[group];
          memory::transpose(a + p * lanes * t.a_row + k, t.a_row, lines);
          HILLOCK_UNROLL
          for (std::size_t c = 0; c < group; ++c) add(p, lines[c], k + c);
        }
      }
    }
    for (; k < t.k; ++k) {
      HILLOCK_UNROLL
      for (std::size_t p = 0; p < packs; ++p) {
        if constexpr (order == layout::columns) {
          add(p, V::load(a + k * t.a_k + p * lanes), k);
        } else {
          T line[lanes];
          for (std::size_t i = 0; i < lanes; ++i) line[i] = a[(p * lanes + i) * t.a_row + k];
          add(p, V::load(line), k);
        }
      }
    }
    HILLOCK_UNROLL
    for (std::size_t p = 0; p < packs; ++p) {
      HILLOCK_UNROLL
      for (std::size_t j = 0; j < columns; ++j) sum[p][j].store(buffer[j] + p * lanes);
    }
    for (std::size_t i = 0; i < height; ++i) {
      for (std::size_t j = 0; j < columns; ++j) t.c[(first + i) * t.c_row + j] = buffer[j][i];
    }
  }
};

}  // namespace hillock::product
