// SPDX-License-Identifier: Apache-2.0
// Single values of an activation, for pictures.
#pragma once
#include <array>

#include "hillock/activation.hpp"

namespace hillock::cli {

/// f(x); of a function of rows: the first element of f over the row (x, 0), or the only one.
inline double value_at(const activation& f, double x) {
  const std::array<double, 2> in{x, 0};
  std::array<double, 2> out{};
  f.forward(std::span<const double>(in), std::span<double>(out).first(f.card().reduces ? 1 : 2));
  return out[0];
}

/// f'(x), elementwise functions only.
inline double slope_at(const activation& f, double x) {
  const std::array<double, 1> in{x};
  std::array<double, 1> out{};
  f.slope(std::span<const double>(in), std::span<double>(out));
  return out[0];
}

}  // namespace hillock::cli
