// SPDX-License-Identifier: Apache-2.0
// How packs of Highway's vectors meet matrices: one element in every lane, and columns out of rows.
#pragma once
#include "simd/highway.hpp"
#include "simd/memory.hpp"

namespace hillock::simd {

template <class D>
struct memory<pack<D>> {
  using V = pack<D>;
  using T = typename V::lane;
  static constexpr std::size_t group = 16 / sizeof(T);
  static constexpr std::size_t blocks = V::size() / group;  // of 128 bits

  static HWY_INLINE V broadcast(const T* p) { return hn::Set(D(), *p); }

  /// Block b of the result is the 128 bits at p + b·stride.
  static HWY_INLINE hn::Vec<D> load_blocks(const T* p, std::size_t stride) {
    const D d;
    if constexpr (blocks == 1) {
      return hn::LoadU(d, p);
    } else if constexpr (blocks == 2) {
      return hn::ConcatUpperLower(d, hn::LoadDup128(d, p + stride), hn::LoadDup128(d, p));
    } else {
      auto v = hn::LoadDup128(d, p + (blocks - 1) * stride);
      for (std::size_t b = blocks - 1; b-- > 0;) {
        v = hn::IfThenElse(hn::FirstN(d, (b + 1) * group), hn::LoadDup128(d, p + b * stride), v);
      }
      return v;
    }
  }

  static HWY_INLINE void transpose(const T* p, std::size_t stride, V* out) {
    const D d;
    if constexpr (group == 2) {
      const auto even = load_blocks(p, 2 * stride), odd = load_blocks(p + stride, 2 * stride);
      out[0] = hn::InterleaveLower(d, even, odd);
      out[1] = hn::InterleaveUpper(d, even, odd);
    } else {
      const hn::Repartition<double, D> pairs;
      const auto r0 = load_blocks(p, 4 * stride), r1 = load_blocks(p + stride, 4 * stride);
      const auto r2 = load_blocks(p + 2 * stride, 4 * stride), r3 = load_blocks(p + 3 * stride, 4 * stride);
      const auto lower01 = hn::BitCast(pairs, hn::InterleaveLower(d, r0, r1));
      const auto upper01 = hn::BitCast(pairs, hn::InterleaveUpper(d, r0, r1));
      const auto lower23 = hn::BitCast(pairs, hn::InterleaveLower(d, r2, r3));
      const auto upper23 = hn::BitCast(pairs, hn::InterleaveUpper(d, r2, r3));
      out[0] = hn::BitCast(d, hn::InterleaveLower(pairs, lower01, lower23));
      out[1] = hn::BitCast(d, hn::InterleaveUpper(pairs, lower01, lower23));
      out[2] = hn::BitCast(d, hn::InterleaveLower(pairs, upper01, upper23));
      out[3] = hn::BitCast(d, hn::InterleaveUpper(pairs, upper01, upper23));
    }
  }
};

}  // namespace hillock::simd
