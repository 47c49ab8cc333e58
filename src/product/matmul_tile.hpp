// SPDX-License-Identifier: Apache-2.0
// The innermost piece of the matrix product: a small tile of C held in registers.
#pragma once
#include <cstddef>

#include "simd/inline.hpp"
#include "simd/memory.hpp"

namespace hillock::product {

/// How a tile reads A: element (i, k) is a[i·stride + k] (`rows`) or a[k·stride + i] (`columns`).
enum class layout { rows, columns };

template <class T>
struct tile_task {
  const T* a;
  std::size_t a_stride;
  const T* b;  ///< row k of the tile's part of B starts at b + k·b_stride
  std::size_t b_stride;
  std::size_t k;
  const T* start;  ///< null: zeros
  std::size_t start_stride;
  T* c;
  std::size_t c_stride;
};

/// Addresses of one element in each of `rows` rows of A. One pointer serves three rows (offsets 0, stride,
/// 2·stride fit an x86 address), so 14 rows need 5 registers instead of 14.
template <class V, std::size_t rows, layout order>
struct cursor {
  using T = typename V::lane;
  static constexpr std::size_t pointers = order == layout::columns ? 1 : (rows + 2) / 3;
  const T* p[pointers];
  std::size_t stride;

  HILLOCK_INLINE cursor(const T* a, std::size_t s) : stride(s) {
    HILLOCK_UNROLL
    for (std::size_t i = 0; i < pointers; ++i) p[i] = a + 3 * i * s;
  }
  HILLOCK_INLINE const T* at(std::size_t i) const {
    return order == layout::columns ? p[0] + i : p[i / 3] + i % 3 * stride;
  }
  HILLOCK_INLINE void advance() {
    HILLOCK_UNROLL
    for (std::size_t i = 0; i < pointers; ++i) p[i] += order == layout::columns ? stride : 1;
  }
};

/// c = start + a·b for `rows` rows and `vectors` packs of columns: rows·vectors independent chains. The loops
/// over both are unrolled, so that sums, being indexed by constants, live in registers.
template <class V, std::size_t rows, std::size_t vectors, layout order>
void tile(const tile_task<typename V::lane>& task) noexcept {
  using T = typename V::lane;
  constexpr std::size_t lanes = V::size();
  const tile_task<T> t = task;
  V sum[rows][vectors];
  HILLOCK_UNROLL
  for (std::size_t i = 0; i < rows; ++i) {
    HILLOCK_UNROLL
    for (std::size_t j = 0; j < vectors; ++j)
      sum[i][j] = t.start ? V::load(t.start + i * t.start_stride + j * lanes) : V(0);
  }
  cursor<V, rows, order> a(t.a, t.a_stride);
  const T* b = t.b;
  for (std::size_t k = t.k; k > 0; --k) {
    V right[vectors];
    HILLOCK_UNROLL
    for (std::size_t j = 0; j < vectors; ++j) right[j] = V::load(b + j * lanes);
    HILLOCK_UNROLL
    for (std::size_t i = 0; i < rows; ++i) {
      const V left = simd::memory<V>::broadcast(a.at(i));
      HILLOCK_UNROLL
      for (std::size_t j = 0; j < vectors; ++j) sum[i][j] = fma(left, right[j], sum[i][j]);
    }
    a.advance();
    b += t.b_stride;
  }
  HILLOCK_UNROLL
  for (std::size_t i = 0; i < rows; ++i) {
    HILLOCK_UNROLL
    for (std::size_t j = 0; j < vectors; ++j) sum[i][j].store(t.c + i * t.c_stride + j * lanes);
  }
}

}  // namespace hillock::product
