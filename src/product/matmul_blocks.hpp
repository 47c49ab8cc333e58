// SPDX-License-Identifier: Apache-2.0
// The matrix product in tiles, blocked and packed for the caches.
//
// Blocking follows K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS
// 34 (2008). What is ours: an element's chain of fused multiply-adds is never split. Between two blocks of k
// it rests in C, unrounded further, because C has the chain's own type.
#pragma once
#include <cstddef>

#include "product/matmul_pack.hpp"
#include "product/matmul_tile.hpp"
#include "product/training_table.hpp"

namespace hillock::product {

template <class V>
struct matmul_blocks {
  using T = typename V::lane;
  using tile_function = void (*)(const tile_task<T>&) noexcept;
  static constexpr std::size_t lanes = V::size();

  /// How many rows a tile of 1, 2 or 4 packs may have: its sums, one row of B and one element of A fit the
  /// registers (32 of 64 or 16 bytes, 16 of 32 bytes).
  static constexpr std::size_t most_rows(std::size_t vectors) {
    constexpr bool sixteen_registers = lanes * sizeof(T) == 32;
    if (lanes == 1) return 4;
    if (sixteen_registers) return vectors == 4 ? 2 : 6;
    return vectors == 4 ? 6 : 14;
  }

  /// at[r − 1] is the tile of r rows.
  struct tile_list {
    tile_function at[14];
  };
  template <std::size_t vectors, layout order>
  static constexpr tile_list make_tiles() {
    return []<std::size_t... i>(std::index_sequence<i...>) {
      return tile_list{{&tile<V, i + 1, vectors, order>...}};
    }
    (std::make_index_sequence<most_rows(vectors)>());
  }
  template <std::size_t vectors, layout order>
  static constexpr tile_list tiles = make_tiles<vectors, order>();

  // Blocks, in elements. A k-block of one panel of A and of B fits the first cache; a block of A the second.
  static constexpr std::size_t k_block = 256;
  static constexpr std::size_t b_block = (std::size_t{1} << 20) / sizeof(T);  // packed B: k_block × columns
  static constexpr std::size_t a_block = (std::size_t{1} << 19) / sizeof(T);  // packed A: rows × k_block
  static constexpr std::size_t flip_block = (std::size_t{1} << 18) / sizeof(T);  // a transposed C
  static constexpr std::size_t slack = 1024 / sizeof(T);  // packing A writes a pack too far
  static_assert((b_block + a_block + slack + flip_block) * sizeof(T) <= matmul_scratch);
  static T* flip_area(const matmul_task<T>& t) {
    return reinterpret_cast<T*>(t.scratch) + (b_block + a_block + slack);
  }

  // Below these sizes in bytes an operand is read where it lies.
  static constexpr std::size_t pack_b_above = 32768, pack_a_above = 131072;

  static std::size_t smaller(std::size_t x, std::size_t y) { return x < y ? x : y; }

  /// Rows of A in `count` panels whose heights differ by at most one: no last panel of one row that wastes
  /// the machine.
  struct partition {
    std::size_t count, height, taller;
    partition(std::size_t m, std::size_t panels)
        : count(panels), height(panels == 1 ? m : m / panels), taller(m - height * panels) {}
    std::size_t rows(std::size_t i) const { return height + (i < taller ? 1 : 0); }
    std::size_t first(std::size_t i) const { return i * height + smaller(i, taller); }
  };

  /// Few rows make wide tiles, so that enough chains run side by side to hide a multiply-add's latency. Where
  /// the registers allow six rows of them and columns come out even, wide tiles also load less per
  /// multiply-add (on Cascade Lake 138 GFLOP/s at 64³ instead of 125), while their part of B fits the first
  /// cache.
  static void run(const matmul_task<T>& t) {
    constexpr std::size_t width = 4 * lanes;
    const bool even = most_rows(4) >= 6 && t.n % width == 0 && t.k * width * sizeof(T) <= 24576;
    if (t.m <= most_rows(4) || even) {
      blocked<4>(t);
    } else {
      blocked<2>(t);
    }
  }

  template <std::size_t vectors>
  static void blocked(const matmul_task<T>& t) {
    constexpr std::size_t width = vectors * lanes, most = most_rows(vectors);
    const partition rows(t.m, (t.m + most - 1) / most);
    block<vectors> p{t, rows};
    p.b_packed = t.b_column != 1 || (rows.count > 4 && t.k * t.n * sizeof(T) > pack_b_above);
    p.a_packed = t.n >= 4 * width && t.m * t.k * sizeof(T) > pack_a_above;
    const std::size_t depth = t.k <= k_block ? t.k : even_part(t.k);
    const std::size_t columns = depth * (t.n + width) <= b_block ? t.n : b_block / depth / width * width;
    const std::size_t panels = depth * t.m <= a_block ? rows.count : a_block / depth / (rows.height + 1);
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

  /// k in as few parts of at most k_block as it takes, all of about the same length.
  static std::size_t even_part(std::size_t k) {
    const std::size_t parts = (k + k_block - 1) / k_block;
    return (k + parts - 1) / parts;
  }

  /// C's columns j … j_end, A's panels panel … panel_end, and k … k + depth of the sum.
  template <std::size_t vectors>
  struct block {
    static constexpr std::size_t width = vectors * lanes;
    const matmul_task<T>& t;
    const partition& rows;
    bool b_packed = false, a_packed = false;
    std::size_t k = 0, depth = 0, j = 0, j_end = 0, panel = 0, panel_end = 0;

    T* scratch_b() const { return reinterpret_cast<T*>(t.scratch); }
    T* scratch_a() const { return scratch_b() + b_block; }
    /// The last tile's columns may not fill its packs: they are always packed, and filled up with zeros.
    bool packed(std::size_t column) const { return b_packed || column + width > j_end; }
    /// As few packs as hold the tile's columns: 1, 2 or 4.
    static std::size_t packs_for(std::size_t columns) {
      return columns <= lanes ? 1 : columns <= 2 * lanes ? 2 : 4;
    }

    void pack_b() const {
      std::size_t column = b_packed ? j : j + (j_end - j) / width * width;
      for (; column < j_end; column += width) {
        const std::size_t columns = smaller(width, j_end - column);
        const std::size_t readable = (t.k - 1 - k) * t.b_k + (t.n - 1 - column) * t.b_column + 1;
        matmul_pack<V>::b_panel(t.b + k * t.b_k + column * t.b_column, t.b_k, t.b_column, columns,
                                packs_for(columns) * lanes, depth, readable,
                                scratch_b() + (column - j) * depth);
      }
    }

    void pack_a() const {
      for (std::size_t i = panel; i < panel_end; ++i) {
        const std::size_t first = rows.first(i);
        matmul_pack<V>::a_panel(t.a + first * t.a_row + k * t.a_k, t.a_row, t.a_k, rows.rows(i), t.m - first,
                                depth, scratch_a() + (first - rows.first(panel)) * depth);
      }
    }

    const tile_list& tiles_for(std::size_t packs) const {
      const bool by_rows = !a_packed && t.a_k == 1;
      if (packs == 1) return by_rows ? tiles<1, layout::rows> : tiles<1, layout::columns>;
      if (packs == 2) return by_rows ? tiles<2, layout::rows> : tiles<2, layout::columns>;
      if constexpr (vectors == 4) return by_rows ? tiles<4, layout::rows> : tiles<4, layout::columns>;
      __builtin_unreachable();
    }

    void multiply() const {
      for (std::size_t column = j; column < j_end; column += width)
        multiply_columns(column, smaller(width, j_end - column));
    }

    /// All panels of the block times one tile's columns, which stay in the first cache meanwhile.
    void multiply_columns(std::size_t column, std::size_t columns) const {
      const std::size_t packs = packs_for(columns);
      const tile_list& list = tiles_for(packs);
      const T* const start = k > 0 ? t.c : t.start;
      const std::size_t start_row = k > 0 ? t.c_row : t.start_row;
      const T* const a = a_packed ? scratch_a() : t.a + rows.first(panel) * t.a_row + k * t.a_k;
      tile_task<T> task{};
      task.b = packed(column) ? scratch_b() + (column - j) * depth : t.b + k * t.b_k + column;
      task.b_stride = packed(column) ? packs * lanes : t.b_k;
      task.k = depth;
      task.start_stride = start_row;
      task.c_stride = t.c_row;
      std::size_t first = rows.first(panel);
      const std::size_t above = first;
      for (std::size_t i = panel; i < panel_end; ++i) {
        const std::size_t height = rows.rows(i);
        task.a = a + (first - above) * (a_packed ? depth : t.a_row);
        task.a_stride = a_packed ? height : t.a_k == 1 ? t.a_row : t.a_k;
        task.c = t.c + first * t.c_row + column;
        task.start = start ? start + first * start_row + column : nullptr;
        if (columns == packs * lanes) {
          list.at[height - 1](task);
        } else {
          ragged(list.at[height - 1], task, height, columns, packs * lanes);
        }
        first += height;
      }
    }

    /// A tile whose packs reach beyond C's columns: it works in a buffer, and what belongs to C is copied.
    static void ragged(tile_function f, tile_task<T> task, std::size_t height, std::size_t columns,
                       std::size_t full) {
      alignas(64) T buffer[most_rows(2) * 4 * lanes];
      const tile_task<T> outside = task;
      if (task.start) {
        for (std::size_t r = 0; r < height; ++r) {
          for (std::size_t c = 0; c < full; c += lanes) V(0).store(buffer + r * full + c);
          for (std::size_t c = 0; c < columns; ++c)
            buffer[r * full + c] = task.start[r * task.start_stride + c];
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
};

}  // namespace hillock::product
