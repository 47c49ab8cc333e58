// SPDX-License-Identifier: Apache-2.0
// Sine and cosine for the generators, from + and × only, so that data sets have the same bits on every
// machine (the bits of std::sin differ between C libraries).
#pragma once
#include <array>
#include <cmath>

namespace hillock::data {

/// cos and sin of an angle in turns (1 turn = 2π), |turns| < 2^50; absolute error below 4e-16.
struct circle_point {
  double cosine, sine;
};

inline circle_point circle_at(double turns) noexcept {
  // Exact: turns = quarter / 4 + rest, |rest| ≤ 1/8.
  const double quarter = std::floor(4 * turns + 0.5);
  const double x = (turns - quarter / 4) * 0x1.921fb54442d18p+2;  // 2π, |x| ≤ π/4
  const double square = x * x;
  // Taylor, nested: the first terms left out are below x^18/18! and x^19/19!, under 3e-18.
  double cosine = 1, sine = 1;
  for (int k = 16; k >= 2; k -= 2) {
    cosine = 1 - square / (k * (k - 1)) * cosine;
    sine = 1 - square / (k * (k + 1)) * sine;
  }
  sine *= x;
  switch (static_cast<int>(quarter - 4 * std::floor(quarter / 4))) {
    case 0:
      return {cosine, sine};
    case 1:
      return {-sine, cosine};
    case 2:
      return {-cosine, -sine};
    default:
      return {sine, -cosine};
  }
}

}  // namespace hillock::data
