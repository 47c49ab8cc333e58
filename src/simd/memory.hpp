// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

#include "simd/scalar.hpp"

namespace hillock::simd {

/// How packs meet matrices. For every pack V with lanes of type T:
///   V broadcast(const T* p)          p[0] in every lane;
///   group                            how many columns transpose() makes at once;
///   transpose(p, stride, V out[group])  lane r of out[c] is p[r·stride + c].
/// The Highway packs' is in simd/highway_memory.hpp.
template <class V>
struct memory;

template <class T>
struct memory<scalar<T>> {
  static constexpr std::size_t group = 1;
  static scalar<T> broadcast(const T* p) { return *p; }
  static void transpose(const T* p, std::size_t, scalar<T>* out) { out[0] = *p; }
};

}  // namespace hillock::simd
