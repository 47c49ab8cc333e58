// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <cstdint>

#pragma GCC visibility push(default)
namespace hillock {

/// IEEE 754 binary16, stored as its bits. Converts from float with one rounding (to nearest, ties to even).
struct f16 {
  std::uint16_t bits = 0;
  constexpr f16() = default;
  explicit f16(float value) noexcept;
  explicit operator float() const noexcept;
  static constexpr f16 from_bits(std::uint16_t b) noexcept {
    f16 r;
    r.bits = b;
    return r;
  }
};

/// bfloat16 (the upper half of a binary32), stored as its bits. Converts from float with one rounding (to
/// nearest, ties to even).
struct bf16 {
  std::uint16_t bits = 0;
  constexpr bf16() = default;
  explicit bf16(float value) noexcept;
  explicit operator float() const noexcept {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
  }
  static constexpr bf16 from_bits(std::uint16_t b) noexcept {
    bf16 r;
    r.bits = b;
    return r;
  }
};

}  // namespace hillock
#pragma GCC visibility pop
