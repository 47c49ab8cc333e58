// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/format.hpp"
#include "report/svg_parts.hpp"

namespace hillock::report {
namespace {

struct extent {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
  void take(const std::vector<double>& values, bool positive) {
    for (const double v : values) {
      if (!std::isfinite(v) || (positive && v <= 0)) continue;
      low = std::min(low, v), high = std::max(high, v);
    }
  }
};

// Keeps labels apart: moves them down where they would overlap, then the whole stack up where it leaves the
// frame. More of them than fit overlap evenly.
void spread(std::vector<double>& y, double gap, double top, double bottom) {
  if (y.size() > 1) gap = std::min(gap, (bottom - top) / static_cast<double>(y.size() - 1));
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = std::max(y[i], i ? y[i - 1] + gap : top);
  double limit = bottom;
  for (std::size_t i = y.size(); i-- > 0; limit = y[i] - gap) y[i] = std::min(y[i], limit);
}

std::string path_of(const std::vector<double>& x, const std::vector<double>& y, const scale& sx,
                    const scale& sy) {
  std::string d;
  bool pen = false;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (!std::isfinite(y[i])) {
      pen = false;
      continue;
    }
    d += (pen ? "L" : "M") + px(sx.at(x[i])) + " " + px(sy.beyond(y[i]));
    pen = true;
  }
  return d;
}

// Up along the low edge, back along the high one; a band with a gap is drawn in pieces.
std::string band_of(const series& s, const scale& sx, const scale& sy) {
  std::string d;
  const std::size_t n = std::min({s.x.size(), s.low.size(), s.high.size()});
  for (std::size_t i = 0; i < n;) {
    std::size_t end = i;
    while (end < n && std::isfinite(s.low[end]) && std::isfinite(s.high[end])) ++end;
    if (end > i + 1) {
      for (std::size_t k = i; k < end; ++k)
        d += (k == i ? "M" : "L") + px(sx.at(s.x[k])) + " " + px(sy.beyond(s.low[k]));
      for (std::size_t k = end; k-- > i;) d += "L" + px(sx.at(s.x[k])) + " " + px(sy.beyond(s.high[k]));
      d += "Z";
    }
    i = std::max(end, i + 1);
  }
  return d;
}

std::string markers_of(const series& s, const scale& sx, const scale& sy) {
  std::string out;
  const std::size_t n = std::min(s.x.size(), s.y.size());
  // A few along a line are enough to tell it; each colour starts elsewhere, so equal lines do not hide each
  // other's.
  const std::size_t step = s.points ? 1 : std::max<std::size_t>(1, n / 5);
  const std::size_t first =
      s.points || n == 0 ? 0 : (static_cast<std::size_t>(s.style.colour) * step / 5 + step / 2) % step;
  for (std::size_t i = first; i < n; i += step) {
    if (!std::isfinite(s.y[i]) || sy.beyond(s.y[i]) != sy.at(s.y[i])) continue;
    const std::string note =
        fmt::format("{}: {} at {}", s.name, significant(s.y[i], 4), significant(s.x[i], 4));
    out += marker(s.style, sx.at(s.x[i]), sy.at(s.y[i]), 3.2, hover(note));
  }
  return out;
}

struct frame {
  double left, right, top, bottom;
};

std::string end_name(const series& s) { return shorten_middle(clean(s.name), 24); }

// What lies beyond the frame is cut off; the strokes at its very edge are not.
std::string cut_off(const frame& f, const std::string& markup) {
  const double top = f.top - 2, height = f.bottom + 2 - top, width = f.right - f.left;
  return fmt::format(
      "<svg aria-hidden=\"true\" x=\"{0}\" y=\"{1}\" width=\"{2}\" height=\"{3}\" viewBox=\"{0} {1} {2} "
      "{3}\">{4}</svg>",
      px(f.left), px(top), px(width), px(height), markup);
}

std::string axes(const axis& x, const axis& y, const scale& sx, const scale& sy, const frame& f) {
  std::string out;
  for (const tick& t : ticks(y, sy, 5)) {
    out += line_from(f.left, sy.at(t.value), f.right, sy.at(t.value), "grid");
    out += text_at(f.left - 6, sy.at(t.value) + 4, "end", "tick", t.label);
  }
  for (const tick& t : ticks(x, sx, 6)) {
    out += line_from(sx.at(t.value), f.bottom, sx.at(t.value), f.bottom + 4, "axis");
    out += text_at(sx.at(t.value), f.bottom + 17, "middle", "tick", t.label);
  }
  out += line_from(f.left, f.bottom, f.right, f.bottom, "axis");
  out += text_at(0, 12, "start", "unit", y.title);
  out += text_at((f.left + f.right) / 2, f.bottom + 35, "middle", "unit", x.title);
  for (const auto& [value, name] : y.marks) {
    if (!sy.inside(value)) continue;
    out += line_from(f.left, sy.at(value), f.right, sy.at(value), "mark");
    out += text_at(f.left + 4, sy.at(value) - 4, "start", "tick", name);
  }
  return out;
}

// Names at the right edge, in the order of the lines' ends, joined to them by a thin leader where they had to
// move.
std::string names(const std::vector<series>& lines, const scale& sx, const scale& sy, const frame& f) {
  struct end {
    const series* line;
    double x, y;
    std::string_view where;  ///< an arrow where the line ends beyond the frame
  };
  std::vector<end> ends;
  for (const series& s : lines) {
    for (std::size_t i = std::min(s.x.size(), s.y.size()); i-- > 0;) {
      if (!std::isfinite(s.y[i])) continue;
      const double y = sy.at(s.y[i]), beyond = sy.beyond(s.y[i]);
      ends.push_back({&s, sx.at(s.x[i]), y, beyond > y ? " ↓" : beyond < y ? " ↑" : ""});
      break;
    }
  }
  std::stable_sort(ends.begin(), ends.end(), [](const end& a, const end& b) { return a.y < b.y; });
  std::vector<double> y;
  for (const end& e : ends) y.push_back(e.y);
  spread(y, 14, f.top + 2, f.bottom - 2);
  std::string out;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const end& e = ends[i];
    const std::string css = colour_class(e.line->style);
    if (f.right + 8 - e.x > 14 || std::abs(y[i] - e.y) > 3) {
      out += line_from(e.x + 3, e.y, f.right + 8, y[i], "leader " + css);
    }
    out += marker(e.line->style, f.right + 13, y[i], 3.6);
    out += text_at(f.right + 21, y[i] + 4, "start", "name " + css, end_name(*e.line) + std::string(e.where));
  }
  return out;
}

// What the page's script needs to turn pixels back into values, as JSON.
std::string axes_for_script(const scale& sx, const scale& sy, bool percent) {
  const auto numbers = [](const scale& s) {
    return fmt::format("[{},{},{},{},{}]", s.from, s.to, s.low, s.high, s.log10 ? 1 : 0);
  };
  return escape(fmt::format("{{\"x\":{},\"y\":{},\"percent\":{}}}", numbers(sx), numbers(sy), percent));
}

}  // namespace

std::string line_chart(const std::vector<series>& lines, const axis& x, const axis& y, chart_size size) {
  extent ex, ey;
  double longest = 0;
  for (const series& s : lines) {
    ex.take(s.x, x.log10);
    ey.take(s.y, y.log10), ey.take(s.low, y.log10), ey.take(s.high, y.log10);
    longest = std::max(longest, label_width(end_name(s) + " ↓"));
  }
  const bool named = lines.size() > 1;
  frame f{
      .left = 44, .right = size.width - (named ? longest + 24 : 12), .top = 26, .bottom = size.height - 42.0};
  const scale sy = make_scale(y, ey.low, ey.high, f.bottom, f.top);
  for (const tick& t : ticks(y, sy, 5)) f.left = std::max(f.left, 12 + label_width(t.label));
  axis across = x;
  if (across.low == 0 && across.high == 0 && ex.high > ex.low && !x.log10)
    across.low = ex.low, across.high = ex.high;
  const scale sx = make_scale(across, ex.low, ex.high, f.left, f.right);

  std::string out = open_svg(size);
  out.insert(4, " data-axes=\"" + axes_for_script(sx, sy, y.percent) + "\"");
  out += axes(across, y, sx, sy, f);
  std::string bands;
  for (const series& s : lines) {
    if (!s.low.empty())
      bands += fmt::format("<path class=\"b {}\" d=\"{}\"/>", colour_class(s.style), band_of(s, sx, sy));
  }
  const bool given = y.low != 0 || y.high != 0;
  const auto framed = [&](const std::string& markup) { return given ? cut_off(f, markup) : markup; };
  if (!bands.empty()) out += framed(bands);
  for (const series& s : lines) {
    const std::string line =
        fmt::format("<path class=\"{}\" d=\"{}\"/>", line_class(s.style), path_of(s.x, s.y, sx, sy));
    out += fmt::format("<g class=\"series\">{}{}{}</g>", hover(s.name), framed(line), markers_of(s, sx, sy));
  }
  if (named) out += names(lines, sx, sy, f);
  return out + "</svg>";
}

}  // namespace hillock::report
