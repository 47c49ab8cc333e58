// SPDX-License-Identifier: Apache-2.0
// What every chart is made of: scales, ticks, text, markers.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "report/svg.hpp"

namespace hillock::report {

/// Maps values of an axis to pixels.
struct scale {
  double low = 0, high = 1;  ///< of the values; logarithms where `log10`
  double from = 0, to = 1;   ///< pixels at low and high
  bool log10 = false;

  /// Pixels, clamped to the axis; non-positive values of a logarithmic axis lie at its low end.
  double at(double value) const;
  /// Pixels, up to three lengths of the axis beyond its ends: for lines that leave the frame.
  double beyond(double value) const;
  bool inside(double value) const;
};

struct tick {
  double value = 0;
  std::string label;
};

/// A scale over [low, high] (or the axis's own range), widened to round numbers where the axis gives none.
scale make_scale(const axis& a, double low, double high, double from, double to);
/// About `wanted` round numbers within the scale. Logarithmic: powers of ten, or 1-2-5 steps within few
/// decades.
std::vector<tick> ticks(const axis& a, const scale& s, int wanted);

/// A coordinate with at most one decimal.
std::string px(double v);
/// `<text>`; the content is escaped. `anchor`: start, middle or end.
std::string text_at(double x, double y, std::string_view anchor, std::string_view css,
                    std::string_view content);
std::string line_from(double x1, double y1, double x2, double y2, std::string_view css);
/// The filled shape of a style; `content` (already markup, such as a title) goes inside. `css`: instead of
/// the style's colour.
std::string marker(const drawing_style& style, double x, double y, double radius,
                   std::string_view content = {}, std::string_view css = {});
/// `<title>` for hovering, escaped; nothing for an empty text.
std::string hover(std::string_view content);
/// The class that gives a line or a shape its colour.
std::string colour_class(const drawing_style& style);
/// The class of a curve, with its dashes.
std::string line_class(const drawing_style& style);

/// `<svg …>` with role, label, title and description.
std::string open_svg(const chart_size& size);
/// Width of a label in 12 px type, roughly: good enough for margins.
double label_width(std::string_view text);

}  // namespace hillock::report
