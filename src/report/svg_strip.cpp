// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "report/format.hpp"
#include "report/svg_parts.hpp"

namespace hillock::report {
namespace {

constexpr double row_height = 50, radius = 3.4;

// How far each point moves down so that none hides another: the lowest free of four levels, from left to
// right.
std::vector<double> stacked(const std::vector<double>& x) {
  constexpr int levels = 4;
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> last(levels, -1e9), offset(x.size());
  for (const std::size_t i : order) {
    int level = 0;
    while (level < levels - 1 && x[i] - last[static_cast<std::size_t>(level)] < 2 * radius) ++level;
    last[static_cast<std::size_t>(level)] = x[i];
    offset[i] = 4.2 * level;
  }
  return offset;
}

std::string arrow(const scale& s, bool left, double y, const std::string& css, const std::string& note) {
  const double tip = left ? s.from - 9 : s.to + 9, base = left ? s.from - 1 : s.to + 1;
  return fmt::format("<path class=\"m {}\" d=\"M{} {}L{} {}L{} {}Z\">{}</path>", css, px(tip), px(y),
                     px(base), px(y - 5), px(base), px(y + 5), hover(note));
}

std::string row_of(const strip& r, const scale& s, double top) {
  const std::string css = colour_class(r.style);
  const double line = top + 21, dots = top + 31;
  std::string out = "<g class=\"series\">";
  out += text_at(s.from, top + 12, "start", "name " + css, shorten_middle(clean(r.name), 32));
  out += text_at(s.to, top + 12, "end", "tick", r.note);

  std::vector<double> x;
  std::vector<std::size_t> kept;
  std::size_t left = 0, right = 0;
  for (std::size_t i = 0; i < r.points.size(); ++i) {
    if (!std::isfinite(r.points[i])) continue;
    if (!s.inside(r.points[i])) {
      ++(r.points[i] < s.low ? left : right);
      continue;
    }
    x.push_back(s.at(r.points[i]));
    kept.push_back(i);
  }
  const std::vector<double> down = stacked(x);
  for (std::size_t k = 0; k < x.size(); ++k) {
    const std::string note =
        kept[k] < r.labels.size() ? r.labels[kept[k]] : significant(r.points[kept[k]], 4);
    out += marker(r.style, x[k], dots + down[k], radius, hover(note));
  }
  if (left) out += arrow(s, true, dots, css, fmt::format("{} further left", left));
  if (right) out += arrow(s, false, dots, css, fmt::format("{} further right", right));

  // An interval that reaches past the axis is cut off there, without the cap that would claim it ends. A mean
  // beyond the axis is an arrow: without it a bar from edge to edge would seem to lie in the middle.
  if (std::isfinite(r.mean) && r.high >= s.low && r.low <= s.high) {
    const double low = s.at(r.low), high = s.at(r.high);
    out += line_from(low, line, high, line, "interval " + css);
    if (high - low > 6 && s.inside(r.low)) out += line_from(low, line - 3, low, line + 3, "cap " + css);
    if (high - low > 6 && s.inside(r.high)) out += line_from(high, line - 3, high, line + 3, "cap " + css);
  }
  if (s.inside(r.mean)) {
    out += line_from(s.at(r.mean), line - 5, s.at(r.mean), line + 5, "mean " + css);
  } else if (std::isfinite(r.mean)) {
    out += arrow(s, r.mean < s.low, line, css, fmt::format("mean {}", significant(r.mean, 4)));
  }
  return out + "</g>";
}

}  // namespace

std::string strip_chart(const std::vector<strip>& rows, const axis& x, chart_size size) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const strip& r : rows) {
    for (const double v : r.points) {
      if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    }
  }
  const double top = 20, bottom = top + row_height * static_cast<double>(rows.size()) + 2;
  size.height = static_cast<int>(bottom) + 42;
  const scale s = make_scale(x, low, high, 14, size.width - 14.0);

  std::string out = open_svg(size);
  for (const tick& t : ticks(x, s, 6)) {
    out += line_from(s.at(t.value), top, s.at(t.value), bottom, "grid");
    out += text_at(s.at(t.value), bottom + 17, "middle", "tick", t.label);
  }
  for (const auto& [value, name] : x.marks) {
    if (!s.inside(value)) continue;
    const double at = s.at(value);
    const std::string short_name = shorten_middle(clean(name), 32);
    const double half = label_width(short_name) / 2;
    out += line_from(at, top - 4, at, bottom, "mark");
    out += text_at(std::clamp(at, half, size.width - half), top - 8, "middle", "tick", short_name);
  }
  out += line_from(s.from, bottom, s.to, bottom, "axis");
  out += text_at((s.from + s.to) / 2, bottom + 35, "middle", "unit", x.title);
  for (std::size_t i = 0; i < rows.size(); ++i)
    out += row_of(rows[i], s, top + row_height * static_cast<double>(i));
  return out + "</svg>";
}

}  // namespace hillock::report
