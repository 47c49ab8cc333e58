// SPDX-License-Identifier: Apache-2.0
// The innermost piece of the matrix product: a small tile of C held in registers.
#pragma once
#include <cstddef>
#include <type_traits>
#include <utility>

#include "simd/memory.hpp"

#define HILLOCK_INLINE inline __attribute__((always_inline))

namespace hillock::kernel {

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

/// f(0), …, f(n − 1) as constants, without a loop: arrays indexed by them live in registers.
template <int n, class F>
HILLOCK_INLINE void unrolled(const F& f) {
  [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
    (f(std::integral_constant<int, i>()), ...);
  }
  (std::make_integer_sequence<int, n>());
}

/// Addresses of one element in each of `rows` rows. One pointer serves three rows (offsets 0, stride,
/// 2·stride fit an x86 address), so 14 rows need 5 registers instead of 14.
template <class T, int rows, layout order>
struct cursor {
  static constexpr int pointers = order == layout::columns ? 1 : (rows + 2) / 3;
  const T* p[pointers];
  std::size_t stride;

  HILLOCK_INLINE cursor(const T* a, std::size_t s) : stride(s) {
    unrolled<pointers>([&](auto i) __attribute__((always_inline)) {
      p[i] = a + static_cast<std::size_t>(3 * i) * s;
    });
  }
  template <int i>
  HILLOCK_INLINE const T* at() const {
    if constexpr (order == layout::columns) {
      return p[0] + i;
    } else {
      return p[i / 3] + static_cast<std::size_t>(i % 3) * stride;
    }
  }
  HILLOCK_INLINE void advance() {
    unrolled<pointers>([&](auto i)
                           __attribute__((always_inline)) { p[i] += order == layout::columns ? stride : 1; });
  }
};

/// c = start + a·b for `rows` rows and `vectors` packs of columns: rows·vectors independent chains.
template <class V, int rows, int vectors, layout order>
void tile(const tile_task<typename V::lane>& t) noexcept {
  using T = typename V::lane;
  constexpr std::size_t lanes = V::size();
  V sum[rows][vectors];
  if (t.start) {
    unrolled<rows>([&](auto i) __attribute__((always_inline)) {
      unrolled<vectors>([&](auto j) __attribute__((always_inline)) {
        sum[i][j] = V::load(t.start + static_cast<std::size_t>(i) * t.start_stride +
                            static_cast<std::size_t>(j) * lanes);
      });
    });
  } else {
    unrolled<rows>([&](auto i) __attribute__((always_inline)) {
      unrolled<vectors>([&](auto j) __attribute__((always_inline)) { sum[i][j] = V(0); });
    });
  }
  cursor<T, rows, order> a(t.a, t.a_stride);
  const T* b = t.b;
  for (std::size_t k = t.k; k > 0; --k) {
    V right[vectors];
    unrolled<vectors>([&](auto j) __attribute__((always_inline)) {
      right[j] = V::load(b + static_cast<std::size_t>(j) * lanes);
    });
    unrolled<rows>([&](auto i) __attribute__((always_inline)) {
      const V left = simd::memory<V>::broadcast(a.template at<i>());
      unrolled<vectors>([&](auto j)
                            __attribute__((always_inline)) { sum[i][j] = fma(left, right[j], sum[i][j]); });
    });
    a.advance();
    b += t.b_stride;
  }
  unrolled<rows>([&](auto i) __attribute__((always_inline)) {
    unrolled<vectors>([&](auto j) __attribute__((always_inline)) {
      sum[i][j].store(t.c + static_cast<std::size_t>(i) * t.c_stride + static_cast<std::size_t>(j) * lanes);
    });
  });
}

}  // namespace hillock::kernel
