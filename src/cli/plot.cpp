// SPDX-License-Identifier: Apache-2.0
// hillock plot: values and slopes of activations as an SVG picture, in a panel each.
#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <utility>

#include "cli/curves.hpp"
#include "cli/names.hpp"
#include "cli/samples.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"
#include "report/report.hpp"
#include "report/svg.hpp"

namespace hillock::cli {

namespace {

struct plot_request {
  std::vector<activation> functions;
  std::filesystem::path out;
  double from = -6, to = 6;
  bool no_slope = false;
};

// The kink of a piecewise function falls on a sample when the ends are whole numbers: 50 samples per unit
// of 12.
constexpr std::size_t samples = 601;

std::string picture(const plot_request& r) {
  std::vector<report::series> values, slopes;
  std::vector<std::string> names;
  for (const activation& f : r.functions) {
    names.push_back(f.to_string());
    values.push_back(curve(f, r.from, r.to, samples, value_at));
    if (!r.no_slope && !f.card().of_rows) slopes.push_back(curve(f, r.from, r.to, samples, slope_at));
  }
  const auto panel = [](const std::vector<report::series>& lines, const std::string& what) {
    report::axis x;
    x.title = "x";
    report::chart_size size;
    size.width = 480, size.height = 380, size.title = what;
    return std::pair(what, report::line_chart(lines, x, {}, size));
  };
  std::vector<std::pair<std::string, std::string>> panels{panel(values, "f(x)")};
  if (!slopes.empty()) panels.push_back(panel(slopes, "slope f′(x)"));
  return report::standalone(panels, join(names, " and "));
}

action plot_options(command& line) {
  auto r = std::make_shared<plot_request>();
  const auto defined = add_define_option(line);
  line.positionals(
      "NAME", "Activations, with parameters if wanted, or formulas of x", 1,
      [r, defined](const std::string& s) { r->functions.push_back(activation_named(s, *defined)); },
      {activation_names()});
  line.option("-o,--out", "FILE", "Where to write the SVG [standard output]",
              [r](const std::string& s) { r->out = path(s); }, {{}, true, false, false});
  line.option("--from", "X", "Left end [-6]", [r](const std::string& s) { r->from = number(s); });
  line.option("--to", "X", "Right end [6]", [r](const std::string& s) { r->to = number(s); });
  line.flag("--no-slope", r->no_slope, "Values only");
  return [r] {
    if (!(r->from < r->to))
      throw usage_error(fmt::format("--from is {}: expected less than --to, {}", r->from, r->to));
    if (r->out.empty()) {
      print(picture(*r));
    } else {
      report::write_file(r->out, picture(*r));
    }
    return exit_code::ok;
  };
}

}  // namespace

verb plot_verb() {
  return {"plot",
          "draw value and slope of activations as SVG",
          {"hillock plot tanh sigmoid -o curves.svg",
           "hillock plot relu 'max(0, x)^2' 'x*tanh(softplus(x))' -o formulas.svg",
           "hillock plot 'leaky_relu(slope=0.2)' --from -2 --to 2 > leaky.svg"},
          plot_options};
}

}  // namespace hillock::cli
