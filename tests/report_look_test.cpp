// SPDX-License-Identifier: Apache-2.0
// How functions are told apart, by everyone.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "hillock/activation.hpp"
#include "report/svg.hpp"

namespace hillock::report {
namespace {

TEST(report_look, every_function_looks_the_same_everywhere_and_like_no_other) {
  std::set<std::tuple<int, int, int>> looks;
  for (const activation& f : all()) {
    const drawing_style style = style_of(f.card().name);
    if (!f.card().of_rows) {
      EXPECT_TRUE(looks.insert({style.colour, style.marker, style.dash}).second)
          << f.card().name << " looks like another";
    }
  }
  // Those that are compared most; there are 28 shapes.
  std::set<std::pair<int, int>> shapes;
  for (const char* name : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "softsign", "gelu", "silu",
                           "elu", "selu", "mish", "softplus"}) {
    const drawing_style style = style_of(name);
    EXPECT_TRUE(shapes.insert({style.marker, style.dash}).second) << name << " is told by its colour alone";
  }
  // A sample of names that may come: all of the palette, the markers and the dashes are in use.
  std::set<int> colours, markers, dashes;
  for (int i = 0; i < 200; ++i) {
    const drawing_style style = style_of("f(a=" + std::to_string(i) + ")");
    markers.insert(style.marker), dashes.insert(style.dash), colours.insert(style.colour);
  }
  EXPECT_EQ(colours.size(), 10U);
  EXPECT_EQ(markers.size(), 7U);
  EXPECT_EQ(dashes.size(), 4U);
}

using triple = std::array<double, 3>;

triple linear(const std::string& hex) {
  triple out{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double v = std::stoi(hex.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
    out[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  }
  return out;
}

triple times(const std::array<triple, 3>& matrix, const triple& v) {
  triple out{};
  for (std::size_t i = 0; i < 3; ++i)
    out[i] = std::clamp(matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2], 0.0, 1.0);
  return out;
}

// CIE L*a*b* under D65.
triple lab_of(const triple& rgb) {
  constexpr std::array<triple, 3> xyz{{{0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047},
                                       {0.2126729, 0.7151522, 0.0721750},
                                       {0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883}}};
  triple f = times(xyz, rgb);
  for (double& v : f) v = v > 0.008856 ? std::cbrt(v) : 7.787 * v + 16.0 / 116;
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

double apart(const triple& a, const triple& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

// Machado, Oliveira and Fernandes (2009), deuteranopia: severity 1, on linear RGB.
constexpr std::array<triple, 3> deuteranopia{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};

TEST(report_look, colours_are_told_apart_by_everyone) {
  const std::string css(chart_style());
  for (const bool dark : {false, true}) {
    std::vector<std::string> colours;
    for (int i = 0; i < 10; ++i) {
      const std::string name = "--c" + std::to_string(i) + ":";
      const std::size_t at = dark ? css.rfind(name) : css.find(name);
      colours.push_back(css.substr(at + name.size(), 7));
    }
    for (std::size_t i = 0; i < colours.size(); ++i) {
      const triple light = linear(dark ? "#15181c" : "#ffffff"), mine = linear(colours[i]);
      const auto bright = [](const triple& c) {
        return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] + 0.05;
      };
      const double contrast = std::max(bright(light) / bright(mine), bright(mine) / bright(light));
      EXPECT_GE(contrast, 3.0) << colours[i] << ": WCAG 2.2 §1.4.11, for graphics";
      for (std::size_t j = 0; j < i; ++j) {
        const triple other = linear(colours[j]);
        // A difference of about 2.3 is just seen side by side. Thin lines and small marks far from each other
        // need several times that: 15 is what the closest pair of a palette of ten can be made to keep.
        EXPECT_GE(apart(lab_of(mine), lab_of(other)), 25.0) << colours[i] << ' ' << colours[j];
        EXPECT_GE(apart(lab_of(times(deuteranopia, mine)), lab_of(times(deuteranopia, other))), 15.0)
            << colours[i] << ' ' << colours[j];
      }
    }
  }
}

}  // namespace
}  // namespace hillock::report
