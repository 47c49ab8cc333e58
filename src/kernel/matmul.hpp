// SPDX-License-Identifier: Apache-2.0
// The matrix product: blocked and packed for the caches, the same bits as the three-line loop.
//
// Blocking follows K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS
// 34 (2008). What is ours: an element's chain of fused multiply-adds is never split. Between two blocks of k
// it rests in C, unrounded further, because C has the chain's own type.
#pragma once
#include <array>
#include <cstddef>

#include "kernel/matmul_pack.hpp"
#include "kernel/matmul_tile.hpp"
#include "kernel/training_table.hpp"

namespace hillock::kernel {

template <class V>
struct matmul {
  using T = typename V::lane;
  using tile_function = void (*)(const tile_task<T>&) noexcept;
  static constexpr std::size_t lanes = V::size();

  /// How many rows a tile of 1, 2 or 4 packs may have: its sums, one row of B and one element of A fit the
  /// registers (32 of 64 or 16 bytes, 16 of 32 bytes).
  static constexpr int most_rows(int vectors) {
    constexpr bool sixteen_registers = lanes * sizeof(T) == 32;
    if (lanes == 1) return 4;
    if (sixteen_registers) return vectors == 4 ? 2 : 6;
    return vectors == 4 ? 6 : 14;
  }

  template <int vectors, layout order>
  static constexpr auto make_tiles() {
    return []<int... i>(std::integer_sequence<int, i...>) {
      return std::array<tile_function, sizeof...(i)>{&tile<V, i + 1, vectors, order>...};
    }
    (std::make_integer_sequence<int, most_rows(vectors)>());
  }
  template <int vectors, layout order>
  static constexpr auto tiles = make_tiles<vectors, order>();

  static tile_function tile_of(std::size_t rows, std::size_t vectors, layout order) {
    const bool by_rows = order == layout::rows;
    if (vectors == 1)
      return by_rows ? tiles<1, layout::rows>.data()[rows - 1] : tiles<1, layout::columns>.data()[rows - 1];
    if (vectors == 2)
      return by_rows ? tiles<2, layout::rows>.data()[rows - 1] : tiles<2, layout::columns>.data()[rows - 1];
    return by_rows ? tiles<4, layout::rows>.data()[rows - 1] : tiles<4, layout::columns>.data()[rows - 1];
  }

  // Blocks, in elements. A k-block of one panel of A and of B fits the first cache; a block of B the second.
  static constexpr std::size_t k_block = 256;
  static constexpr std::size_t b_block = (std::size_t{1} << 20) / sizeof(T);  // packed B: k_block × columns
  static constexpr std::size_t a_block = (std::size_t{1} << 19) / sizeof(T);  // packed A: rows × k_block
  static constexpr std::size_t flip_block = (std::size_t{1} << 18) / sizeof(T);  // a transposed C
  static_assert((b_block + a_block + flip_block) * sizeof(T) + 4096 <= matmul_scratch);

  static std::size_t smaller(std::size_t x, std::size_t y) { return x < y ? x : y; }
  static std::size_t divided_up(std::size_t x, std::size_t y) { return (x + y - 1) / y; }

  /// Rows of A in `count` panels whose heights differ by at most one: no last panel of one row that wastes
  /// the machine.
  struct partition {
    std::size_t count, height, taller;
    partition(std::size_t m, std::size_t most)
        : count(divided_up(m, most)), height(m / count), taller(m % count) {}
    std::size_t rows(std::size_t i) const { return height + (i < taller ? 1 : 0); }
    std::size_t first(std::size_t i) const { return i * height + smaller(i, taller); }
  };

  static void run(const matmul_task<T>& t) noexcept {
    if (t.m == 0 || t.n == 0) return;
    if (t.k == 0) return fill(t);
    if (t.a_row == 1 && t.a_k != 1 && t.n < lanes && t.m >= lanes && t.m * t.n <= flip_block)
      return flipped(t);
    blocked(t);
  }

  /// A product without terms is its start.
  static void fill(const matmul_task<T>& t) {
    for (std::size_t i = 0; i < t.m; ++i) {
      for (std::size_t j = 0; j < t.n; ++j)
        t.c[i * t.c_row + j] = t.start ? t.start[i * t.start_row + j] : T(0);
    }
  }

  /// Few columns, and A lies transposed: Cᵀ = Bᵀ·Aᵀ fills the lanes that C would leave empty. Same chains.
  static void flipped(const matmul_task<T>& t) {
    T* const c = reinterpret_cast<T*>(t.scratch) + (b_block + a_block + 1024 / sizeof(T));
    if (t.start) {
      for (std::size_t j = 0; j < t.n; ++j) {
        for (std::size_t i = 0; i < t.m; ++i) c[j * t.m + i] = t.start[i * t.start_row + j];
      }
    }
    blocked({t.b, t.b_column, t.b_k, t.a, t.a_k, t.a_row, c, t.m, t.n, t.m, t.k, t.start ? c : nullptr, t.m,
             t.scratch});
    for (std::size_t i = 0; i < t.m; ++i) {
      for (std::size_t j = 0; j < t.n; ++j) t.c[i * t.c_row + j] = c[j * t.m + i];
    }
  }

  static void blocked(const matmul_task<T>& t) {
    const std::size_t vectors = t.m <= static_cast<std::size_t>(most_rows(4)) ? 4 : 2;
    const partition rows(t.m, static_cast<std::size_t>(most_rows(static_cast<int>(vectors))));
    block p{t, rows, vectors * lanes};
    p.b_packed = t.b_column != 1 || (rows.count > 4 && t.k * t.n * sizeof(T) > pack_b_above);
    p.a_packed = t.n >= 4 * p.width && t.m * t.k * sizeof(T) > pack_a_above;
    const std::size_t depth = divided_up(t.k, divided_up(t.k, k_block));
    const std::size_t columns = smaller(b_block / depth / p.width, divided_up(t.n, p.width)) * p.width;
    const std::size_t panels = smaller(a_block / depth / (rows.height + 1), rows.count);
    for (p.k = 0; p.k < t.k; p.k += depth) {
      p.depth = smaller(depth, t.k - p.k);
      for (p.j = 0; p.j < t.n; p.j += columns) {
        p.j_end = smaller(t.n, p.j + columns);
        p.pack_b();
        for (p.panel = 0; p.panel < rows.count; p.panel += panels) {
          p.panel_end = smaller(rows.count, p.panel + panels);
          if (p.a_packed) p.pack_a();
          p.multiply();
        }
      }
    }
  }

  /// C's columns j … j_end, A's panels panel … panel_end, and k … k + depth of the sum.
  struct block {
    const matmul_task<T>& t;
    const partition& rows;
    std::size_t width;  ///< columns of a tile
    bool b_packed = false, a_packed = false;
    std::size_t k = 0, depth = 0, j = 0, j_end = 0, panel = 0, panel_end = 0;

    T* scratch_b() const { return reinterpret_cast<T*>(t.scratch); }
    T* scratch_a() const { return scratch_b() + b_block; }
    /// The last tile's columns may not fill its packs: they are always packed, and filled up with zeros.
    bool packed(std::size_t column) const { return b_packed || column + width > j_end; }
    /// As few packs as hold the tile's columns: 1, 2 or 4.
    static std::size_t vectors_for(std::size_t columns) {
      return columns <= lanes ? 1 : columns <= 2 * lanes ? 2 : 4;
    }

    void pack_b() const {
      for (std::size_t column = j; column < j_end; column += width) {
        if (!packed(column)) continue;
        const std::size_t columns = smaller(width, j_end - column);
        matmul_pack<V>::b_panel(t.b + k * t.b_k + column * t.b_column, t.b_k, t.b_column, columns,
                                vectors_for(columns) * lanes, depth, scratch_b() + (column - j) * depth);
      }
    }

    void pack_a() const {
      for (std::size_t i = panel; i < panel_end; ++i) {
        const std::size_t first = rows.first(i);
        matmul_pack<V>::a_panel(t.a + first * t.a_row + k * t.a_k, t.a_row, t.a_k, rows.rows(i), t.m - first,
                                depth, scratch_a() + (first - rows.first(panel)) * depth);
      }
    }

    void multiply() const {
      for (std::size_t column = j; column < j_end; column += width) {
        for (std::size_t i = panel; i < panel_end; ++i) multiply_tile(column, i);
      }
    }

    void multiply_tile(std::size_t column, std::size_t i) const {
      const std::size_t first = rows.first(i), columns = smaller(width, j_end - column);
      const std::size_t vectors = vectors_for(columns);
      tile_task<T> task;
      task.k = depth;
      layout order = layout::columns;
      if (a_packed) {
        task.a = scratch_a() + (first - rows.first(panel)) * depth;
        task.a_stride = rows.rows(i);
      } else {
        task.a = t.a + first * t.a_row + k * t.a_k;
        order = t.a_k == 1 ? layout::rows : layout::columns;
        task.a_stride = t.a_k == 1 ? t.a_row : t.a_k;
      }
      task.b = packed(column) ? scratch_b() + (column - j) * depth : t.b + k * t.b_k + column;
      task.b_stride = packed(column) ? vectors * lanes : t.b_k;
      task.c = t.c + first * t.c_row + column;
      task.c_stride = t.c_row;
      task.start = k > 0 ? task.c : t.start ? t.start + first * t.start_row + column : nullptr;
      task.start_stride = k > 0 ? t.c_row : t.start_row;
      const tile_function f = tile_of(rows.rows(i), vectors, order);
      if (columns == vectors * lanes) return f(task);
      ragged(f, task, rows.rows(i), columns, vectors * lanes);
    }

    /// A tile whose packs reach beyond C's columns: it works in a buffer, and what belongs to C is copied.
    static void ragged(tile_function f, tile_task<T> task, std::size_t height, std::size_t columns,
                       std::size_t full) {
      alignas(64) T buffer[14 * 4 * lanes];
      const tile_task<T> outside = task;
      if (task.start) {
        for (std::size_t r = 0; r < height; ++r) {
          for (std::size_t c = 0; c < full; ++c) {
            buffer[r * full + c] = c < columns ? task.start[r * task.start_stride + c] : T(0);
          }
        }
        task.start = buffer;
        task.start_stride = full;
      }
      task.c = buffer;
      task.c_stride = full;
      f(task);
      for (std::size_t r = 0; r < height; ++r) {
        for (std::size_t c = 0; c < columns; ++c) outside.c[r * outside.c_stride + c] = buffer[r * full + c];
      }
    }
  };

 private:
  // Below these sizes in bytes an operand is read where it lies.
  static constexpr std::size_t pack_b_above = 32768, pack_a_above = 131072;
};

}  // namespace hillock::kernel
