// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "cli/pages.hpp"
#include "cli/peers.hpp"
#include "cli/properties.hpp"
#include "hillock/gate.hpp"

namespace hillock::cli {

namespace {

bool is_here(std::string_view name) {
  return std::any_of(all().begin(), all().end(),
                     [&](const activation& f) { return f.card().name == name; }) ||
         std::any_of(all_gates().begin(), all_gates().end(),
                     [&](const gate& g) { return g.card()->name == name; });
}

bool names_it(const short_list<library_name, 10>& names, const peer_function& p) {
  return std::any_of(names.begin(), names.end(),
                     [&](const library_name& n) { return n.library == p.library && n.name == p.name; });
}

bool is_named(const peer_function& p) {
  return std::any_of(all().begin(), all().end(),
                     [&](const activation& f) { return names_it(f.card().names, p); }) ||
         std::any_of(all_gates().begin(), all_gates().end(),
                     [&](const gate& g) { return names_it(g.card()->names, p); });
}

// A bar would end the cell.
std::string cell_text(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

std::string name_text(const library_name& n) {
  std::string text = fmt::format("`{}`", n.name);
  if (!n.with.empty()) text += fmt::format(" with {}", n.with);
  if (n.by_default == "none")
    text += ", which must be given";
  else if (!n.by_default.empty())
    text += fmt::format("; by default {}", n.by_default);
  return cell_text(text);
}

template <class Card>
std::string cell(const Card& card, std::string_view library) {
  std::string text;
  for (const library_name& n : card.names)
    if (n.library == library) text += (text.empty() ? "" : "<br>") + name_text(n);
  for (const peer_function& p : peer_functions())
    if (p.library == library && p.ours == card.name && !is_named(p))
      text += fmt::format("{}`{}`", text.empty() ? "" : "<br>", p.name);
  return text;
}

std::string defaults_text(const activation& f) {
  std::string text;
  for (const parameter& p : f.card().parameters)
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", p.name, p.standard);
  return text.empty() ? "" : "(" + text + ")";
}

std::string table_here() {
  std::string text = "| here |", rule = "|---|";
  for (const std::string& library : libraries()) text += fmt::format(" {} |", library), rule += "---|";
  text += "\n" + rule + "\n";
  for (const activation& f : all()) {
    text += fmt::format("| [{0}](functions/{0}.md){1} |", f.card().name, defaults_text(f));
    for (const std::string& library : libraries()) text += fmt::format(" {} |", cell(f.card(), library));
    text += "\n";
  }
  return text;
}

std::string table_gates() {
  std::string text = "| gate | a * f(b) |", rule = "|---|---|";
  for (const std::string& library : libraries()) text += fmt::format(" {} |", library), rule += "---|";
  text += "\n" + rule + "\n";
  for (const gate& g : all_gates()) {
    text += fmt::format("| {} | {} |", g.card()->name, cell_text(std::string(g.card()->formula)));
    for (const std::string& library : libraries()) text += fmt::format(" {} |", cell(*g.card(), library));
    text += "\n";
  }
  return text;
}

std::string table_missing() {
  std::string text;
  for (const wanted_function& w : wanted_functions()) {
    if (is_here(w.name)) continue;
    std::string who;
    for (const peer_function& p : peer_functions())
      if (p.ours == w.name && !is_named(p))
        who += fmt::format("{}{} `{}`", who.empty() ? "" : ", ", p.library, p.name);
    if (!who.empty()) text += fmt::format("| {} | {} | {} |\n", w.name, cell_text(std::string(w.about)), who);
  }
  return text.empty() ? "Nothing.\n" : "| function | what it computes | who has it |\n|---|---|---|\n" + text;
}

}  // namespace

page coverage_page() {
  std::string text =
      "# Who has which activation\n\n"
      "Built from the functions' cards by `hillock pages docs`: change a card and run it again. A name alone "
      "means "
      "that the function is ours with our\ndefault parameters; \"with\" says what theirs must be given for "
      "that, and "
      "what it is when it is not. `hillock list --in PyTorch` lists one library's.\n\n" +
      table_here() + "\n## Gates\n\n" + table_gates() + "\n## What they have and Hillock has not\n\n" +
      table_missing() +
      "\nArithmetic that libraries offer as an element-wise operator is no activation here: abs, square, "
      "sqrt, log, "
      "log1p, expm1, pow, round, floor, ceil,\ntrunc, sign and the like. Nor are the radial functions among "
      "mlpack's (quadratic, inverse and multi-quadratic, Poisson, spline).\n";
  return {"coverage.md", std::move(text)};
}

}  // namespace hillock::cli
