// SPDX-License-Identifier: Apache-2.0
// hillock info: all that is known about one activation, with its value and slope drawn in the terminal.
#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "cli/canvas.hpp"
#include "cli/card_text.hpp"
#include "cli/facts.hpp"
#include "cli/names.hpp"
#include "cli/samples.hpp"
#include "cli/terminal.hpp"
#include "cli/verb.hpp"

namespace hillock::cli {

namespace {

std::string pictures(const activation& f) {
  constexpr double low = -6, high = 6;
  constexpr std::size_t labels = 6;
  const std::size_t wide = width(stdout);
  const bool beside = wide >= 76;
  const plot_size size{
      beside ? std::min<std::size_t>((wide - 4) / 2 - labels - 3, 40) : std::min<std::size_t>(wide - 10, 40),
      9};
  const auto value = draw_curve([&](double x) { return value_at(f, x); }, low, high, size, labels);
  const std::size_t block = labels + 1 + size.columns;
  const std::string value_title =
      std::string(labels + 1, ' ') + (f.card().of_rows ? "first of the row (x, 0)" : "value");
  if (f.card().of_rows) {
    std::string text = "  " + value_title + "\n";
    for (const std::string& line : value) text += "  " + line + "\n";
    return text;
  }
  const auto slope = draw_curve([&](double x) { return slope_at(f, x); }, low, high, size, labels);
  const std::string slope_title = std::string(labels + 1, ' ') + "slope";
  std::string text;
  if (beside) {
    text += "  " + pad(value_title, block) + "  " + slope_title + "\n";
    for (std::size_t i = 0; i < value.size(); ++i)
      text += "  " + pad(value[i], block) + "  " + slope[i] + "\n";
    return text;
  }
  text += "  " + value_title + "\n";
  for (const std::string& line : value) text += "  " + line + "\n";
  text += "  " + slope_title + "\n";
  for (const std::string& line : slope) text += "  " + line + "\n";
  return text;
}

std::string sheet(const activation& f) {
  const card c = facts_of(f);
  const bool colour = can_colour(stdout);
  const std::size_t wide = std::min(width(stdout), 100U);
  std::string text = (colour ? "\x1b[1m" : "") + signature(f) + (colour ? "\x1b[0m" : "") + "\n\n";
  const auto fact = [&](std::string_view what, const std::string& value) {
    if (!value.empty()) text += "  " + pad(what, 12) + wrap(value, wide, 14) + "\n";
  };
  fact("elsewhere", names_text(c));
  fact("formula", std::string(c.formula));
  fact("range", range_text(c));
  fact("properties", properties_text(c));
  fact("smoothness", smoothness_text(c));
  fact("Lipschitz", fmt::format("{} (the largest slope)", short_number(c.lipschitz)));
  if (computed(f)) fact("", "these four are computed, from values between -1e300 and 1e300");
  const auto of_formula = formula_text(f);
  for (const auto& [heading, text_of_it] : of_formula) fact(heading, text_of_it);
  for (const parameter& p : c.parameters) {
    fact("parameter", fmt::format("{} = {} (default {}): {}{}{}", p.name, short_number(f.parameter(p.name)),
                                  short_number(p.standard), p.about,
                                  p.aliases.empty() ? "" : "; also called ", aliases_text(p.aliases)));
  }
  if (!c.of_rows) {
    const auto gain = gain_of(f);
    fact("init gain",
         gain ? fmt::format("{:.6g} (keeps the variance of a layer's output: 1 / sqrt E[f(z)^2])", *gain)
              : "none: E[f(z)^2] is 0 or infinite");
  }
  if (of_formula.empty()) fact("accuracy", accuracy_text(c));
  text += "\n" + pictures(f) + "\n";
  fact("good for", std::string(c.good_for));
  fact("bad for", std::string(c.bad_for));
  for (const std::string_view reference : c.references) fact("reference", std::string(reference));
  return text;
}

action info_options(command& line) {
  struct request {
    std::optional<activation> function;
    bool json = false;
  };
  auto r = std::make_shared<request>();
  const auto defined = add_define_option(line);
  line.positional("NAME",
                  "An activation, with parameters if wanted: 'leaky_relu(slope=0.2)'; or a formula of x",
                  [r, defined](const std::string& s) { r->function = activation_named(s, *defined); },
                  {activation_names()});
  line.flag("--json", r->json, "Print the card as JSON");
  return [r] {
    print(r->json ? cards_json({*r->function}) : sheet(*r->function));
    return exit_code::ok;
  };
}

}  // namespace

verb info_verb() {
  return {"info",
          "all that is known about one activation or formula, with its picture",
          {"hillock info tanh", "hillock info 'leaky_relu(slope=0.2)'", "hillock info 'x*sigmoid(1.702*x)'",
           "hillock info sigmoid --json"},
          info_options};
}

}  // namespace hillock::cli
