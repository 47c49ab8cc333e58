// SPDX-License-Identifier: Apache-2.0
#include "cli/gate_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "cli/card_text.hpp"
#include "cli/terminal.hpp"

namespace hillock::cli {

std::optional<gate> gate_named(const std::string& text) {
  const std::string name = text.substr(0, text.find('('));
  const auto known = [&name](const auto& look_up) {
    try {
      look_up(name);
      return true;
    } catch (const std::invalid_argument&) {
      return false;
    }
  };
  if (known(find) || !known(find_gate)) return std::nullopt;
  return find_gate(text);
}

std::string gate_sheet(const gate& g) {
  const gate_card& c = *g.card();
  const bool colour = can_colour(stdout);
  const std::size_t wide = std::min(width(stdout), 100U);
  std::string text = (colour ? "\x1b[1m" : "") + g.to_string() + (colour ? "\x1b[0m" : "") + "\n\n";
  const auto fact = [&](std::string_view what, const std::string& value) {
    if (!value.empty()) text += "  " + pad(what, 12) + wrap(value, wide, 14) + "\n";
  };
  fact("elsewhere", names_text(c.names));
  fact("formula", std::string(c.formula));
  fact("operands", "two arrays, or the halves of each row of one; which half gates is said in the call");
  fact("activation", signature(g.function()) + fmt::format(" ('hillock info {}' shows it)", c.function));
  fact("accuracy",
       "f32, f16, bf16: one rounding of the exact product, forward and backward; f64: within 2 ulp, the "
       "gradient of b within 3");
  fact("good for", std::string(c.good_for));
  fact("bad for", std::string(c.bad_for));
  for (const std::string_view reference : c.references) fact("reference", std::string(reference));
  return text;
}

std::string gate_lines() {
  constexpr std::size_t name = 12, formula = 18;
  const std::size_t wide = can_animate(stdout) ? width(stdout) : SIZE_MAX;
  std::string text = pad("name", name) + pad("formula", formula) + "good for\n";
  for (const gate& g : all_gates()) {
    const gate_card& c = *g.card();
    text += pad(c.name, name) + pad(c.formula, formula) + wrap(c.good_for, wide, name + formula) + "\n";
  }
  return text;
}

std::string gates_json(const std::vector<gate>& gates) {
  using nlohmann::ordered_json;
  ordered_json array = ordered_json::array();
  for (const gate& g : gates) {
    const gate_card& c = *g.card();
    ordered_json one;
    one["name"] = c.name;
    one["names"] = ordered_json::array();
    for (const library_name& n : c.names)
      one["names"].push_back({{"library", n.library}, {"name", n.name}, {"with", n.with}});
    one["formula"] = c.formula;
    one["function"] = g.function().to_string();
    one["good_for"] = c.good_for;
    one["bad_for"] = c.bad_for;
    one["references"] = ordered_json::array();
    for (const std::string_view reference : c.references) one["references"].push_back(reference);
    array.push_back(std::move(one));
  }
  return array.dump(2) + "\n";
}

}  // namespace hillock::cli
