// SPDX-License-Identifier: Apache-2.0
// Inside the layers: gradients by depth, and where units are zero, dead or saturated.
#include <fmt/format.h>

#include <algorithm>

#include "report/aggregate.hpp"
#include "report/page.hpp"

namespace hillock::report {
namespace {

std::string gradients(const page& p, moment when, std::string_view heading) {
  std::vector<series> lines;
  double layers = 1;
  for (const std::size_t place : p.drawn()) {
    series s = along_layers(p.candidate(place), when, &lab::layer_probe::gradient_norm);
    if (s.x.empty()) continue;
    s.name = p.candidate(place).name;
    s.style = style_of(s.name);
    layers = std::max(layers, s.x.back());
    lines.push_back(std::move(s));
  }
  if (lines.empty()) return "";
  const axis x{.title = fmt::format("layer (1: next to the input, {}: output)", significant(layers)),
               .whole = true};
  const axis y{.title = "gradient norm (log scale)", .log10 = true};
  return figure(heading, line_chart(lines, x, y,
                                    {.width = 440,
                                     .height = 300,
                                     .title = std::string(heading),
                                     .description = "Norm of the loss's gradient with respect to each "
                                                    "layer's weights: median and quartiles over seeds."}));
}

// Below half a percent everywhere, a map would be an empty frame.
constexpr double worth_showing = 0.005;

// More maps of a kind than two rows of a wide page are for those who ask.
constexpr std::size_t most_layer_maps = 6;

std::string heat_maps(const page& p, double lab::layer_probe::*value, std::string_view heading,
                      std::string_view what) {
  std::vector<layer_epochs> maps;
  std::size_t absent = 0, shown = 0;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    maps.push_back(over_layers_and_epochs(p.candidate(place), value));
    if (maps.back().largest < worth_showing) ++absent;
  }
  std::string out, folded;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const layer_epochs& map = maps[place];
    if (map.largest < worth_showing) continue;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < map.cells.size(); ++i) names.push_back(fmt::format("layer {}", i + 1));
    const std::string& name = p.candidate(place).name;
    const chart_size size{.width = 320,
                          .height = 0,
                          .title = fmt::format("{} of {}, layer by epoch", heading, name),
                          .description = std::string(what)};
    (shown++ < most_layer_maps ? out : folded) += fmt::format(
        "<figure><h4><code>{}</code></h4>{}</figure>\n", escape(name),
        heat_map(map.cells, names,
                 {.title = "epoch", .low = 0, .high = static_cast<double>(map.last_epoch), .whole = true}, 0,
                 1, size));
  }
  if (out.empty()) return "";
  std::string text(what);
  if (absent)
    text += absent == 1 ? " The other activation has none to speak of."
                        : " The other activations have none to speak of.";
  const auto grid = [](const std::string& all) { return "<div class=\"heats\">\n" + all + "</div>\n"; };
  return fmt::format("<h3>{}</h3>\n", escape(heading)) + paragraph(text, "note") + grid(out) +
         (folded.empty()
              ? ""
              : folding(fmt::format("{} more activations", shown - most_layer_maps), grid(folded)));
}

std::string findings(const page& p) {
  std::string out, healthy;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    std::string items;
    for (const lab::finding& f : c.health) {
      if (f.sentence.empty() || f.kind == "healthy") continue;
      const std::string_view weight = words(f.weight);
      items +=
          fmt::format("<li class=\"{}\">{}{}</li>", f.weight == lab::severity::fault ? "fault" : "fine",
                      weight.empty() ? "" : fmt::format("<strong>{}:</strong> ", weight), prose(f.sentence));
    }
    if (!items.empty())
      out += fmt::format("<dt><code>{}</code></dt><dd><ul>{}</ul></dd>\n", escape(c.name), items);
    if (items.empty())
      healthy += fmt::format("{}<code>{}</code>", healthy.empty() ? "" : ", ", escape(c.name));
  }
  if (!out.empty()) out = "<dl class=\"findings\">\n" + out + "</dl>\n";
  if (!healthy.empty()) out += "<p class=\"note\">Nothing to report: " + healthy + ".</p>\n";
  return out.empty() ? "" : "<h3>What the probes say</h3>\n" + out;
}

}  // namespace

std::string layers_section(const page& p) {
  std::string out;
  const std::string first = gradients(p, moment::first_trained, "Gradient by layer, first probe of training");
  const std::string last = gradients(p, moment::last, "Gradient by layer, last probe");
  if (!(first + last).empty()) {
    out += "<div class=\"pair\">\n" + first + last + "</div>\n" +
           paragraph(
               std::string(
                   "A line that falls towards layer 1 is a gradient that vanishes on its way back; one that "
                   "rises explodes. Median and quartiles over seeds.") +
                   p.left_out(),
               "note");
  }
  out += findings(p);
  out += heat_maps(p, &lab::layer_probe::zeros, "Exact zeros",
                   "Share of outputs that are exactly zero, median over seeds. Sparsity is information, not "
                   "a fault: healthy "
                   "rectifier nets are half to 85 % zeros.");
  out += heat_maps(p, &lab::layer_probe::dead, "Dead units",
                   "Share of units whose derivative is zero on every probe example, median over seeds: "
                   "nothing can teach them "
                   "any more.");
  out += heat_maps(p, &lab::layer_probe::saturated, "Saturated units",
                   "Share of units of bounded functions whose slope is below 1 % of its maximum on more than "
                   "half of the examples, median over seeds.");
  return section("layers", "Inside the layers", out);
}

}  // namespace hillock::report
