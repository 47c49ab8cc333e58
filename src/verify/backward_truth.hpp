// SPDX-License-Identifier: Apache-2.0
// What backward(x, dy) must be, bit for bit: dy·f'(x) rounded once, and the rule for infinities, NaN and the
// flat side (docs/accuracy.md).
#pragma once
#include <bit>
#include <cstdint>
#include <optional>

#include "verify/format.hpp"
#include "verify/slope_bounds.hpp"

namespace hillock::verify {

/// The bits of a format's numbers without their sign: m·2^q has the bits below, infinity the largest.
template <class T>
struct bits_of_format {
  static constexpr format form = format_of<T>;
  static constexpr int fraction = form.digits - 1;
  static constexpr std::uint32_t one = 1U << fraction;
  static constexpr std::uint32_t infinity =
      static_cast<std::uint32_t>(form.limit - form.quantum - form.digits + 2) << fraction;
  static constexpr std::uint32_t sign = infinity << 1 & ~infinity;
  static constexpr std::uint32_t quiet = one / 2, nan = infinity | quiet;
};

/// A positive number as an integer times a power of two.
struct factor {
  std::uint32_t significand = 0;
  int exponent = 0;
};

template <class T>
constexpr factor factor_of(std::uint32_t magnitude) {
  using bits = bits_of_format<T>;
  const std::uint32_t exponent = magnitude >> bits::fraction, fraction = magnitude & (bits::one - 1);
  if (exponent == 0) return {fraction, bits::form.quantum};
  return {fraction | bits::one, bits::form.quantum + static_cast<int>(exponent) - 1};
}

/// m·|f'| rounded to nearest, ties to even, as bits of the magnitude. Where the bounds do not tell on which
/// side of a middle n·2^k the product lies, compare(m, n, k) is asked, which answers as compare_product;
/// nothing where it does not know.
template <class T, class Compare>
std::optional<std::uint32_t> round_product(const slope_bounds& slope, factor dy, const Compare& compare) {
  using bits = bits_of_format<T>;
  const wide product = slope.low * dy.significand, width = static_cast<wide>(slope.width) * dy.significand;
  if (product == 0) return 0;
  const auto high = static_cast<std::uint64_t>(product >> 64);
  const int length =
      high ? 128 - std::countl_zero(high) : 64 - std::countl_zero(static_cast<std::uint64_t>(product));
  const int unit = slope.exponent + dy.exponent;
  const int quantum = std::max(unit + length - bits::form.digits, bits::form.quantum);
  const int dropped = quantum - unit;
  if (dropped > 127) return 0;
  const wide half = wide{1} << (dropped - 1), rest = product & (half + (half - 1));
  auto whole = static_cast<std::uint32_t>(product >> dropped);
  int side = rest < half ? -1 : 1;
  if (width == 0) {
    if (rest == half) side = 0;
  } else if (rest < half && rest + width > half) {
    const auto asked = compare(dy.significand, 2 * std::uint64_t{whole} + 1, quantum - 1 - dy.exponent);
    if (!asked) return std::nullopt;
    side = *asked;
  }
  whole += side > 0 || (side == 0 && whole % 2 == 1) ? 1 : 0;
  const std::uint32_t result =
      (static_cast<std::uint32_t>(quantum - bits::form.quantum) << bits::fraction) + whole;
  return quantum >= bits::form.limit || result > bits::infinity ? bits::infinity : result;
}

/// Everything but the product of two finite numbers: dx where x is NaN or not finite, dy is NaN or infinite,
/// or nothing passes the flat side. `product` is what finite dy gives, without sign.
template <class T>
constexpr std::uint32_t backward_bits(std::uint32_t x, std::uint32_t dy, const slope_bounds& slope,
                                      bool is_flat, std::uint32_t product) {
  using bits = bits_of_format<T>;
  const auto is_nan = [](std::uint32_t v) { return (v & ~bits::sign) > bits::infinity; };
  if (is_nan(x)) return x | bits::quiet;
  if (is_flat && slope.is_zero()) return 0;
  if (is_nan(dy)) return dy | bits::quiet;
  const std::uint32_t sign = (dy & bits::sign) ^ (slope.is_negative ? bits::sign : 0);
  if (slope.is_infinite) return (dy & ~bits::sign) == 0 ? bits::nan : sign | bits::infinity;
  if ((dy & ~bits::sign) < bits::infinity) return sign | product;
  return slope.is_zero() ? bits::nan : sign | bits::infinity;
}

}  // namespace hillock::verify
