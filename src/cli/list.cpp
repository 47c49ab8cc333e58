// SPDX-License-Identifier: Apache-2.0
// hillock list: every activation in one table.
#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "cli/card_text.hpp"
#include "cli/terminal.hpp"
#include "cli/verb.hpp"
#include "hillock/activation.hpp"

namespace hillock::cli {

namespace {

std::string table() {
  std::size_t name = 0, formula = 0, range = 0;
  for (const activation& f : all()) {
    name = std::max(name, columns(signature(f)));
    formula = std::max(formula, columns(f.card().formula));
    range = std::max(range, columns(range_text(f.card())));
  }
  const bool colour = can_colour(stdout);
  const std::size_t left = name + 2 + formula + 2 + range + 2;
  // On a narrow terminal the last column still gets room to be read; in a pipe every function is one line.
  const std::size_t wide = can_animate(stdout) ? std::max<std::size_t>(width(stdout), left + 24) : SIZE_MAX;
  std::string text = fmt::format("{}  {}  {}  {}\n", pad("name", name), pad("formula", formula),
                                 pad("range", range), "good for");
  for (const activation& f : all()) {
    text += fmt::format("{}{}{}  {}  {}  {}\n", colour ? "\x1b[1m" : "", pad(signature(f), name),
                        colour ? "\x1b[0m" : "", pad(f.card().formula, formula),
                        pad(range_text(f.card()), range), wrap(f.card().good_for, wide, left));
  }
  return text;
}

}  // namespace

verb list_verb() {
  return {"list",
          "every activation: formula, range, what it is good for",
          {"hillock list", "hillock list --json | jq -r '.[].name'"},
          [](command& line) -> action {
            auto json = std::make_shared<bool>(false);
            line.flag("--json", *json, "Print the cards as JSON");
            return [json] {
              print(*json ? cards_json(all()) : table());
              return exit_code::ok;
            };
          }};
}

}  // namespace hillock::cli
