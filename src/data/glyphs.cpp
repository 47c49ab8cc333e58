// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/philox.hpp"
#include "data/content.hpp"
#include "data/generate.hpp"

namespace hillock::data {
namespace {

constexpr std::size_t side = 16;

struct segment {
  segment(point a, point b) : from(a), dx(b.x - a.x), dy(b.y - a.y), length(dx * dx + dy * dy) {}
  point from;
  double dx, dy, length;  // the length is squared
};
using stroke = std::vector<point>;  // what the pen passes through; y grows downwards, the box is 1 × 1
struct shape {
  std::vector<stroke> curved, straight;
};

// Our own hand: each digit as one or two pen strokes.
const std::array<shape, 10>& shapes() {
  static const std::array<shape, 10> list{{
      {{{{.5, .05}, {.24, .2}, {.17, .5}, {.24, .8}, {.5, .95}, {.76, .8}, {.83, .5}, {.76, .2}, {.5, .05}}},
       {}},
      {{}, {{{.32, .22}, {.54, .05}, {.54, .95}}}},
      {{{{.2, .28}, {.32, .09}, {.55, .05}, {.77, .2}, {.74, .42}, {.5, .68}, {.2, .95}}},
       {{{.2, .95}, {.82, .95}}}},
      {{{{.22, .14}, {.45, .05}, {.72, .14}, {.72, .36}, {.45, .47}},
        {{.45, .47}, {.76, .56}, {.8, .8}, {.5, .95}, {.2, .85}}},
       {}},
      {{}, {{{.6, .05}, {.16, .66}, {.86, .66}}, {{.64, .38}, {.64, .95}}}},
      {{{{.27, .44}, {.52, .37}, {.77, .5}, {.78, .77}, {.52, .95}, {.2, .86}}},
       {{{.76, .05}, {.3, .05}, {.27, .44}}}},
      {{{{.72, .08},
         {.42, .2},
         {.23, .55},
         {.3, .85},
         {.54, .95},
         {.78, .8},
         {.74, .57},
         {.5, .48},
         {.25, .64}}},
       {}},
      {{}, {{{.18, .05}, {.82, .05}, {.4, .95}}}},
      {{{{.5, .05},
         {.26, .16},
         {.3, .36},
         {.5, .47},
         {.77, .6},
         {.78, .82},
         {.5, .95},
         {.22, .82},
         {.23, .6},
         {.5, .47},
         {.7, .36},
         {.74, .16},
         {.5, .05}}},
       {}},
      {{{{.76, .34},
         {.52, .5},
         {.27, .4},
         {.25, .17},
         {.48, .05},
         {.72, .15},
         {.77, .38},
         {.7, .7},
         {.48, .95}}},
       {}},
  }};
  return list;
}

// Catmull-Rom: a smooth curve through the points, each piece as short straight ones.
void trace_curve(const stroke& through, std::vector<segment>& pen) {
  constexpr int pieces = 5;
  const auto blend = [](double a, double b, double c, double d, double t) {
    return 0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
  };
  point last = through.front();
  for (std::size_t i = 0; i + 1 < through.size(); ++i) {
    const point& a = through[i == 0 ? 0 : i - 1];
    const point &b = through[i], &c = through[i + 1];
    const point& d = through[std::min(i + 2, through.size() - 1)];
    for (int step = 1; step <= pieces; ++step) {
      const double t = static_cast<double>(step) / pieces;
      const point next{blend(a.x, b.x, c.x, d.x, t), blend(a.y, b.y, c.y, d.y, t)};
      pen.emplace_back(last, next);
      last = next;
    }
  }
}

// How one writer holds the pen and the paper.
struct hand {
  double slant, turn, width, height, right, down, thickness, wobble, noise;
};

hand draw_hand(philox& random) {
  const auto between = [&](double low, double high) { return low + (high - low) * random.uniform(); };
  hand drawn{};
  drawn.slant = between(-0.3, 0.4);
  drawn.turn = between(-0.15, 0.15);
  drawn.width = between(0.65, 1);
  drawn.height = between(0.75, 1);
  drawn.right = between(-1, 1);
  drawn.down = between(-1, 1);
  drawn.thickness = between(0.5, 1.3);
  drawn.wobble = between(0.01, 0.05);
  drawn.noise = between(0.02, 0.08);
  return drawn;
}

std::vector<segment> pen_path(const shape& digit, const hand& drawn, philox& random) {
  constexpr double size = 13;  // of the box in pixels, at full width and height
  const auto place = [&](point p) -> point {
    const double x = (p.x - 0.5) * drawn.width + drawn.wobble * random.normal();
    const double y = (p.y - 0.5) * drawn.height + drawn.wobble * random.normal();
    const double slanted = x - drawn.slant * y;
    return {0.5 * side + drawn.right + size * (slanted - drawn.turn * y),
            0.5 * side + drawn.down + size * (y + drawn.turn * slanted)};
  };
  std::vector<segment> pen;
  for (stroke curve : digit.curved) {
    for (point& p : curve) p = place(p);
    trace_curve(curve, pen);
  }
  for (stroke line : digit.straight) {
    for (point& p : line) p = place(p);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) pen.emplace_back(line[i], line[i + 1]);
  }
  return pen;
}

double squared_distance(point p, const segment& s) {
  const double right = p.x - s.from.x, down = p.y - s.from.y;
  const double along = right * s.dx + down * s.dy;
  const double t = along <= 0 ? 0 : along >= s.length ? 1 : along / s.length;
  const double x = right - t * s.dx, y = down - t * s.dy;
  return x * x + y * y;
}

void render(const std::vector<segment>& pen, const hand& drawn, philox& random, std::vector<double>& pixels) {
  for (std::size_t row = 0; row < side; ++row)
    for (std::size_t column = 0; column < side; ++column) {
      const point centre{static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5};
      double nearest = 4.0 * side * side;
      for (const segment& piece : pen) nearest = std::min(nearest, squared_distance(centre, piece));
      const double ink =
          std::clamp(0.5 + drawn.thickness - std::sqrt(nearest), 0.0, 1.0);  // an edge one pixel wide
      pixels.push_back(std::clamp(ink + drawn.noise * random.normal(), 0.0, 1.0));
    }
}

}  // namespace

dataset make_glyphs(std::size_t rows, std::uint64_t seed) {
  dataset whole;
  whole.name = "glyphs";
  whole.task = task::classes;
  whole.one_scale = true;
  whole.rows = rows;
  whole.columns = side * side;
  for (std::size_t i = 0; i < whole.columns; ++i)
    whole.feature_names.push_back(fmt::format("pixel {},{}", i / side + 1, i % side + 1));
  for (int digit = 0; digit < 10; ++digit) whole.class_names.push_back(std::to_string(digit));
  whole.features.reserve(rows * whole.columns);
  for (std::size_t row = 0; row < rows; ++row) {
    philox random(seed, "glyphs", row);
    const std::size_t digit = row % 10;
    const hand drawn = draw_hand(random);
    render(pen_path(shapes()[digit], drawn, random), drawn, random, whole.features);
    whole.labels.push_back(static_cast<std::int32_t>(digit));
  }
  whole.hash = content_hash(whole);
  return whole;
}

}  // namespace hillock::data
