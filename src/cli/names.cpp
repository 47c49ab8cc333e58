// SPDX-License-Identifier: Apache-2.0
#include "cli/names.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "base/names.hpp"
#include "cli/gate_text.hpp"
#include "cli/values.hpp"
#include "data/load.hpp"
#include "face/formula.hpp"
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

namespace {

// "mine" or "mine(a=2)", where mine is defined.
std::optional<activation> defined_one(const std::string& text,
                                      const std::vector<formula_definition>& defined) {
  const std::size_t open = std::min(text.find('('), text.size());
  const std::string name = split_list(text.substr(0, open)).front();  // without blanks
  const auto found = std::find_if(defined.begin(), defined.end(),
                                  [&](const formula_definition& d) { return d.name == name; });
  if (found == defined.end()) return std::nullopt;
  activation f = formula(found->formula, {defined.begin(), found});
  if (open == text.size()) return f;
  if (text.back() != ')')
    throw usage_error(fmt::format("'{}': expected name(parameter=value, …)", printable(text)));
  for (const std::string& setting : split_list(text.substr(open + 1, text.size() - open - 2))) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
      throw usage_error(
          fmt::format("'{}': expected parameter=number, got '{}'", printable(text), printable(setting)));
    try {
      f = f.with(setting.substr(0, equals), number(split_list(setting.substr(equals + 1)).front()));
    } catch (const bad_value& problem) {
      throw usage_error(fmt::format("'{}': expected {}", printable(setting), problem.what()));
    }
  }
  return f;
}

}  // namespace

activation activation_named(const std::string& text, const std::vector<formula_definition>& defined) {
  if (face::reads_as_formula(text)) return formula(text, defined);
  if (const std::optional<activation> f = defined_one(text, defined)) return *f;
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

std::shared_ptr<const std::vector<formula_definition>> add_define_option(command& line) {
  const auto all = std::make_shared<std::vector<formula_definition>>();
  line.list("--define", "NAME=FORMULA", "Give a formula a name, for use as an activation and in formulas",
            [all](const std::string& s) {
              for (const std::string& part : split_list(s)) {
                const std::size_t equals = part.find('=');
                if (equals == std::string::npos) throw bad_value("name=formula");
                all->push_back({split_list(part.substr(0, equals)).front(), part.substr(equals + 1)});
                static_cast<void>(formula("x", *all));  // refused here, whether it is used or not
              }
            });
  return all;
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
