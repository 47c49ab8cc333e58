// SPDX-License-Identifier: Apache-2.0
#include "hillock/types.hpp"

namespace hillock {

f16::f16(float value) noexcept {
  const std::uint32_t f = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (f >> 16) & 0x8000u, magnitude = f & 0x7fffffffu;
  const auto rounded = [](std::uint32_t v, unsigned shift) {  // v / 2^shift, to nearest, ties to even
    const std::uint32_t half = 1u << (shift - 1), low = v & ((1u << shift) - 1), whole = v >> shift;
    return whole + (low > half || (low == half && (whole & 1u)) ? 1u : 0u);
  };
  std::uint32_t result;
  if (magnitude > 0x7f800000u) {
    result = 0x7e00u | ((magnitude >> 13) & 0x3ffu);  // NaN: quiet, upper payload kept
  } else if (magnitude >= 0x47800000u) {              // 2^16 and above
    result = 0x7c00u;
  } else if (magnitude >=
             0x38800000u) {  // 2^-14 and above: normal; a carry into the exponent is what rounding means
    result = rounded(magnitude - 0x38000000u, 13);
  } else if (magnitude >= 0x33000000u) {  // 2^-25 and above: subnormal
    const unsigned exponent = magnitude >> 23;
    result = rounded((magnitude & 0x7fffffu) | 0x800000u, 126u - exponent);
  } else {
    result = 0;
  }
  bits = static_cast<std::uint16_t>(sign | result);
}

f16::operator float() const noexcept {
  const std::uint32_t sign = (bits & 0x8000u) << 16, exponent = (bits >> 10) & 0x1fu,
                      mantissa = bits & 0x3ffu;
  if (exponent == 0x1f) {
    return std::bit_cast<float>(sign | 0x7f800000u | (mantissa ? 0x400000u : 0u) | (mantissa << 13));
  }
  if (exponent == 0) {
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
    return sign ? -magnitude : magnitude;
  }
  return std::bit_cast<float>(sign | ((exponent + 112u) << 23) | (mantissa << 13));
}

bf16::bf16(float value) noexcept {
  const std::uint32_t f = std::bit_cast<std::uint32_t>(value);
  if ((f & 0x7fffffffu) > 0x7f800000u) {
    bits = static_cast<std::uint16_t>((f | 0x00400000u) >> 16);
  } else {
    bits = static_cast<std::uint16_t>((f + 0x7fffu + ((f >> 16) & 1u)) >> 16);
  }
}

}  // namespace hillock
