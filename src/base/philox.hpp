// SPDX-License-Identifier: Apache-2.0
// Counter-based random numbers: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
// SC 2011).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hillock {

/// The block function: 128 counter bits and 64 key bits to 128 random bits. Known-answer vectors are in the
/// test.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) noexcept;

/// A stream of random numbers keyed by (seed, purpose, index): the same draw whatever was drawn before, on
/// every machine. Example: `philox(seed, "weights", layer).normal()`; purposes are short words, hashed.
class [[gnu::visibility("default")]] philox {
 public:
  philox(std::uint64_t seed, std::string_view purpose, std::uint64_t index = 0) noexcept;
  std::uint32_t bits() noexcept;  ///< 32 uniform bits
  double uniform() noexcept;      ///< in [0, 1), 53 bits
  double normal() noexcept;       ///< standard normal, within ±8.3; same bits on every machine (no libm)
  std::uint64_t below(
      std::uint64_t bound) noexcept;  ///< uniform in 0 … bound − 1 without bias; 0 for bound 0
  std::vector<std::uint32_t> permutation(std::size_t n);  ///< Fisher–Yates shuffle of 0 … n − 1, n ≤ 2^32

 private:
  std::uint64_t bits64() noexcept;

  std::array<std::uint32_t, 4> counter_, block_;
  std::array<std::uint32_t, 2> key_;
  unsigned used_ = 4;
};

/// The standard normal's quantile, 0 < p < 1, to about 1 part in 10^15, from IEEE operations only.
/// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37
/// (1988).
[[gnu::visibility("default")]] double normal_quantile(double p) noexcept;

}  // namespace hillock
