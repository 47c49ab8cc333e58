// SPDX-License-Identifier: Apache-2.0
// The palette and the rules of the charts, and charts as documents of their own.
// Colours follow Okabe & Ito, "Color Universal Design" (2008), darkened for white paper (contrast ≥ 3:1,
// WCAG 2.2 §1.4.11) and lightened for dark screens; two more were added to each.
#include <fmt/format.h>

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
                                          {"--c0", "#0072b2", "#5bb0f0"},
                                          {"--c1", "#d55e00", "#ff8a4c"},
                                          {"--c2", "#00855f", "#35c79c"},
                                          {"--c3", "#b0468c", "#e78fc6"},
                                          {"--c4", "#a87000", "#e8b33f"},
                                          {"--c5", "#2a8cc2", "#8fd3ff"},
                                          {"--c6", "#4f565d", "#c3c8ce"},
                                          {"--c7", "#8a5a3c", "#cfa283"},
                                          {"--c8", "#6b7a00", "#c3d04c"},
                                          {"--c9", "#6a51a3", "#b49fff"},
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
    ".s.k5,.s.k6,.s.k7,.s.k8,.s.k9{stroke-dasharray:7 4}.s.dashed{stroke-dasharray:2 4}";

std::string all_rules() {
  std::string css(rules);
  for (int i = 0; i < 10; ++i) {
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

std::string standalone(const std::string& chart, const std::string& title) {
  // Charts of this module open with `<svg … viewBox="0 0 WIDTH HEIGHT"`.
  const std::string_view key = "viewBox=\"0 0 ";
  const std::size_t at = chart.find(key);
  int width = 480, height = 300;
  if (at != std::string::npos) {
    std::size_t used = 0;
    width = std::stoi(chart.substr(at + key.size()), &used);
    height = std::stoi(chart.substr(at + key.size() + used));
  }
  constexpr int margin = 16, heading = 28;
  std::string inner = chart;
  inner.insert(4, fmt::format(" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", margin, margin + heading,
                              width, height));
  const std::string css =
      all_rules() +
      ".paper{fill:var(--paper)}.chart .heading{font-size:15px;font-weight:600;fill:var(--ink)}";
  chart_size outer{width + 2 * margin, height + 2 * margin + heading, title, ""};
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
