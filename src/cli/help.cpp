// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/terminal.hpp"
#include "cli/verb.hpp"

namespace hillock::cli {

namespace {

// Examples of the program as a whole: the shortest way to each thing a newcomer wants.
const std::vector<std::string_view> first_examples{
    "hillock compare                                   # five activations on two spirals",
    "hillock compare --data iris.csv --seeds 20        # on your own table",
    "hillock info tanh                                 # what is known about one function",
    "hillock plot relu leaky_relu -o relu.svg",
    "hillock bench --sizes 64K                         # how fast this machine is",
};

std::string examples(const std::vector<std::string_view>& lines) {
  std::string text = "Examples:\n";
  for (const std::string_view line : lines) text += fmt::format("  {}\n", line);
  return text + "\n";
}

std::string table(const std::vector<std::pair<std::string, std::string>>& rows, std::size_t wide) {
  std::size_t first = 0;
  for (const auto& row : rows) first = std::max(first, columns(row.first));
  first = std::min<std::size_t>(first, 26) + 4;
  std::string text;
  for (const auto& [label, about] : rows) {
    std::string start = "  " + label;
    // A label too long for its column gets a line of its own.
    if (columns(start) + 2 > first) start += "\n" + std::string(first, ' ');
    text += pad(start, first) + wrap(about, wide, first) + "\n";
  }
  return text;
}

std::string usage(const CLI::App& app, const std::string& name) {
  std::string text = "Usage: " + name;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    const std::string word = option->get_type_name() + (option->get_items_expected_max() > 1 ? "..." : "");
    text += option->get_required() ? " " + word : " [" + word + "]";
  }
  return text + " [OPTIONS]\n\n";
}

std::vector<std::pair<std::string, std::string>> rows_of(const CLI::App& app, bool positionals) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() != positionals || option == app.get_help_ptr()) continue;
    rows.emplace_back(positionals ? option->get_type_name() : option_label(*option),
                      option->get_description());
  }
  if (!positionals)
    rows.emplace_back(option_label(*app.get_help_ptr()), app.get_help_ptr()->get_description());
  return rows;
}

constexpr const char* endings =
    "Data goes to standard output, messages to standard error. NO_COLOR=1 switches\n"
    "colours off; HILLOCK_ISA=avx512, avx2, neon or portable forces an instruction\n"
    "set (same bits, other speed). Exit codes: 0 ok, 1 failed, 2 usage, 3 bad data,\n"
    "130 interrupted; 4 no verdict, where --require-verdict asks for one.\n"
    "In a checkout of the sources, './hillock test' builds and runs every test.\n";

}  // namespace

std::string option_label(const CLI::Option& option) {
  std::string text;
  for (const std::string& name : option.get_snames()) text += "-" + name + ", ";
  for (const std::string& name : option.get_lnames()) text += "--" + name + ", ";
  text.resize(text.size() - 2);
  return option.get_items_expected_max() > 0 ? text + " " + option.get_type_name() : text;
}

std::string help_formatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const {
  const std::size_t wide = std::min(width(stdout), 100U);
  std::string full = name.empty() ? app->get_name() : name;
  std::string text = fmt::format("{}: {}\n\n", full, app->get_description());
  const bool whole = app->get_parent() == nullptr;
  if (whole) {
    text += examples(first_examples) + "Usage: hillock VERB [OPTIONS]\n\nVerbs:\n";
    std::vector<std::pair<std::string, std::string>> rows;
    for (const verb& v : verbs()) rows.emplace_back(v.name, v.about);
    rows.emplace_back("help", "show this help, or with a verb the help of that verb");
    text += table(rows, wide);
  } else {
    for (const verb& v : verbs()) {
      if (v.name == app->get_name()) text += examples(v.examples);
    }
    text += usage(*app, full);
    const auto arguments = rows_of(*app, true);
    if (!arguments.empty()) text += "Arguments:\n" + table(arguments, wide) + "\n";
  }
  text += (whole ? "\nOptions:\n" : "Options:\n") + table(rows_of(*app, false), wide);
  if (whole) text += "\nEvery verb has its own help: hillock compare --help\n\n" + std::string(endings);
  return text;
}

}  // namespace hillock::cli
