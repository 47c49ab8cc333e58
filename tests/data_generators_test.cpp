// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "data/content.hpp"
#include "data/trigonometry.hpp"
#include "data_support.hpp"

namespace hillock::data {
namespace {

// A change here changes every published result on the embedded data sets: it needs a reason and an entry in
// CHANGELOG.
TEST(Generators, ContentIsPinned) {
  const std::map<std::string_view, std::string_view> pins{
      {"spirals", "267f58457d795f9fb78ac1232cee6187"},      {"moons", "dd795d017aac4acf0e2d6bd48428547c"},
      {"circles", "8368da54aee307ac2b9f92d7bb3d1c37"},      {"xor", "a0fb873a1294e4d243c09b3038f1ef78"},
      {"checkerboard", "48af9a00047cb292d68bad8b43277b28"}, {"friedman1", "d6dd485605237031812e14f416bcd4f3"},
      {"glyphs", "f0a18d3f358e8fc0e93fbda8f1bf808e"},
  };
  EXPECT_EQ(generators().size(), pins.size());
  for (const generator& made : generators())
    EXPECT_EQ(load({.source = std::string(made.name)}).hash, pins.at(made.name)) << made.name;
}

TEST(Generators, ShapesAreSound) {
  for (const generator& made : generators())
    for (const std::size_t rows : {std::size_t{1}, std::size_t{37}, made.rows}) {
      const dataset whole = made.make(rows, 9);
      EXPECT_EQ(whole.name, made.name);
      EXPECT_EQ(whole.rows, rows);
      EXPECT_EQ(whole.features.size(), rows * whole.columns);
      EXPECT_EQ(whole.feature_names.size(), whole.columns);
      EXPECT_EQ(whole.labels.size() + whole.targets.size(), rows);
      EXPECT_TRUE(whole.missing.empty());
      for (const double x : whole.features) ASSERT_TRUE(std::isfinite(x));
      for (const std::int32_t label : whole.labels)
        ASSERT_LT(static_cast<std::size_t>(label), whole.classes());
      EXPECT_EQ(whole.hash, content_hash(whole));
    }
}

TEST(Generators, SeedsAndRowsAreTheCallers) {
  for (const generator& made : generators()) {
    const std::string name(made.name);
    EXPECT_EQ(load({.source = name, .rows = 50, .seed = 3}).hash,
              load({.source = name, .rows = 50, .seed = 3}).hash);
    EXPECT_NE(load({.source = name, .rows = 50, .seed = 3}).hash,
              load({.source = name, .rows = 50, .seed = 4}).hash);
    // A longer draw begins with the shorter one.
    const dataset shorter = load({.source = name, .rows = 50}), longer = load({.source = name, .rows = 70});
    EXPECT_TRUE(std::equal(shorter.features.begin(), shorter.features.end(), longer.features.begin()));
  }
  EXPECT_THROW(load({.source = "spirals", .rows = 100'000'000}), usage_error);
}

// The share of rows whose nearest other row has the same label: high where the classes have a shape, half
// where they have none.
double neighbour_agreement(const dataset& whole) {
  std::size_t agree = 0;
  for (std::size_t a = 0; a < whole.rows; ++a) {
    double nearest = 1e300;
    std::size_t best = a;
    for (std::size_t b = 0; b < whole.rows; ++b) {
      double distance = 0;
      for (std::size_t k = 0; k < whole.columns; ++k) {
        const double off = whole.features[a * whole.columns + k] - whole.features[b * whole.columns + k];
        distance += off * off;
      }
      if (b != a && distance < nearest) {
        nearest = distance;
        best = b;
      }
    }
    agree += whole.labels[a] == whole.labels[best];
  }
  return static_cast<double>(agree) / static_cast<double>(whole.rows);
}

TEST(Generators, ClassesAreLearnableButNotTrivial) {
  for (const char* name : {"spirals", "moons", "circles", "xor", "checkerboard"}) {
    const double agreement = neighbour_agreement(load({.source = name}));
    EXPECT_GT(agreement, 0.9) << name;
    EXPECT_LT(agreement, 1) << name;
  }
  const double digits = neighbour_agreement(load({.source = "glyphs", .rows = 500}));
  EXPECT_GT(digits, 0.8);
  EXPECT_LT(digits, 1);
}

TEST(Generators, GlyphsAreInkOnPaper) {
  const dataset whole = load({.source = "glyphs"});
  EXPECT_EQ(whole.columns, 256u);
  double ink = 0;
  for (const double x : whole.features) {
    ASSERT_GE(x, 0);
    ASSERT_LE(x, 1);
    ink += x;
  }
  ink /= static_cast<double>(whole.features.size());
  EXPECT_GT(ink, 0.08);
  EXPECT_LT(ink, 0.35);
}

TEST(Generators, FriedmanFollowsItsFormula) {
  const dataset whole = load({.source = "friedman1", .rows = 5000});
  double sum = 0, squares = 0;
  for (std::size_t row = 0; row < whole.rows; ++row) {
    const double* const x = &whole.features[row * 10];
    for (int i = 0; i < 10; ++i) {
      ASSERT_GE(x[i], 0);
      ASSERT_LT(x[i], 1);
    }
    const double pi = 3.141592653589793;
    const double noise = whole.targets[row] - (10 * std::sin(pi * x[0] * x[1]) +
                                               20 * (x[2] - 0.5) * (x[2] - 0.5) + 10 * x[3] + 5 * x[4]);
    sum += noise;
    squares += noise * noise;
  }
  // Five standard errors of the mean and of the variance of 5,000 standard normals.
  EXPECT_NEAR(sum / 5000, 0, 5 / std::sqrt(5000.0));
  EXPECT_NEAR(squares / 5000, 1, 5 * std::sqrt(2 / 5000.0));
}

TEST(Trigonometry, AgreesWithTheCLibrary) {
  const long double two_pi = 6.283185307179586476925286766559L;
  for (int i = -40'000; i <= 40'000; ++i) {
    const double turns = i / 9973.0;
    const auto [cosine, sine] = circle_at(turns);
    const long double angle = two_pi * static_cast<long double>(turns);
    // The bound in trigonometry.hpp.
    ASSERT_NEAR(cosine, static_cast<double>(std::cos(angle)), 4e-16) << turns;
    ASSERT_NEAR(sine, static_cast<double>(std::sin(angle)), 4e-16) << turns;
  }
  EXPECT_EQ(circle_at(0.25).sine, 1);
  EXPECT_EQ(circle_at(0.5).cosine, -1);
  EXPECT_EQ(circle_at(1e9).cosine, 1);
}

}  // namespace
}  // namespace hillock::data
