// SPDX-License-Identifier: Apache-2.0
// How loops meet the ends of arrays, and the caches.
#pragma once
#include <cstddef>
#include <cstdint>

#include "simd/twin.hpp"

namespace hillock::kernel {

/// The first `count` elements as lanes V, the missing ones `padding`. A loop because a call to memcpy would
/// cost more.
template <class L, class V, class T>
HILLOCK_INLINE V load_part(const T* p, std::size_t count, T padding = T()) {
  if (count == V::size()) return simd::load<L, V>(p);
  T buffer[V::size()];
  for (T& e : buffer) e = padding;
  for (std::size_t i = 0; i < count; ++i) buffer[i] = p[i];
  return simd::load<L, V>(buffer);
}

template <class L, class V, class T>
HILLOCK_INLINE void store_part(V v, T* p, std::size_t count) {
  if (count == V::size()) return simd::store<L>(v, p);
  T buffer[V::size()];
  simd::store<L>(v, buffer);
  for (std::size_t i = 0; i < count; ++i) p[i] = buffer[i];
}

/// How many elements until `out` is aligned to a pack of `lanes`; `lanes` if it is not even aligned to an
/// element.
template <class L, class T>
HILLOCK_INLINE std::size_t to_alignment(const T* out, std::size_t lanes) {
  const std::size_t missing = (0 - reinterpret_cast<std::uintptr_t>(out)) % (lanes * sizeof(T));
  return missing % sizeof(T) == 0 ? missing / sizeof(T) : lanes;
}

/// Outputs of at least this many bytes are written past the caches: about what a last-level cache holds.
/// Below, that would cost up to three times (measured: docs/performance.md).
inline constexpr std::size_t streaming_bytes = std::size_t{32} << 20;

/// Whether n results for `out` are written past the caches, pack by pack of `lanes`.
template <class L, class T>
HILLOCK_INLINE bool streams(std::size_t n, const T* out, bool not_in_place, std::size_t lanes) {
  if constexpr (!L::can_stream || sizeof(T) < 4) return false;
  return n * sizeof(T) >= streaming_bytes && not_in_place && to_alignment<L>(out, lanes) < lanes;
}

}  // namespace hillock::kernel
