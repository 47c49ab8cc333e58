// SPDX-License-Identifier: Apache-2.0
// Decisions over the plane, for two features and classes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/page.hpp"
#include "report/png.hpp"
#include "report/svg_parts.hpp"

namespace hillock::report {
namespace {

// Okabe and Ito's colours as they were published: in the middle of the scale, they show on white and on
// black.
constexpr std::array<rgba, 8> class_colours{{{0, 114, 178, 255},
                                             {230, 159, 0, 255},
                                             {0, 158, 115, 255},
                                             {204, 121, 167, 255},
                                             {86, 180, 233, 255},
                                             {213, 94, 0, 255},
                                             {240, 228, 66, 255},
                                             {127, 127, 127, 255}}};

// The page shows through where the network is undecided, so one picture serves light and dark.
std::string binary_picture(const lab::decision_map& map) {
  std::vector<rgba> palette;
  for (int i = 0; i < 256; ++i) {
    rgba c = class_colours[i < 128 ? 0 : 1];
    c[3] = static_cast<std::uint8_t>(std::lround(170 * std::abs(i - 127.5) / 127.5));
    palette.push_back(c);
  }
  std::vector<std::uint8_t> indices;
  for (const float v : map.values) {
    indices.push_back(
        static_cast<std::uint8_t>(std::lround(255 * std::clamp(std::isfinite(v) ? v : 0.5F, 0.0F, 1.0F))));
  }
  return png_data_uri(indices, map.side, map.side, palette);
}

std::string class_picture(const lab::decision_map& map) {
  std::vector<rgba> palette(class_colours.begin(), class_colours.end());
  for (rgba& c : palette) c[3] = 120;
  std::vector<std::uint8_t> indices;
  for (const float v : map.values)
    indices.push_back(static_cast<std::uint8_t>(std::lround(std::max(0.0F, v)) % 8));
  return png_data_uri(indices, map.side, map.side, palette);
}

constexpr double map_pixels = 220;

// Shape tells the class as well as colour: circles, squares, triangles, diamonds in turn.
std::string point(double x, double y, int label) {
  return marker({.marker = label % 4}, x, y, 2.3, {}, fmt::format("p p{}", label % 8));
}

std::string test_points(const lab::result& r, const lab::decision_map& map) {
  const data::part& test = r.data.test;
  constexpr std::size_t most = 300;
  if (test.columns != 2 || test.features.size() < 2 * test.rows) return "";
  const std::size_t step = std::max<std::size_t>(1, (test.rows + most - 1) / most);
  std::string out;
  for (std::size_t i = 0; i < test.rows; i += step) {
    const double span = map.high - map.low;
    const double x = map_pixels * (test.features[2 * i] - map.low) / span;
    const double y = map_pixels * (map.high - test.features[2 * i + 1]) / span;
    if (!(x >= 0 && x <= map_pixels && y >= 0 && y <= map_pixels)) continue;
    out += point(x, y, i < test.labels.size() ? test.labels[i] : 0);
  }
  return out;
}

// More maps than two rows of a wide page are for those who ask.
constexpr std::size_t most_decision_maps = 10;

// The picture with the features' names along its edges.
std::string map_chart(const lab::result& r, const lab::candidate_summary& c) {
  constexpr double margin = 26;
  const auto feature = [&](std::size_t i) {
    const auto& names = r.data.feature_names;
    return i < names.size() ? shorten(clean(names[i]), 28) : "";
  };
  std::string chart =
      open_svg({static_cast<int>(map_pixels + margin), static_cast<int>(map_pixels + margin),
                "Decisions of " + c.name + " over the plane",
                "Colour: what the first seed's network predicts; points: rows of the test part."});
  chart += fmt::format("<g transform=\"translate({} 0)\">", margin);
  chart += fmt::format("<image href=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"/>",
                       r.data.task == data::task::binary ? binary_picture(*c.map) : class_picture(*c.map),
                       map_pixels, map_pixels);
  chart += test_points(r, *c.map);
  chart += fmt::format("<rect class=\"edge\" width=\"{}\" height=\"{}\"/>", map_pixels, map_pixels);
  chart += text_at(map_pixels / 2, map_pixels + 19, "middle", "tick", feature(0));
  chart += fmt::format("<g transform=\"translate(-8 {}) rotate(-90)\">{}</g>", map_pixels / 2,
                       text_at(0, 0, "middle", "tick", feature(1)));
  return chart + "</g></svg>";
}

std::string class_legend(const data::split_data& d) {
  if (d.class_names.empty() || d.task == data::task::regression) return "";
  std::string out = "<p class=\"legend\">";
  for (std::size_t i = 0; i < d.class_names.size() && i < 8; ++i) {
    out += fmt::format(
        "<span><svg viewBox=\"0 0 10 10\" width=\"12\" height=\"12\" aria-hidden=\"true\">{}</svg> {}</span>",
        point(5, 5, static_cast<int>(i)).insert(0, "<g transform=\"translate(-5 -5) scale(2)\">") + "</g>",
        escape(shorten(d.class_names[i], 32)));
  }
  return out + "</p>\n";
}

}  // namespace

std::string maps_section(const page& p) {
  const lab::result& r = p.result;
  if (r.data.task == data::task::regression) return "";
  std::string out, folded;
  std::size_t shown = 0, hidden = 0;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    if (!c.map || c.map->side == 0 || c.map->values.size() != c.map->side * c.map->side) continue;
    const std::string one =
        figure(c.name, map_chart(r, c),
               p.format.value(c.runs.empty() ? known(c, c.test).mean : c.runs.front().test));
    const bool fold = shown >= most_decision_maps;
    (fold ? folded : out) += one;
    ++(fold ? hidden : shown);
  }
  if (out.empty()) return "";
  const std::string_view sureness =
      r.data.task == data::task::binary
          ? "stronger colour is surer."
          : "the colour is the class it takes the point for; how sure it is, these maps do not hold.";
  const auto grid = [](const std::string& maps) { return "<div class=\"maps\">\n" + maps + "</div>\n"; };
  return section(
      "maps", "Decisions over the plane",
      paragraph(
          fmt::format("What each activation’s first seed predicts at every point: {} Points are rows of "
                      "the test part.",
                      sureness)) +
          class_legend(r.data) + grid(out) +
          (folded.empty() ? "" : folding(fmt::format("{} more maps", hidden), grid(folded))) +
          paragraph(fmt::format("Axes: the two features, standardised. Below each map: that seed’s test {}.",
                                r.metric->label),
                    "note"));
}

}  // namespace hillock::report
