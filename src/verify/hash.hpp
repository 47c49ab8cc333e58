// SPDX-License-Identifier: Apache-2.0
// The hash of outputs that cards pin: XXH3 (128 bits) of every block, then of the sequence of those hashes.
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include "hillock/card.hpp"

namespace hillock::verify {

/// Outputs per block. Input and output in one buffer of 256 KiB stay in a core's second-level cache.
inline constexpr std::size_t hashed_block = std::size_t{1} << 16;

using block_hash = std::array<unsigned char, 16>;
block_hash hash_of_block(const void* data, std::size_t bytes);
/// 32 hex digits.
std::string hash_of_blocks(const std::vector<block_hash>& blocks);

/// The default parameters, as kernels on elements of type T see them: rounded to float but for double.
template <class T>
std::array<double, max_parameters> parameters_for(const card& about) {
  std::array<double, max_parameters> values{};
  for (std::size_t i = 0; i < about.parameters.size(); ++i) {
    const double p = about.parameters[i].standard;
    values[i] = std::is_same_v<T, double> ? p : static_cast<double>(static_cast<float>(p));
  }
  return values;
}

}  // namespace hillock::verify
