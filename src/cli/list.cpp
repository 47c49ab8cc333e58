// SPDX-License-Identifier: Apache-2.0
// hillock list: the activations in a table, or in short paragraphs where the terminal is narrow; those that
// have the properties asked for, in groups where that is asked for.
#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "cli/card_text.hpp"
#include "cli/gate_text.hpp"
#include "cli/properties.hpp"
#include "cli/terminal.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"
#include "hillock/activation.hpp"

namespace hillock::cli {

namespace {

constexpr int range_digits = 4;  // `info` has them all

struct widths {
  std::size_t name = 0, formula = 0, range = 0;
  std::size_t left() const { return name + 2 + formula + 2 + range + 2; }
};

widths needed(const std::vector<activation>& functions) {
  widths w;
  for (const activation& f : functions) {
    w.name = std::max(w.name, columns(signature(f)));
    w.formula = std::max(w.formula, columns(f.card().formula));
    w.range = std::max(w.range, columns(range_text(f.card(), range_digits)));
  }
  return w;
}

std::string rows(const std::vector<activation>& functions, const widths& w, std::size_t wide) {
  std::string text;
  for (const activation& f : functions) {
    text += fmt::format("{}  {}  {}  {}\n", bold(pad(signature(f), w.name)), pad(f.card().formula, w.formula),
                        pad(range_text(f.card(), range_digits), w.range),
                        wrap(f.card().good_for, wide, w.left()));
  }
  return text;
}

// Where the columns do not fit beside each other: a paragraph for each.
std::string paragraphs(const std::vector<activation>& functions, std::size_t wide) {
  std::string text;
  for (const activation& f : functions) {
    text += bold(signature(f)) + "\n";
    for (const std::string& line :
         {std::string(f.card().formula), "range " + range_text(f.card(), range_digits),
          std::string(f.card().good_for)})
      text += "  " + wrap(line, wide, 2) + "\n";
  }
  return text;
}

// In a pipe every function is one line.
std::string list(const std::vector<activation>& functions, const std::string& by) {
  constexpr std::size_t readable = 24;  // columns that the last one needs
  const widths w = needed(functions);
  const std::size_t wide = can_animate(stdout) ? width(stdout) : SIZE_MAX;
  const bool table = wide >= w.left() + readable || wide == SIZE_MAX;
  std::string text;
  if (table)
    text = fmt::format("{}  {}  {}  {}\n", pad("name", w.name), pad("formula", w.formula),
                       pad("range", w.range), "good for");
  for (const auto& [heading, members] : groups(functions, by)) {
    if (!heading.empty()) text += fmt::format("{}{}:\n", text.empty() ? "" : "\n", heading);
    text += table ? rows(members, w, wide) : paragraphs(members, wide);
  }
  return text;
}

struct list_request {
  bool json = false, gates = false;
  std::vector<std::pair<const property*, bool>> flags;  ///< and whether it was asked for
  std::vector<const property*> without;
  std::string library, by;
};

bool wanted(const list_request& r, const activation& f) {
  const auto has = [&](const property& p) { return p.has(f.card()); };
  for (const auto& [p, asked] : r.flags)
    if (asked && !has(*p)) return false;
  for (const property* p : r.without)
    if (has(*p)) return false;
  const auto& names = f.card().names;
  return r.library.empty() || std::any_of(names.begin(), names.end(),
                                          [&](const library_name& n) { return n.library == r.library; });
}

exit_code list(const list_request& r) {
  if (r.gates) {
    const bool picked = !r.without.empty() || !r.library.empty() || !r.by.empty() ||
                        std::any_of(r.flags.begin(), r.flags.end(), [](const auto& f) { return f.second; });
    if (picked) throw usage_error("--gates lists all gates: it goes with --json alone");
    print(r.json ? gates_json(all_gates()) : gate_lines());
    return exit_code::ok;
  }
  std::vector<activation> found;
  for (const activation& f : all())
    if (wanted(r, f)) found.push_back(f);
  if (r.json) {
    print(cards_json(found));
  } else if (found.empty()) {
    message("no activation of the list is all of that");
  } else {
    print(list(found, r.by.empty() && can_animate(stdout) ? "range" : r.by));
  }
  return exit_code::ok;
}

action list_options(command& line) {
  auto r = std::make_shared<list_request>();
  r->flags.reserve(properties().size());  // the flags are told where to write
  for (const property& p : properties()) {
    r->flags.emplace_back(&p, false);
    line.flag("--" + std::string(p.name), r->flags.back().second, "Only those " + std::string(p.about));
  }
  const std::vector<std::string> names = property_names();
  line.option("--without", "LIST", "Only those that have none of these properties",
              [r, names](const std::string& s) {
                r->without.clear();
                for (const std::string& part : split_list(s)) {
                  one_of(part, names);
                  r->without.push_back(&property_named(part));
                }
              },
              {names, false, false, true});
  line.option("--in", "LIBRARY", "Only those that it has: " + join(libraries()),
              [r](const std::string& s) { r->library = library_of(s); }, {libraries()});
  line.option("--by", "WHAT", "In groups: " + join(group_names()),
              [r](const std::string& s) { r->by = one_of(s, group_names()); }, {group_names()});
  line.flag("--gates", r->gates, "The gates, a * f(b), in place of the activations");
  line.flag("--json", r->json, "Print the cards as JSON");
  return [r] { return list(*r); };
}

}  // namespace

verb list_verb() {
  return {"list",
          "every activation: formula, range, what it is good for",
          {"hillock list", "hillock list --smooth --without monotone",
           "hillock list --bounded --zero-centred --in PyTorch", "hillock list --by smoothness",
           "hillock list --gates", "hillock list --json | jq -r '.[].name'"},
          list_options};
}

}  // namespace hillock::cli
