// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "base/environment.hpp"
#include "base/philox.hpp"
#include "data/content.hpp"
#include "data/generate.hpp"
#include "data/load.hpp"
#include "data/trigonometry.hpp"

namespace hillock::data {
namespace {

// Two classes in the plane. `draw(label, random)` gives a point; every row has its own stream of random
// numbers, so the first rows of a longer draw are those of a shorter one.
template <class Draw>
dataset plane(const char* name, std::size_t rows, std::uint64_t seed, Draw draw) {
  dataset whole;
  whole.name = name;
  whole.task = task::binary;
  whole.rows = rows;
  whole.columns = 2;
  whole.feature_names = {"x", "y"};
  whole.class_names = {"0", "1"};
  for (std::size_t row = 0; row < rows; ++row) {
    philox random(seed, name, row);
    std::int32_t label = static_cast<std::int32_t>(row % 2);
    const point drawn = draw(label, random);
    whole.features.insert(whole.features.end(), {drawn.x, drawn.y});
    whole.labels.push_back(label);
  }
  whole.hash = content_hash(whole);
  return whole;
}

}  // namespace

dataset make_spirals(std::size_t rows, std::uint64_t seed) {
  // The arms lie 1/3 apart: 2.8 deviations to the middle between them.
  constexpr double turns = 1.5, noise = 0.06;
  return plane("spirals", rows, seed, [](std::int32_t label, philox& random) -> point {
    const double along =
        std::sqrt(0.02 + 0.98 * random.uniform());  // evenly over the area, sparing the centre
    const auto [cosine, sine] = circle_at(turns * along + 0.5 * label);
    const double x = along * cosine + noise * random.normal();
    return {x, along * sine + noise * random.normal()};
  });
}

dataset make_moons(std::size_t rows, std::uint64_t seed) {
  constexpr double noise = 0.15;
  return plane("moons", rows, seed, [](std::int32_t label, philox& random) -> point {
    const auto [cosine, sine] = circle_at(0.5 * random.uniform());
    const double x = (label == 0 ? cosine : 1 - cosine) + noise * random.normal();
    return {x, (label == 0 ? sine : 0.5 - sine) + noise * random.normal()};
  });
}

dataset make_circles(std::size_t rows, std::uint64_t seed) {
  constexpr double inner = 0.5, noise = 0.1;
  return plane("circles", rows, seed, [](std::int32_t label, philox& random) -> point {
    const auto [cosine, sine] = circle_at(random.uniform());
    const double radius = label == 0 ? 1 : inner;
    const double x = radius * cosine + noise * random.normal();
    return {x, radius * sine + noise * random.normal()};
  });
}

dataset make_xor(std::size_t rows, std::uint64_t seed) {
  constexpr double noise = 0.03;  // blurs the border between the quadrants
  return plane("xor", rows, seed, [](std::int32_t label, philox& random) -> point {
    const double x = 2 * random.uniform() - 1, size = random.uniform();
    const double y = (x < 0) == (label == 0) ? -size : size;
    const double blurred = x + noise * random.normal();
    return {blurred, y + noise * random.normal()};
  });
}

dataset make_checkerboard(std::size_t rows, std::uint64_t seed) {
  constexpr double noise = 0.03;  // of a square's side
  return plane("checkerboard", rows, seed, [](std::int32_t label, philox& random) -> point {
    const double row = static_cast<double>(random.below(4)), pair = static_cast<double>(random.below(2));
    const double shift = (row == 1 || row == 3) != (label == 1) ? 1 : 0;
    const double x = 2 * pair + shift + random.uniform() + noise * random.normal();
    return {x, row + random.uniform() + noise * random.normal()};
  });
}

dataset make_friedman1(std::size_t rows, std::uint64_t seed) {
  dataset whole;
  whole.name = "friedman1";
  whole.task = task::regression;
  whole.rows = rows;
  whole.columns = 10;
  for (std::size_t i = 1; i <= whole.columns; ++i) whole.feature_names.push_back(fmt::format("x{}", i));
  for (std::size_t row = 0; row < rows; ++row) {
    philox random(seed, "friedman1", row);
    std::vector<double> x(whole.columns);
    for (double& value : x) value = random.uniform();
    const double wave = circle_at(0.5 * x[0] * x[1]).sine, centred = x[2] - 0.5;
    whole.targets.push_back(10 * wave + 20 * centred * centred + 10 * x[3] + 5 * x[4] + random.normal());
    whole.features.insert(whole.features.end(), x.begin(), x.end());
  }
  whole.hash = content_hash(whole);
  return whole;
}

namespace {

template <dataset (*draw)(std::size_t rows, std::uint64_t seed)>
dataset make(std::size_t rows, std::uint64_t seed) {
  return in_standard_environment([=] { return draw(rows, seed); });
}

}  // namespace

const std::vector<generator>& generators() {
  static const std::vector<generator> list{
      {"spirals", "two spirals wound into each other, 2 features, 2 classes", make<make_spirals>, 1000},
      {"moons", "two interleaving half circles, 2 features, 2 classes", make<make_moons>, 1000},
      {"circles", "a circle inside a circle, 2 features, 2 classes", make<make_circles>, 1000},
      {"xor", "opposite quadrants share a class, 2 features, 2 classes", make<make_xor>, 1000},
      {"checkerboard", "four by four squares in two colours, 2 features, 2 classes", make<make_checkerboard>,
       2000},
      {"friedman1", "a smooth function of 5 out of 10 features with noise, regression", make<make_friedman1>,
       1000},
      {"glyphs", "digits drawn from strokes, 16 × 16 pixels, 10 classes", make<make_glyphs>, 2000},
  };
  return list;
}

}  // namespace hillock::data
