// SPDX-License-Identifier: Apache-2.0
// hillock list: every activation in one table, or in short paragraphs where the terminal is narrow.
#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "cli/card_text.hpp"
#include "cli/gate_text.hpp"
#include "cli/terminal.hpp"
#include "cli/verb.hpp"
#include "hillock/activation.hpp"

namespace hillock::cli {

namespace {

constexpr int range_digits = 4;  // `info` has them all

struct widths {
  std::size_t name = 0, formula = 0, range = 0;
  std::size_t left() const { return name + 2 + formula + 2 + range + 2; }
};

widths needed() {
  widths w;
  for (const activation& f : all()) {
    w.name = std::max(w.name, columns(signature(f)));
    w.formula = std::max(w.formula, columns(f.card().formula));
    w.range = std::max(w.range, columns(range_text(f.card(), range_digits)));
  }
  return w;
}

std::string bold(const std::string& text) { return can_colour(stdout) ? "\x1b[1m" + text + "\x1b[0m" : text; }

std::string table(const widths& w, std::size_t wide) {
  std::string text = fmt::format("{}  {}  {}  {}\n", pad("name", w.name), pad("formula", w.formula),
                                 pad("range", w.range), "good for");
  for (const activation& f : all()) {
    text += fmt::format("{}  {}  {}  {}\n", bold(pad(signature(f), w.name)), pad(f.card().formula, w.formula),
                        pad(range_text(f.card(), range_digits), w.range),
                        wrap(f.card().good_for, wide, w.left()));
  }
  return text;
}

// Where the columns do not fit beside each other: a paragraph for each.
std::string paragraphs(std::size_t wide) {
  std::string text;
  for (const activation& f : all()) {
    text += bold(signature(f)) + "\n";
    for (const std::string& line :
         {std::string(f.card().formula), "range " + range_text(f.card(), range_digits),
          std::string(f.card().good_for)})
      text += "  " + wrap(line, wide, 2) + "\n";
  }
  return text;
}

// In a pipe every function is one line.
std::string list() {
  constexpr std::size_t readable = 24;  // columns that the last one needs
  const widths w = needed();
  if (!can_animate(stdout)) return table(w, SIZE_MAX);
  const std::size_t wide = width(stdout);
  return wide >= w.left() + readable ? table(w, wide) : paragraphs(wide);
}

}  // namespace

verb list_verb() {
  return {
      "list",
      "every activation: formula, range, what it is good for",
      {"hillock list", "hillock list --gates", "hillock list --json | jq -r '.[].name'"},
      [](command& line) -> action {
        auto json = std::make_shared<bool>(false);
        auto gates = std::make_shared<bool>(false);
        line.flag("--json", *json, "Print the cards as JSON");
        line.flag("--gates", *gates, "The gates, a * f(b), in place of the activations");
        return [json, gates] {
          print(*gates ? *json ? gates_json(all_gates()) : gate_lines() : *json ? cards_json(all()) : list());
          return exit_code::ok;
        };
      }};
}

}  // namespace hillock::cli
