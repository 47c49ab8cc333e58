// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

#pragma GCC visibility push(default)
namespace hillock {

namespace detail {

/// A 16-bit number type of the compiler, known by what it keeps of 1 + 2^-10: binary16 all of it, bfloat16
/// only the 1. Types that cannot compute (clang's older __bf16) are none.
template <class T>
concept builtin_16_bit = sizeof(T) == 2 && std::is_trivially_copyable_v<T> && !std::is_class_v<T> &&
                         !std::is_enum_v<T> && !std::integral<T> && requires(T x, float f) {
  static_cast<float>(x);
  static_cast<T>(f);
};
template <class T>
concept builtin_f16 = builtin_16_bit<T> && static_cast<float>(static_cast<T>(1 + 0x1p-10f)) == 1 + 0x1p-10f;
template <class T>
concept builtin_bf16 = builtin_16_bit<T> && static_cast<float>(static_cast<T>(1 + 0x1p-10f)) == 1;

constexpr std::uint16_t f16_bits(float value) noexcept {
  const std::uint32_t f = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (f >> 16) & 0x8000u, magnitude = f & 0x7fffffffu;
  const auto rounded = [](std::uint32_t v, unsigned shift) {  // v / 2^shift, to nearest, ties to even
    const std::uint32_t half = 1u << (shift - 1), low = v & ((1u << shift) - 1), whole = v >> shift;
    return whole + (low > half || (low == half && (whole & 1u)) ? 1u : 0u);
  };
  std::uint32_t result = 0;
  if (magnitude > 0x7f800000u) {
    result = 0x7e00u | ((magnitude >> 13) & 0x3ffu);  // NaN: quiet, upper payload kept
  } else if (magnitude >= 0x47800000u) {              // 2^16 and above
    result = 0x7c00u;
  } else if (magnitude >= 0x38800000u) {  // 2^-14 and above: normal; a carry into the exponent is rounding
    result = rounded(magnitude - 0x38000000u, 13);
  } else if (magnitude >= 0x33000000u) {  // 2^-25 and above: subnormal
    const unsigned exponent = magnitude >> 23;
    result = rounded((magnitude & 0x7fffffu) | 0x800000u, 126u - exponent);
  }
  return static_cast<std::uint16_t>(sign | result);
}

constexpr float float_of_f16(std::uint16_t bits) noexcept {
  const std::uint32_t sign = (bits & 0x8000u) << 16, exponent = (bits >> 10) & 0x1fu,
                      mantissa = bits & 0x3ffu;
  if (exponent == 0x1f)
    return std::bit_cast<float>(sign | 0x7f800000u | (mantissa ? 0x400000u : 0u) | (mantissa << 13));
  if (exponent == 0) {  // mantissa·2^-24, a normal float: exact, whatever the rounding mode
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
    return sign ? -magnitude : magnitude;
  }
  return std::bit_cast<float>(sign | ((exponent + 112u) << 23) | (mantissa << 13));
}

constexpr std::uint16_t bf16_bits(float value) noexcept {
  const std::uint32_t f = std::bit_cast<std::uint32_t>(value);
  if ((f & 0x7fffffffu) > 0x7f800000u) return static_cast<std::uint16_t>((f | 0x00400000u) >> 16);
  return static_cast<std::uint16_t>((f + 0x7fffu + ((f >> 16) & 1u)) >> 16);
}

/// A float between the floats around `value`, never one of them by rounding (to odd), so that rounding it to
/// fewer digits rounds `value` once (Boldo and Melquiond 2008). By integers, whatever the rounding mode.
constexpr float to_odd_float(double value) noexcept {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(value), fraction = bits & ((1ull << 52) - 1);
  const auto sign = static_cast<std::uint32_t>(bits >> 63) << 31;
  const int exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1023;
  std::uint32_t magnitude = 0;
  if (exponent == 1024) {  // infinity; a NaN stays one
    magnitude = 0x7f800000u | static_cast<std::uint32_t>(fraction >> 29) | (fraction ? 0x400000u : 0u);
  } else if (exponent > 127) {
    magnitude = 0x7f7fffffu;
  } else {
    const bool subnormal = exponent < -126;  // as a float
    const int shift = subnormal ? -97 - exponent : 29;
    const std::uint64_t whole = subnormal ? fraction | 1ull << 52 : fraction;
    if (!subnormal) magnitude = static_cast<std::uint32_t>(exponent + 127) << 23;
    if (shift < 53) magnitude += static_cast<std::uint32_t>(whole >> shift);
    const bool inexact = shift < 53 ? (whole & ((1ull << shift) - 1)) != 0 : (bits << 1) != 0;
    magnitude |= inexact ? 1u : 0u;
  }
  return std::bit_cast<float>(sign | magnitude);
}

/// As numbers: −0 equals 0, a NaN nothing. `infinity`: the format's, as bits.
constexpr bool same_number(std::uint16_t a, std::uint16_t b, unsigned infinity) noexcept {
  return (a & 0x7fffu) <= infinity && (a == b || ((a | b) & 0x7fffu) == 0);
}

}  // namespace detail

/// IEEE 754 binary16, stored as its bits. Converts from float and double with one rounding (to nearest, ties
/// to even, whatever the rounding mode), to float exactly (a NaN becomes quiet), and bit for bit from and to
/// the compiler's own type of that format (_Float16, std::float16_t), where it has one.
struct f16 {
  std::uint16_t bits = 0;

  constexpr f16() = default;
  constexpr explicit f16(float value) noexcept : bits(detail::f16_bits(value)) {}
  template <std::same_as<double> T>  // whole numbers go through float
  constexpr explicit f16(T value) noexcept : f16(detail::to_odd_float(value)) {}
  template <detail::builtin_f16 T>
  constexpr explicit f16(T value) noexcept : bits(std::bit_cast<std::uint16_t>(value)) {}
  static constexpr f16 from_bits(std::uint16_t b) noexcept {
    f16 r;
    r.bits = b;
    return r;
  }

  constexpr explicit operator float() const noexcept { return detail::float_of_f16(bits); }
  constexpr explicit operator double() const noexcept {
    return static_cast<double>(detail::float_of_f16(bits));
  }
  template <detail::builtin_f16 T>
  constexpr explicit operator T() const noexcept {
    return std::bit_cast<T>(bits);
  }

  /// As numbers: −0 equals 0, a NaN nothing.
  friend constexpr bool operator==(f16 a, f16 b) noexcept {
    return detail::same_number(a.bits, b.bits, 0x7c00);
  }
};

/// bfloat16 (the upper half of a binary32), stored as its bits. Converts as f16 does; the compiler's types
/// are __bf16 and std::bfloat16_t.
struct bf16 {
  std::uint16_t bits = 0;

  constexpr bf16() = default;
  constexpr explicit bf16(float value) noexcept : bits(detail::bf16_bits(value)) {}
  template <std::same_as<double> T>  // whole numbers go through float
  constexpr explicit bf16(T value) noexcept : bf16(detail::to_odd_float(value)) {}
  template <detail::builtin_bf16 T>
  constexpr explicit bf16(T value) noexcept : bits(std::bit_cast<std::uint16_t>(value)) {}
  static constexpr bf16 from_bits(std::uint16_t b) noexcept {
    bf16 r;
    r.bits = b;
    return r;
  }

  constexpr explicit operator float() const noexcept {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
  }
  constexpr explicit operator double() const noexcept {
    if ((bits & 0x7f80u) != 0) return static_cast<double>(static_cast<float>(*this));
    const double magnitude = (bits & 0x7f) * 0x1p-133;  // exact, also where subnormal floats count as 0
    return bits & 0x8000u ? -magnitude : magnitude;
  }
  template <detail::builtin_bf16 T>
  constexpr explicit operator T() const noexcept {
    return std::bit_cast<T>(bits);
  }

  /// As numbers: −0 equals 0, a NaN nothing.
  friend constexpr bool operator==(bf16 a, bf16 b) noexcept {
    return detail::same_number(a.bits, b.bits, 0x7f80);
  }
};

namespace detail {

/// numeric_limits of a 16-bit binary format in which `digits` significant bits and exponents up to
/// `largest_exponent` (as frexp counts them) lie beside infinities, NaNs and subnormal numbers.
template <class T, int Digits, int LargestExponent>
struct limits_of_16_bit {
  static constexpr bool is_specialized = true, is_signed = true, is_integer = false, is_exact = false;
  static constexpr bool has_infinity = true, has_quiet_NaN = true, has_signaling_NaN = true;
  static constexpr std::float_denorm_style has_denorm = std::denorm_present;
  static constexpr bool has_denorm_loss = false, is_iec559 = true, is_bounded = true, is_modulo = false;
  static constexpr bool traps = false, tinyness_before = false;
  static constexpr std::float_round_style round_style = std::round_to_nearest;
  static constexpr int radix = 2, digits = Digits, max_exponent = LargestExponent,
                       min_exponent = 3 - LargestExponent;
  // ⌊(p − 1)·log10 2⌋, ⌈1 + p·log10 2⌉, and the decimal exponents of the smallest normal and largest number.
  static constexpr int digits10 = (Digits - 1) * 30103 / 100000, max_digits10 = Digits * 30103 / 100000 + 2,
                       max_exponent10 = LargestExponent * 30103 / 100000,
                       min_exponent10 = (min_exponent - 1) * 30103 / 100000;

  static constexpr T min() noexcept { return T::from_bits(one_step); }
  static constexpr T max() noexcept { return T::from_bits(above_all - 1); }
  static constexpr T lowest() noexcept { return T::from_bits(sign | (above_all - 1)); }
  static constexpr T epsilon() noexcept {
    return T::from_bits(static_cast<std::uint16_t>((LargestExponent - Digits) * one_step));
  }
  static constexpr T round_error() noexcept {
    return T::from_bits(static_cast<std::uint16_t>((LargestExponent - 2) * one_step));
  }
  static constexpr T infinity() noexcept { return T::from_bits(above_all); }
  static constexpr T quiet_NaN() noexcept { return T::from_bits(above_all | one_step / 2); }
  static constexpr T signaling_NaN() noexcept { return T::from_bits(above_all | one_step / 4); }
  static constexpr T denorm_min() noexcept { return T::from_bits(1); }

 private:
  static constexpr std::uint16_t one_step = 1 << (Digits - 1);  // from one power of two to the next
  static constexpr std::uint16_t sign = 0x8000, above_all = 0x8000 - one_step;
};

}  // namespace detail
}  // namespace hillock

template <>
struct std::numeric_limits<hillock::f16> : hillock::detail::limits_of_16_bit<hillock::f16, 11, 16> {};
template <>
struct std::numeric_limits<hillock::bf16> : hillock::detail::limits_of_16_bit<hillock::bf16, 8, 128> {};
#pragma GCC visibility pop
