// SPDX-License-Identifier: Apache-2.0
#include "cli/names.hpp"

#include "data/load.hpp"

namespace hillock::cli {

std::vector<std::string> activation_names() {
  std::vector<std::string> names;
  for (const activation& f : all()) names.emplace_back(f.card().name);
  return names;
}

std::vector<std::string> elementwise_names() {
  std::vector<std::string> names;
  for (const activation& f : all()) {
    if (!f.card().of_rows) names.emplace_back(f.card().name);
  }
  return names;
}

std::vector<std::string> generator_names() {
  std::vector<std::string> names;
  for (const data::generator& g : data::generators()) names.emplace_back(g.name);
  return names;
}

std::vector<std::string> isa_names() {
  const auto& names = isas();
  return {names.begin(), names.end()};
}

}  // namespace hillock::cli
