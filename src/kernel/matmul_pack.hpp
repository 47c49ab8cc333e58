// SPDX-License-Identifier: Apache-2.0
// Copies parts of A and B so that a tile reads them in one straight line.
#pragma once
#include <cstddef>

#include "simd/memory.hpp"

namespace hillock::kernel {

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
  static void b_panel(const T* b, std::size_t row, std::size_t column, std::size_t columns, std::size_t width,
                      std::size_t depth, T* out) {
    const std::size_t whole = columns / lanes * lanes;
    if (column == 1) {
      for (std::size_t k = 0; k < depth; ++k) {
        for (std::size_t j = 0; j < whole; j += lanes) V::load(b + k * row + j).store(out + k * width + j);
      }
    } else {
      const std::size_t groups = depth / memory::group * memory::group;
      for (std::size_t j = 0; j < whole; j += lanes) {
        for (std::size_t k = 0; k < groups; k += memory::group) {
          V lines[memory::group];
          memory::transpose(b + j * column + k, column, lines);
          for (std::size_t c = 0; c < memory::group; ++c) lines[c].store(out + (k + c) * width + j);
        }
        for (std::size_t k = groups; k < depth; ++k) {
          for (std::size_t l = j; l < j + lanes; ++l) out[k * width + l] = b[l * column + k];
        }
      }
    }
    if (whole == width) return;
    for (std::size_t k = 0; k < depth; ++k) {
      for (std::size_t j = whole; j < columns; ++j) out[k * width + j] = b[k * row + j * column];
      for (std::size_t j = columns; j < width; ++j) out[k * width + j] = T(0);
    }
  }
};

}  // namespace hillock::kernel
