// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/format.hpp"
#include "report/svg_parts.hpp"

namespace hillock::report {
namespace {

// Twenty shades: more cannot be told apart, and equal neighbours merge into one rectangle.
constexpr int shades = 20;

int shade_of(double value, double low, double high) {
  if (!std::isfinite(value)) return -1;
  const double share = high > low ? (value - low) / (high - low) : 0;
  // Anything above the low end is at least the first shade: a small share must not look like none.
  const int shade = static_cast<int>(std::lround(shades * std::clamp(share, 0.0, 1.0)));
  return value > low ? std::max(shade, 1) : 0;
}

std::string cell(double x, double y, double width, double height, int shade, const std::string& note) {
  if (shade < 0) return "";
  return fmt::format(
      "<rect class=\"h\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill-opacity=\"{}\">{}</rect>", px(x),
      px(y), px(width), px(height), significant(0.04 + 0.96 * shade / shades, 2), hover(note));
}

}  // namespace

std::string heat_map(const std::vector<std::vector<double>>& cells, const std::vector<std::string>& row_names,
                     const axis& x, double low, double high, chart_size size) {
  const bool percent = low >= 0 && high <= 1;
  const auto label = [&](double v) { return percent ? share(v, "") : significant(v, 3); };
  double left = 10;
  for (const std::string& name : row_names) left = std::max(left, 8 + label_width(name));
  std::size_t columns = 0;
  for (const auto& row : cells) columns = std::max(columns, row.size());
  const double height = 20, top = 4, right = size.width - 38.0;
  const double bottom = top + height * static_cast<double>(cells.size());
  size.height = static_cast<int>(bottom) + 58;

  axis across = x;
  across.whole = true;
  if (x.low == 0 && x.high == 0) across.high = columns > 1 ? static_cast<double>(columns - 1) : 1;
  const double width = (right - left) / static_cast<double>(std::max<std::size_t>(columns, 1));
  // Ticks lie at the middle of their column.
  const scale sx{across.low, across.high, left + width / 2, right - width / 2};

  std::string out = open_svg(size);
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const double y = top + height * static_cast<double>(row);
    if (row < row_names.size()) out += text_at(left - 6, y + 14, "end", "tick", row_names[row]);
    const std::vector<double>& values = cells[row];
    for (std::size_t i = 0; i < values.size();) {
      const int shade = shade_of(values[i], low, high);
      std::size_t end = i + 1;
      while (end < values.size() && shade_of(values[end], low, high) == shade) ++end;
      out += cell(left + width * static_cast<double>(i), y + 0.5, width * static_cast<double>(end - i),
                  height - 1, shade, label(values[(i + end) / 2]));
      i = end;
    }
    const auto last = std::find_if(values.rbegin(), values.rend(), [](double v) { return std::isfinite(v); });
    if (last != values.rend()) out += text_at(right + 6, y + 14, "start", "tick", label(*last));
  }
  for (const tick& t : ticks(across, sx, 5))
    out += text_at(sx.at(t.value), bottom + 15, "middle", "tick", t.label);
  out += text_at(left, bottom + 33, "start", "unit", x.title);

  const double key = std::min(90.0, (right - left) / 2), from = right - key;
  for (int i = 0; i <= 10; ++i) out += cell(from + key * i / 11, bottom + 24, key / 11 + 0.2, 10, 2 * i, "");
  out += text_at(from, bottom + 48, "start", "tick", label(low));
  out += text_at(right, bottom + 48, "end", "tick", label(high));
  return out + "</svg>";
}

}  // namespace hillock::report
