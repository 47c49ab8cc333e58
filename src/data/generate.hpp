// SPDX-License-Identifier: Apache-2.0
// The embedded data sets. Rows come in the classes' turn (0, 1, …, 0, 1, …); the list with its defaults is in
// generators.cpp.
#pragma once
#include <cstddef>
#include <cstdint>

#include "data/dataset.hpp"

namespace hillock::data {

/// A place in the plane.
struct point {
  double x, y;
};

/// Two spirals of one and a half turns wound into each other.
dataset make_spirals(std::size_t rows, std::uint64_t seed);
/// Two interleaving half circles.
dataset make_moons(std::size_t rows, std::uint64_t seed);
/// A circle inside a circle.
dataset make_circles(std::size_t rows, std::uint64_t seed);
/// The sign of a product: opposite quadrants share a class.
dataset make_xor(std::size_t rows, std::uint64_t seed);
/// Four by four squares in two colours.
dataset make_checkerboard(std::size_t rows, std::uint64_t seed);
/// Friedman, "Multivariate adaptive regression splines", Annals of Statistics 19 (1991), equation 56:
/// 10 sin(π x₁x₂) + 20 (x₃ − ½)² + 10 x₄ + 5 x₅ + a standard normal, five more features without effect.
dataset make_friedman1(std::size_t rows, std::uint64_t seed);
/// Digits drawn from strokes, 16 × 16 pixels from 0 (paper) to 1 (ink).
dataset make_glyphs(std::size_t rows, std::uint64_t seed);

}  // namespace hillock::data
