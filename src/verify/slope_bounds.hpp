// SPDX-License-Identifier: Apache-2.0
// Where the true slope lies, in integers: what the proof of backward multiplies gradients by.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>

#include "verify/enclosures.hpp"

namespace hillock::verify {

__extension__ typedef unsigned __int128 wide;

/// |f'(x)| is strictly between low and low + width, times 2^exponent; it is low·2^exponent where width is 0.
/// The bounds themselves are excluded, so that a slope a hair below a power of two stays below it.
struct slope_bounds {
  static constexpr int digits =
      103;  ///< 2^102 ≤ low < 2^103: a product with 24 bits fits 128; 0: the slope is 0
  wide low = 0;
  std::uint32_t width = 0;
  int exponent = 0;
  bool is_negative = false;
  bool is_infinite = false;  ///< the limit at an infinite x; low is not 0 and means nothing

  bool is_zero() const noexcept { return low == 0; }
  friend bool operator==(const slope_bounds&, const slope_bounds&) = default;
};

/// Slopes further apart than this do not share bounds: 2^-96 of the slope.
inline constexpr std::uint32_t widest = 1 << 6;

/// What stands for slopes that make every product 0: |f'(x)| < 2^-400, said without the lower bound.
inline constexpr slope_bounds faded{wide{1} << (slope_bounds::digits - 1), 1, -401 - slope_bounds::digits,
                                    false};

/// What stands for slopes that make every product with anything but 0 infinite: more than 2^400.
inline constexpr slope_bounds exploded{wide{1} << (slope_bounds::digits - 1), 1, 401 - slope_bounds::digits,
                                       false};

/// What stands for slopes that are 1 but for 2^-104: no product with a number lies nearer to a tie than that.
inline constexpr slope_bounds saturated{(wide{1} << slope_bounds::digits) - 1, 2, -slope_bounds::digits,
                                        false};

/// The true slope at x, finite or infinite (there the limit), to the last of its 103 digits: from rational
/// arithmetic where the definition is rational at x, else from MPFR; `faded`, `exploded` and `saturated`
/// where logarithms show that. Throws `undecided` where 8192 bits do not tell.
slope_bounds slope_bounds_at(std::size_t index, double x, const double* parameters);

/// From the filter's enclosure; nothing where that is too wide.
std::optional<slope_bounds> slope_bounds_of(const enclosures::parts& slope, std::size_t i);

/// Bounds of the slopes at two finite inputs of one sign, and of everything between where `is_monotone`;
/// nothing where that is wider than `widest`.
std::optional<slope_bounds> slope_bounds_at_both(std::size_t index, double first, double last,
                                                 const double* parameters);
/// Whether the second derivative, on intervals of 512 bits, has one sign from first to last, or is 0.
bool is_monotone(std::size_t index, double first, double last, const double* parameters);

/// Whether m·|f'(x)| at a finite x is less than (−1), equal to (0) or greater than (1) n·2^exponent; nothing
/// where 8192 bits do not tell.
std::optional<int> compare_product(std::size_t index, double x, const double* parameters, std::uint32_t m,
                                   std::uint64_t n, int exponent);

}  // namespace hillock::verify
