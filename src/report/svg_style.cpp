// SPDX-License-Identifier: Apache-2.0
// The palette and the rules of the charts, and charts as documents of their own.
// Colours began as Okabe & Ito's, "Color Universal Design" (2008), darkened for white paper (contrast ≥ 3:1,
// WCAG 2.2 §1.4.11), lightened for dark screens, and two more. Then each was moved as little as keeps all ten
// apart for eyes with and without deuteranopia (tests/report_svg_test.cpp measures how far).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/svg_parts.hpp"

namespace hillock::report {
namespace {

struct colour {
  std::string_view name, light, dark;
};

constexpr std::array<colour, 17> palette{{{"--bg", "#ffffff", "#15181c"},
                                          {"--ink", "#1c2126", "#e8eaed"},
                                          {"--muted", "#5b6570", "#a3acb6"},
                                          {"--line", "#b9c1c9", "#56606b"},
                                          {"--grid", "#e9ecef", "#2a3037"},
                                          {"--heat", "#a63603", "#ff9f5a"},
                                          {"--c0", "#0070bf", "#468dc0"},
                                          {"--c1", "#ed6f0b", "#ee7d45"},
                                          {"--c2", "#008a69", "#24be94"},
                                          {"--c3", "#b34a92", "#db87c1"},
                                          {"--c4", "#a26c00", "#e5ad22"},
                                          {"--c5", "#369ac9", "#91d6ff"},
                                          {"--c6", "#484e55", "#d2d3d6"},
                                          {"--c7", "#8f5f44", "#d2a381"},
                                          {"--c8", "#516400", "#d5e36a"},
                                          {"--c9", "#6b4992", "#b29eff"},
                                          {"--paper", "#ffffff", "#15181c"}}};

constexpr std::string_view rules =
    ".chart text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto "
    "Sans\",sans-serif;font-size:12px;"
    "fill:var(--muted);paint-order:stroke;stroke:var(--bg);stroke-width:3px;stroke-linejoin:round}"
    ".chart .name{fill:var(--ink);font-weight:500}"
    ".chart .tick{font-variant-numeric:tabular-nums}"
    ".chart .grid{stroke:var(--grid);stroke-width:1}"
    ".chart .axis{stroke:var(--line);stroke-width:1}"
    ".chart .mark{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 3}"
    ".s{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}"
    ".b{opacity:.13}.m{stroke:var(--bg);stroke-width:.8}.h{fill:var(--heat)}"
    ".interval{stroke-width:3}.cap{stroke-width:1.5}.mean{stroke-width:2.5}.leader{stroke-width:.8;opacity:."
    "6}"
    ".s.d1{stroke-dasharray:8 4}.s.d2{stroke-dasharray:2 4}.s.d3{stroke-dasharray:9 4 2 4}";

// The rules, and those of the colours that `used` names: every one where it is empty.
std::string all_rules(std::string_view used = "") {
  std::string css(rules);
  for (int i = 0; i < 10; ++i) {
    if (!used.empty() && used.find(fmt::format(" k{}", i)) == std::string_view::npos) continue;
    css += fmt::format(
        ".s.k{0},.interval.k{0},.cap.k{0},.mean.k{0},.leader.k{0}{{stroke:var(--c{0})}}.m.k{0},.b.k{0}{{fill:"
        "var(--c{0})}}",
        i);
  }
  return css;
}

std::string variables(std::string_view colour::*scheme) {
  std::string css;
  for (const colour& c : palette) css += fmt::format("{}:{};", c.name, c.*scheme);
  return css;
}

// Programs that draw SVG but know no CSS variables (Inkscape, librsvg) need the values in place.
std::string resolved(std::string css, std::string_view colour::*scheme) {
  for (const colour& c : palette) {
    const std::string reference = fmt::format("var({})", c.name);
    for (std::size_t at = 0; (at = css.find(reference, at)) != std::string::npos;) {
      css.replace(at, reference.size(), c.*scheme);
    }
  }
  return css;
}

}  // namespace

std::string_view chart_style() {
  static const std::string css = ":root{" + variables(&colour::light) +
                                 "}@media screen and (prefers-color-scheme:dark){:root{" +
                                 variables(&colour::dark) + "}}" + all_rules();
  return css;
}

std::string standalone(const std::vector<std::pair<std::string, std::string>>& headed_charts,
                       const std::string& title) {
  constexpr int margin = 16, heading = 28, subheading = 24;
  std::string used;
  for (const auto& headed : headed_charts) used += headed.second;
  const std::string css = all_rules(used) +
                          ".paper{fill:var(--paper)}.chart .heading{font-size:15px;font-weight:600;"
                          "fill:var(--ink)}.chart .subheading{font-size:13px;fill:var(--ink)}";
  std::string inner;
  int right = margin, bottom = 0;
  for (const auto& [name, chart] : headed_charts) {
    // Charts of this module open with `<svg … viewBox="0 0 WIDTH HEIGHT"`.
    const std::string_view key = "viewBox=\"0 0 ";
    const std::size_t at = chart.find(key);
    int width = 480, height = 300;
    if (at != std::string::npos) {
      std::size_t used = 0;
      width = std::stoi(chart.substr(at + key.size()), &used);
      height = std::stoi(chart.substr(at + key.size() + used));
    }
    inner += text_at(right, margin + heading + 14, "start", "subheading", name) + chart;
    inner.insert(inner.size() - chart.size() + 4,
                 fmt::format(" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", right,
                             margin + heading + subheading, width, height));
    right += width + margin;
    bottom = std::max(bottom, margin + heading + subheading + height + margin);
  }
  const chart_size outer{right, bottom, title, ""};
  std::string out = open_svg(outer);
  out.insert(4, fmt::format(" xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\"", outer.width,
                            outer.height));
  out += fmt::format("<style>{}@media (prefers-color-scheme:dark){{{}}}</style>",
                     resolved(css, &colour::light), resolved(css, &colour::dark));
  out += fmt::format("<rect class=\"paper\" width=\"{}\" height=\"{}\"/>", outer.width, outer.height);
  out += text_at(margin, margin + 14, "start", "heading", title);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + out + inner + "</svg>\n";
}

}  // namespace hillock::report
