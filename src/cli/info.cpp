// SPDX-License-Identifier: Apache-2.0
// hillock info: all that is known about an activation, with its value and slope drawn in the terminal; of
// several, side by side.
#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <sstream>
#include <vector>

#include "cli/canvas.hpp"
#include "cli/card_text.hpp"
#include "cli/facts.hpp"
#include "cli/gate_text.hpp"
#include "cli/names.hpp"
#include "cli/samples.hpp"
#include "cli/terminal.hpp"
#include "cli/verb.hpp"

namespace hillock::cli {

namespace {

using lines = std::vector<std::string>;

constexpr std::size_t labels = 6;  // columns for the numbers beside a picture
constexpr double low = -6, high = 6;

// The value's picture, and the slope's where there is one; each with its title, `size.columns` and the labels
// wide.
std::vector<lines> pictures(const activation& f, plot_size size) {
  const auto titled = [&](const char* title, const std::function<double(double)>& g) {
    lines text{std::string(labels + 1, ' ') + title};
    for (std::string& line : draw_curve(g, low, high, size, labels)) text.push_back(std::move(line));
    return text;
  };
  const bool rows = f.card().of_rows;
  const char* const title = f.card().reduces ? "of the row (x, 0)"
                            : rows           ? "first of the row (x, 0)"
                                             : "value";
  std::vector<lines> drawn{titled(title, [&](double x) { return value_at(f, x); })};
  if (!rows) drawn.push_back(titled("slope", [&](double x) { return slope_at(f, x); }));
  return drawn;
}

// Blocks of text side by side: each is padded to `wide` columns.
std::string beside(const std::vector<lines>& blocks, std::size_t wide, std::size_t gap,
                   std::string_view start) {
  std::size_t longest = 0;
  for (const lines& block : blocks) longest = std::max(longest, block.size());
  std::string text;
  for (std::size_t i = 0; i < longest; ++i) {
    std::string line(start);
    for (const lines& block : blocks)
      line += pad(i < block.size() ? block[i] : "", wide) + std::string(gap, ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string pictures_of_one(const activation& f) {
  const std::size_t wide = width(stdout);
  const bool both_fit = wide >= 76;
  const plot_size size{both_fit ? std::min<std::size_t>((wide - 4) / 2 - labels - 3, 40)
                                : std::min<std::size_t>(wide - 10, 40),
                       9};
  const std::vector<lines> drawn = pictures(f, size);
  if (both_fit) return beside(drawn, labels + 1 + size.columns, 2, "  ");
  std::string text;
  for (const lines& picture : drawn) text += beside({picture}, 0, 0, "  ");
  return text;
}

struct fact {
  std::string what;
  std::string value;
};

std::string parameter_text(const activation& f, const parameter& p) {
  return fmt::format("{} = {} (default {}): {}{}{}", p.name, short_number(f.parameter(p.name)),
                     short_number(p.standard), p.about, p.aliases.empty() ? "" : "; also called ",
                     aliases_text(p.aliases));
}

std::string gain_text(const activation& f) {
  const auto gain = gain_of(f);
  return gain ? fmt::format("{:.6g} (keeps the variance of a layer's output: 1 / sqrt E[f(z)^2])", *gain)
              : "none: E[f(z)^2] is 0 or infinite";
}

// What stands above the pictures, without what is said by references and advice.
std::vector<fact> facts_above(const activation& f) {
  const card c = facts_of(f);
  const bool searched = computed(f);
  // The card claims more than "no kink found" only for its defaults.
  const bool found_none = searched && c.smoothness >= 1 && f.card().smoothness < 1;
  std::vector<fact> all{
      {"elsewhere", names_text(c)},
      {"formula", std::string(c.formula)},
      {"range", range_text(c)},
      {"properties", properties_text(c)},
      {"smoothness", found_none ? "at least once continuously differentiable" : smoothness_text(c)},
      {"Lipschitz", fmt::format("{} (the largest slope)", short_number(c.lipschitz))}};
  if (searched)
    all.push_back(
        {"", fmt::format("these four are computed: searched for between -1e300 and 1e300, numbers to "
                         "{} digits",
                         computed_digits)});
  const auto of_formula = formula_text(f);
  for (const auto& [heading, text] : of_formula) all.push_back({heading, text});
  for (const parameter& p : c.parameters) all.push_back({"parameter", parameter_text(f, p)});
  if (!c.of_rows) all.push_back({"init gain", gain_text(f)});
  if (of_formula.empty()) all.push_back({"accuracy", accuracy_text(c)});
  std::erase_if(all, [](const fact& each) { return each.value.empty(); });
  return all;
}

std::vector<fact> facts_below(const activation& f) {
  std::vector<fact> all{{"good for", std::string(f.card().good_for)},
                        {"bad for", std::string(f.card().bad_for)}};
  for (const std::string_view reference : f.card().references)
    all.push_back({"reference", std::string(reference)});
  std::erase_if(all, [](const fact& each) { return each.value.empty(); });
  return all;
}

std::string sheet(const activation& f) {
  const std::size_t wide = std::min(width(stdout), 100U);
  const auto told = [&](const std::vector<fact>& facts) {
    std::string text;
    for (const fact& each : facts) text += "  " + pad(each.what, 12) + wrap(each.value, wide, 14) + "\n";
    return text;
  };
  return bold(signature(f)) + "\n\n" + told(facts_above(f)) + "\n" + pictures_of_one(f) + "\n" +
         told(facts_below(f));
}

// A text in lines of at most `wide` columns; longer words are broken.
lines wrapped(const std::string& text, std::size_t wide) {
  lines out;
  std::istringstream broken(wrap(text, wide, 0));
  for (std::string line; std::getline(broken, line);) {
    for (; line.size() > wide; line.erase(0, wide)) out.push_back(line.substr(0, wide));
    out.push_back(line);
  }
  return out;
}

// One column for each function, one line (or more) for each fact. Facts of one name (parameters, references)
// share a line.
std::string table(const std::vector<activation>& functions, std::size_t column) {
  constexpr std::size_t label = 12, gap = 2;
  const auto told = [&](const std::vector<std::vector<fact>>& facts) {
    std::vector<std::string> order;
    for (const auto& of_one : facts)
      for (const fact& each : of_one)
        if (std::find(order.begin(), order.end(), each.what) == order.end()) order.push_back(each.what);
    std::string text;
    for (const std::string& what : order) {
      std::vector<lines> cells;
      for (const auto& of_one : facts) {
        lines cell;
        for (const fact& each : of_one)
          if (each.what == what)
            for (std::string& line : wrapped(each.value, column)) cell.push_back(std::move(line));
        cells.push_back(std::move(cell));
      }
      std::string block = beside(cells, column, gap, std::string(2 + label, ' '));
      text += block.empty() ? "" : "  " + pad(what, label) + block.substr(2 + label);
    }
    return text;
  };
  std::vector<lines> names, drawn;
  std::vector<std::vector<fact>> above, below;
  const plot_size size{std::min<std::size_t>(column - labels - 1, 32), 7};
  for (const activation& f : functions) {
    names.push_back(wrapped(signature(f), column));
    above.push_back(facts_above(f)), below.push_back(facts_below(f));
    lines tower;
    for (const lines& picture : pictures(f, size)) tower.insert(tower.end(), picture.begin(), picture.end());
    drawn.push_back(tower);
  }
  const std::string margin(2 + label, ' ');
  return beside(names, column, gap, margin) + "\n" + told(above) + "\n" + beside(drawn, column, gap, margin) +
         "\n" + told(below);
}

// Side by side where every function gets a column that can be read; else one sheet after the other.
std::string sheets(const std::vector<activation>& functions) {
  if (functions.size() == 1) return sheet(functions.front());
  constexpr std::size_t least = 24, most = 48;
  const std::size_t room = (width(stdout) - 14) / functions.size();
  if (room >= least + 2) return table(functions, std::min(room - 2, most));
  std::string text;
  for (const activation& f : functions) text += (text.empty() ? "" : "\n") + sheet(f);
  return text;
}

action info_options(command& line) {
  struct request {
    std::vector<activation> functions;
    std::vector<gate> gates;
    bool json = false;
  };
  auto r = std::make_shared<request>();
  const auto defined = add_define_option(line);
  line.positionals(
      "NAME", "Activations or gates, with parameters if wanted: 'leaky_relu(slope=0.2)'; or formulas of x", 1,
      [r, defined](const std::string& s) {
        if (const auto g = gate_named(s))
          r->gates.push_back(*g);
        else
          r->functions.push_back(activation_named(s, *defined));
      },
      {activation_and_gate_names()});
  line.flag("--json", r->json, "Print the card as JSON");
  return [r] {
    if (r->json) {
      if (!r->functions.empty() && !r->gates.empty())
        throw usage_error("--json takes activations or gates, not both: they have other fields");
      print(r->gates.empty() ? cards_json(r->functions) : gates_json(r->gates));
      return exit_code::ok;
    }
    if (!r->functions.empty()) print(sheets(r->functions));
    for (const gate& g : r->gates) print(gate_sheet(g));
    return exit_code::ok;
  };
}

}  // namespace

verb info_verb() {
  return {"info",
          "all that is known about one activation or formula, or several side by side",
          {"hillock info tanh", "hillock info gelu silu mish                # side by side",
           "hillock info 'leaky_relu(slope=0.2)'", "hillock info 'x*sigmoid(1.702*x)'",
           "hillock info sigmoid --json"},
          info_options};
}

}  // namespace hillock::cli
