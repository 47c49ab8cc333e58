// SPDX-License-Identifier: Apache-2.0
// The matrix product: which way is taken for which shape. All give the bits of the three-line loop.
#pragma once
#include <cstddef>

#include "product/matmul_blocks.hpp"
#include "product/matmul_narrow.hpp"
#include "product/training_table.hpp"

namespace hillock::product {

template <class V>
struct matmul {
  using T = typename V::lane;
  using blocks = matmul_blocks<V>;
  static constexpr std::size_t lanes = V::size();

  static void run(const matmul_task<T>& t) noexcept {
    if (t.m == 0 || t.n == 0) return;
    if (t.k == 0) return fill(t);
    const bool fills_lanes = t.n >= lanes || t.m < lanes;
    if (!fills_lanes && t.n <= matmul_narrow<V>::most_columns) return narrow(t);
    if (!fills_lanes && t.a_row == 1 && t.m * t.n <= blocks::flip_block) return flipped(t);
    blocks::run(t);
  }

  /// A product without terms is its start.
  static void fill(const matmul_task<T>& t) {
    for (std::size_t i = 0; i < t.m; ++i) {
      for (std::size_t j = 0; j < t.n; ++j) {
        t.c[i * t.c_row + j] = t.start ? t.start[i * t.start_row + j] : T(0);
      }
    }
  }

  static void narrow(matmul_task<T> t) {
    const std::size_t done = matmul_narrow<V>::run(t);
    if (done == t.m) return;
    t.a += done * t.a_row;
    t.c += done * t.c_row;
    if (t.start) t.start += done * t.start_row;
    t.m -= done;
    blocks::run(t);
  }

  /// Few columns, and A lies column by column: Cᵀ = Bᵀ·Aᵀ fills the lanes that C would leave empty. Same
  /// chains.
  static void flipped(const matmul_task<T>& t) {
    T* const c = blocks::flip_area(t);
    if (t.start) {
      for (std::size_t i = 0; i < t.m; ++i) {
        for (std::size_t j = 0; j < t.n; ++j) c[j * t.m + i] = t.start[i * t.start_row + j];
      }
    }
    blocks::run({t.b, t.b_column, t.b_k, t.a, t.a_k, t.a_row, c, t.m, t.n, t.m, t.k, t.start ? c : nullptr,
                 t.m, t.scratch});
    for (std::size_t i = 0; i < t.m; ++i) {
      for (std::size_t j = 0; j < t.n; ++j) t.c[i * t.c_row + j] = c[j * t.m + i];
    }
  }
};

}  // namespace hillock::product
