// SPDX-License-Identifier: Apache-2.0
// Which f32 inputs a check looks at, as bit patterns.
#pragma once
#include <bit>
#include <cstdint>
#include <vector>

#include "hillock/card.hpp"

namespace hillock::verify {

/// A number of a type by its bits, and back.
template <class T>
T number_of(std::uint32_t bits) {
  if constexpr (sizeof(T) == 4) {
    return std::bit_cast<T>(bits);
  } else {
    return T::from_bits(static_cast<std::uint16_t>(bits));
  }
}

template <class T>
std::uint32_t pattern_of(T number) {
  if constexpr (sizeof(T) == 4) {
    return std::bit_cast<std::uint32_t>(number);
  } else {
    return number.bits;
  }
}

/// A run of consecutive patterns with a stride: first, first + stride, … (count of them).
struct pattern_run {
  std::uint32_t first = 0;
  std::uint32_t stride = 1;
  std::uint64_t count = 0;
};

/// All 2^32 patterns in order.
std::vector<pattern_run> all_patterns();

/// The sample that paths too slow for all inputs compare: every 257th pattern (16,711,936 of them, NaNs
/// included), the 64 patterns on either side of every power of two, zero and infinity of both signs, and the
/// 4096 on either side of every regime the card declares. In this order; a pattern may occur twice.
std::vector<pattern_run> sample_patterns(const card& about);

/// As sample_patterns, but every 1021st pattern and all around the difficult places: for a quick look at a
/// kernel in the making.
std::vector<pattern_run> quick_patterns(const card& about);

/// How many inputs the runs hold.
std::uint64_t count_of(const std::vector<pattern_run>& runs);

/// The runs cut into pieces of at most `longest` inputs.
std::vector<pattern_run> pieces_of(const std::vector<pattern_run>& runs, std::uint64_t longest);

}  // namespace hillock::verify
