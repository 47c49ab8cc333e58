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
  for (std::size_t i = 0; i < p.result.candidates.size(); ++i) {
    series s = along_layers(p.result.candidates[i], when, &lab::layer_probe::gradient_norm);
    if (s.x.empty()) continue;
    s.name = p.result.candidates[i].name;
    s.colour = static_cast<int>(i);
    layers = std::max(layers, s.x.back());
    lines.push_back(std::move(s));
  }
  if (lines.empty()) return "";
  const axis x{.title = fmt::format("layer (1: next to the input, {}: output)", significant(layers)),
               .whole = true};
  const axis y{.title = "gradient norm (log scale)", .log10 = true};
  return figure(heading, line_chart(lines, x, y,
                                    {.width = 480,
                                     .height = 300,
                                     .title = std::string(heading),
                                     .description = "Norm of the loss's gradient with respect to each "
                                                    "layer's weights: median and quartiles over seeds."}));
}

// Below half a percent everywhere, a map would be an empty frame.
constexpr double worth_showing = 0.005;

std::string heat_maps(const page& p, double lab::layer_probe::*value, std::string_view heading,
                      std::string_view what) {
  std::string out;
  std::vector<std::string> absent;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    const layer_epochs map = over_layers_and_epochs(c, value);
    if (map.largest < worth_showing) {
      absent.push_back(c.name);
      continue;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < map.cells.size(); ++i) names.push_back(fmt::format("layer {}", i + 1));
    const axis epochs{.title = "epoch", .low = 0, .high = static_cast<double>(map.last_epoch), .whole = true};
    out += fmt::format("<figure><h4><code>{}</code></h4>{}</figure>\n", escape(c.name),
                       heat_map(map.cells, names, epochs, 0, 1,
                                {.width = 320,
                                 .height = 0,
                                 .title = fmt::format("{} of {}, layer by epoch", heading, c.name),
                                 .description = std::string(what)}));
  }
  if (out.empty()) return "";
  std::string text(what);
  if (!absent.empty()) {
    text += " None to speak of: ";
    for (std::size_t i = 0; i < absent.size(); ++i) text += (i ? ", " : "") + absent[i];
    text += ".";
  }
  return fmt::format("<h3>{}</h3>\n", escape(heading)) + paragraph(text, "note") + "<div class=\"heats\">\n" +
         out + "</div>\n";
}

std::string findings(const page& p) {
  std::string out;
  for (std::size_t place = 0; place < p.order.size(); ++place) {
    const lab::candidate_summary& c = p.candidate(place);
    std::string items;
    for (const lab::finding& f : c.health) {
      if (f.sentence.empty()) continue;
      items += fmt::format("<li class=\"{}\">{}{}</li>", f.fault ? "fault" : "fine",
                           f.fault ? "<strong>fault:</strong> " : "", escape(f.sentence));
    }
    if (!items.empty())
      out += fmt::format("<dt><code>{}</code></dt><dd><ul>{}</ul></dd>\n", escape(c.name), items);
  }
  return out.empty() ? "" : "<h3>What the probes say</h3>\n<dl class=\"findings\">\n" + out + "</dl>\n";
}

}  // namespace

std::string layers_section(const page& p) {
  std::string out;
  const std::string first = gradients(p, moment::first_trained, "Gradient by layer, first epoch");
  const std::string last = gradients(p, moment::last, "Gradient by layer, last epoch");
  if (!(first + last).empty()) {
    out += "<div class=\"pair\">\n" + first + last + "</div>\n" +
           paragraph(
               "A line that falls towards layer 1 is a gradient that vanishes on its way back; one that "
               "rises explodes. Median and quartiles over seeds.",
               "note");
  }
  out += findings(p);
  out += heat_maps(p, &lab::layer_probe::zeros, "Exact zeros",
                   "Share of outputs that are exactly zero. Sparsity is information, not a fault: healthy "
                   "rectifier nets are half to 85 % zeros.");
  out += heat_maps(
      p, &lab::layer_probe::dead, "Dead units",
      "Share of units whose derivative is zero on every probe example: nothing can teach them any more.");
  out += heat_maps(p, &lab::layer_probe::saturated, "Saturated units",
                   "Share of units of bounded functions whose slope is below 1 % of its maximum on more than "
                   "half of the examples.");
  return section("layers", "Inside the layers", out);
}

}  // namespace hillock::report
