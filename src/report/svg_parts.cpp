// SPDX-License-Identifier: Apache-2.0
#include "report/svg_parts.hpp"

#include <fmt/format.h>

#include <cmath>

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

std::string colour_class(int colour) { return fmt::format("k{}", ((colour % 10) + 10) % 10); }

std::string marker(int colour, double x, double y, double r, std::string_view content) {
  const auto points = [&](std::initializer_list<std::pair<double, double>> corners) {
    std::string d;
    for (const auto& [dx, dy] : corners) d += (d.empty() ? "M" : "L") + px(x + dx * r) + " " + px(y + dy * r);
    return fmt::format("<path class=\"m {}\" d=\"{}Z\">{}</path>", colour_class(colour), d, content);
  };
  switch (((colour % 5) + 5) % 5) {
    case 1:
      return points({{-0.88, -0.88}, {0.88, -0.88}, {0.88, 0.88}, {-0.88, 0.88}});
    case 2:
      return points({{0, -1.15}, {1.1, 0.85}, {-1.1, 0.85}});
    case 3:
      return points({{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}});
    case 4:
      return points({{0, 1.15}, {1.1, -0.85}, {-1.1, -0.85}});
    default:
      break;
  }
  return fmt::format("<circle class=\"m {}\" cx=\"{}\" cy=\"{}\" r=\"{}\">{}</circle>", colour_class(colour),
                     px(x), px(y), px(r), content);
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

std::string swatch(int colour) {
  return fmt::format(
      "<svg class=\"swatch\" viewBox=\"0 0 28 12\" width=\"28\" height=\"12\" aria-hidden=\"true\">"
      "<line x1=\"0\" y1=\"6\" x2=\"28\" y2=\"6\" class=\"s {}\"/>{}</svg>",
      colour_class(colour), marker(colour, 14, 6, 4));
}

}  // namespace hillock::report
