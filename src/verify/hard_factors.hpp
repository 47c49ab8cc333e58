// SPDX-License-Identifier: Apache-2.0
// Which floats, times a constant, come nearest to the middle between two floats.
//
// Brisebarre and Muller, "Correctly rounded multiplication by arbitrary precision constants", IEEE Trans.
// Computers 57(2), 2008, ask that of one constant; the proof of backward asks it of each slope. With
// C = c·2^γ, 1 ≤ c < 2, and m an integer of 24 bits the middles lie, in units of 2^γ,
//   - at half-integers while m·c < 2^24 (normal results),
//   - at odd integers from there on,
//   - at odd multiples of 2^(j−1) where the result is subnormal and keeps j digits fewer, j ≥ 1.
// So no product m·c comes nearer to any middle than to the nearest half-integer (m·c < 2^24) or integer:
// two progressions modulo 1 bound them all, however large or small dy and the result are.
#pragma once
#include <array>
#include <cstddef>

#include "verify/backward_truth.hpp"

namespace hillock::verify {

struct hard_factors {
  /// The factors, significands of 24 bits but where subnormal, exponents such that they meet the middle they
  /// are near.
  std::array<factor, 160> list;
  std::size_t count = 0;

  /// No product is relatively nearer to a middle than this. 0: nearer than the bounds of the slope tell, or
  /// on one.
  double least = 0;
  std::uint32_t at_least = 0;  ///< the significand that comes so near, or nearly
};

/// How far to look.
enum class cases {
  nearest,  ///< the nearest factors on both sides of each: half-integers, odd integers, integers
  every     ///< and of every number of digits that subnormal results keep, and of subnormal factors
};

/// `choice` picks one of the exponents that give the same product but for its exponent.
hard_factors find_hard_factors(const slope_bounds& slope, cases which, std::uint32_t choice);

}  // namespace hillock::verify
