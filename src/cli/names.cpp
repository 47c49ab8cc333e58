// SPDX-License-Identifier: Apache-2.0
#include "cli/names.hpp"

#include <stdexcept>

#include "base/names.hpp"
#include "cli/gate_text.hpp"
#include "data/load.hpp"
#include "hillock/error.hpp"
#include "isa/table.hpp"

namespace hillock::cli {

std::vector<std::string> activation_names() {
  std::vector<std::string> names;
  for (const activation& f : all()) names.emplace_back(f.card().name);
  return names;
}

std::vector<std::string> activation_and_gate_names() {
  std::vector<std::string> names = activation_names();
  for (const gate& g : all_gates()) names.emplace_back(g.card()->name);
  return names;
}

std::vector<std::string> elementwise_names() {
  std::vector<std::string> names;
  for (const activation& f : all()) {
    if (!f.card().of_rows) names.emplace_back(f.card().name);
  }
  return names;
}

activation activation_named(const std::string& text) {
  try {
    return find(text);
  } catch (const std::invalid_argument& problem) {
    const std::string said = problem.what();
    if (said.starts_with("hillock: unknown activation") && gate_named(text))
      throw usage_error("'" + printable(text) +
                        "' is a gate, which takes two operands: expected an activation");
    // Only the suggestion of a name ends with a question mark.
    if (!said.starts_with("hillock: unknown activation") || said.ends_with('?')) throw;
    throw usage_error(said + " ('hillock list' shows all)");
  }
}

std::vector<std::string> generator_names() {
  std::vector<std::string> names;
  for (const data::generator& g : data::generators()) names.emplace_back(g.name);
  return names;
}

std::vector<std::string> isa_names() {
  std::vector<std::string> names{"auto"};
  for (auto t = isa::begin_tables(); t != isa::end_tables(); ++t) names.emplace_back((*t)->isa);
  return names;
}

}  // namespace hillock::cli
