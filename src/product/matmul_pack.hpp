// SPDX-License-Identifier: Apache-2.0
// Copies parts of A and B so that a tile reads them in one straight line.
#pragma once
#include <cstddef>

#include "simd/memory.hpp"

namespace hillock::product {

template <class V>
struct matmul_pack {
  using T = typename V::lane;
  using memory = simd::memory<V>;
  static constexpr std::size_t lanes = V::size();

  /// out[k·rows + i] = a[i·row + k·column], for k < depth. Where `readable` ≥ whole packs, rows beyond the
  /// panel are read too, and what they leave behind is overwritten by the next k; `out` has room for one pack
  /// more.
  static void a_panel(const T* a, std::size_t row, std::size_t column, std::size_t rows, std::size_t readable,
                      std::size_t depth, T* out) {
    std::size_t k = 0;
    const std::size_t chunks = (rows + lanes - 1) / lanes;
    if (column == 1 && chunks * lanes <= readable) {
      for (; k + memory::group <= depth; k += memory::group) {
        // The last chunk first: what it writes beyond its rows belongs to chunk 0 of the next k.
        for (std::size_t chunk = chunks; chunk-- > 0;) {
          V lines[memory::group];
          memory::transpose(a + chunk * lanes * row + k, row, lines);
          for (std::size_t c = 0; c < memory::group; ++c)
            lines[c].store(out + (k + c) * rows + chunk * lanes);
        }
      }
    } else if (row == 1 && chunks * lanes <= readable) {
      for (; k < depth; ++k) {
        for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
          V::load(a + k * column + chunk * lanes).store(out + k * rows + chunk * lanes);
        }
      }
    }
    for (; k < depth; ++k) {
      for (std::size_t i = 0; i < rows; ++i) out[k * rows + i] = a[i * row + k * column];
    }
  }

  /// out[k·width + j] = b[k·row + j·column] for j < columns, 0 for columns ≤ j < width; width is whole packs.
  /// b[0] … b[readable − 1] may be read.
  static void b_panel(const T* b, std::size_t row, std::size_t column, std::size_t columns, std::size_t width,
                      std::size_t depth, std::size_t readable, T* out) {
    const std::size_t whole = columns / lanes * lanes;
    if (column == 1) {
      for (std::size_t k = 0; k < depth; ++k) {
        for (std::size_t j = 0; j < whole; j += lanes) V::load(b + k * row + j).store(out + k * width + j);
      }
    } else {
      for (std::size_t j = 0; j < whole; j += lanes)
        b_transposed(b + j * column, column, width, depth, out + j);
    }
    if (whole < columns) b_rest(b, row, column, whole, columns, width, depth, readable, out);
    for (std::size_t j = (columns + lanes - 1) / lanes * lanes; j < width; j += lanes) {
      for (std::size_t k = 0; k < depth; ++k) V(0).store(out + k * width + j);
    }
  }

 private:
  static void b_transposed(const T* b, std::size_t column, std::size_t width, std::size_t depth, T* out) {
    std::size_t k = 0;
    for (; k + memory::group <= depth; k += memory::group) {
      V lines[memory::group];
      memory::transpose(b + k, column, lines);
      for (std::size_t c = 0; c < memory::group; ++c) lines[c].store(out + (k + c) * width);
    }
    for (; k < depth; ++k) {
      for (std::size_t l = 0; l < lanes; ++l) out[k * width + l] = b[l * column + k];
    }
  }

  /// The pack that columns whole … columns fill in part.
  static void b_rest(const T* b, std::size_t row, std::size_t column, std::size_t whole, std::size_t columns,
                     std::size_t width, std::size_t depth, std::size_t readable, T* out) {
    T number[lanes];
    for (std::size_t l = 0; l < lanes; ++l) number[l] = static_cast<T>(whole + l);
    const auto inside = V::load(number) < V(static_cast<double>(columns));
    std::size_t k = 0;
    if (column == 1) {
      for (; k < depth && k * row + whole + lanes <= readable; ++k) {
        select(inside, V::load(b + k * row + whole), V(0)).store(out + k * width + whole);
      }
    }
    for (; k < depth; ++k) {
      V(0).store(out + k * width + whole);
      for (std::size_t j = whole; j < columns; ++j) out[k * width + j] = b[k * row + j * column];
    }
  }
};

}  // namespace hillock::product
