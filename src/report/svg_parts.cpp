// SPDX-License-Identifier: Apache-2.0
#include "report/svg_parts.hpp"

#include <fmt/format.h>

#include <numbers>
#include <utility>
#include <vector>

#include "report/format.hpp"

namespace hillock::report {

std::string px(double v) {
  std::string text = fmt::format("{:.1f}", v);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view css,
                    std::string_view content) {
  return fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" class=\"{}\">{}</text>", px(x), px(y),
                     anchor, css, escape(content));
}

std::string line_from(double x1, double y1, double x2, double y2, std::string_view css) {
  return fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}\"/>", px(x1), px(y1), px(x2),
                     px(y2), css);
}

std::string hover(std::string_view content) {
  return content.empty() ? "" : "<title>" + escape(content) + "</title>";
}

std::string colour_class(const drawing_style& style) { return fmt::format("k{}", style.colour); }

std::string line_class(const drawing_style& style) {
  return "s " + colour_class(style) + (style.dash > 0 ? fmt::format(" d{}", style.dash) : "");
}

namespace {

using corners = std::vector<std::pair<double, double>>;

// Shapes of about the same area around (0, 0); the first marker is a circle.
const corners& shape_of(int marker) {
  static const std::vector<corners> shapes = [] {
    std::vector<corners> all{{{-0.88, -0.88}, {0.88, -0.88}, {0.88, 0.88}, {-0.88, 0.88}},
                             {{0, -1.15}, {1.1, 0.85}, {-1.1, 0.85}},
                             {{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}},
                             {{0, 1.15}, {1.1, -0.85}, {-1.1, -0.85}}};
    constexpr double arm = 0.42, end = 1.25;
    const corners plus{{-arm, -end}, {arm, -end}, {arm, -arm}, {end, -arm}, {end, arm},   {arm, arm},
                       {arm, end},   {-arm, end}, {-arm, arm}, {-end, arm}, {-end, -arm}, {-arm, -arm}};
    corners cross;
    for (const auto& [x, y] : plus)
      cross.emplace_back((x - y) / std::numbers::sqrt2, (x + y) / std::numbers::sqrt2);
    all.push_back(plus);
    all.push_back(cross);
    return all;
  }();
  return shapes[static_cast<std::size_t>(marker - 1) % shapes.size()];
}

}  // namespace

std::string marker(const drawing_style& style, double x, double y, double r, std::string_view content,
                   std::string_view css) {
  const std::string look = css.empty() ? "m " + colour_class(style) : std::string(css);
  if (style.marker == 0)
    return fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\">{}</circle>", look, px(x), px(y),
                       px(r), content);
  std::string d;
  for (const auto& [dx, dy] : shape_of(style.marker))
    d += (d.empty() ? "M" : "L") + px(x + dx * r) + " " + px(y + dy * r);
  return fmt::format("<path class=\"{}\" d=\"{}Z\">{}</path>", look, d, content);
}

std::string open_svg(const chart_size& size) {
  const std::string name = escape(size.title.empty() ? "chart" : size.title);
  std::string out = fmt::format(
      "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\"><title>{}</title>",
      size.width, size.height, name, name);
  if (!size.description.empty()) out += "<desc>" + escape(size.description) + "</desc>";
  return out;
}

double label_width(std::string_view text) { return 6.7 * static_cast<double>(display_width(text)); }

std::string swatch(const drawing_style& style) {
  return fmt::format(
      "<svg class=\"swatch\" viewBox=\"0 0 28 12\" width=\"28\" height=\"12\" aria-hidden=\"true\">"
      "<line x1=\"0\" y1=\"6\" x2=\"28\" y2=\"6\" class=\"{}\"/>{}</svg>",
      line_class(style), marker(style, 14, 6, 4));
}

}  // namespace hillock::report
