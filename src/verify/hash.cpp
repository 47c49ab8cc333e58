// SPDX-License-Identifier: Apache-2.0
#define XXH_INLINE_ALL
#include "verify/hash.hpp"

#include <xxhash.h>

#include <algorithm>

namespace hillock::verify {

block_hash hash_of_block(const void* data, std::size_t bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(data, bytes));
  block_hash hash;
  std::copy(std::begin(canonical.digest), std::end(canonical.digest), hash.begin());
  return hash;
}

std::string hash_of_blocks(const std::vector<block_hash>& blocks) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : hash_of_block(blocks.data(), blocks.size() * sizeof(block_hash))) {
    text += {digits[byte >> 4], digits[byte & 15]};
  }
  return text;
}

}  // namespace hillock::verify
