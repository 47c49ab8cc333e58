// SPDX-License-Identifier: Apache-2.0
#include "verify/patterns.hpp"

#include <algorithm>
#include <bit>

namespace hillock::verify {

namespace {

constexpr std::uint64_t all = std::uint64_t{1} << 32;

// Patterns centre − radius … centre + radius, wrapping around at both ends of the 32 bits.
pattern_run around(std::uint32_t centre, std::uint32_t radius) {
  return {centre - radius, 1, 2 * std::uint64_t{radius} + 1};
}

std::vector<pattern_run> spread(std::uint32_t stride, const card& about) {
  std::vector<pattern_run> runs{{0, stride, (all + stride - 1) / stride}};
  for (std::uint32_t exponent = 0; exponent < 512; ++exponent) runs.push_back(around(exponent << 23, 64));
  for (const double x : about.regimes) {
    runs.push_back(around(std::bit_cast<std::uint32_t>(static_cast<float>(x)), 4096));
  }
  return runs;
}

}  // namespace

std::vector<pattern_run> all_patterns() { return {{0, 1, all}}; }
std::vector<pattern_run> sample_patterns(const card& about) { return spread(257, about); }
std::vector<pattern_run> quick_patterns(const card& about) { return spread(1021, about); }

std::uint64_t count_of(const std::vector<pattern_run>& runs) {
  std::uint64_t sum = 0;
  for (const pattern_run& r : runs) sum += r.count;
  return sum;
}

std::vector<pattern_run> pieces_of(const std::vector<pattern_run>& runs, std::uint64_t longest) {
  std::vector<pattern_run> pieces;
  for (const pattern_run& r : runs) {
    for (std::uint64_t at = 0; at < r.count; at += longest) {
      pieces.push_back(
          {static_cast<std::uint32_t>(r.first + at * r.stride), r.stride, std::min(longest, r.count - at)});
    }
  }
  return pieces;
}

}  // namespace hillock::verify
