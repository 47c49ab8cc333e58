// SPDX-License-Identifier: Apache-2.0
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "base/names.hpp"
#include "cli/values.hpp"
#include "cli/verb.hpp"

namespace hillock::cli {

namespace {

void apply(const command::setter& set, const std::string& name, const std::string& text) {
  try {
    set(text);
  } catch (const bad_value& problem) {
    throw usage_error(fmt::format("{} is \"{}\": expected {}", name, printable(text), problem.what()));
  }
}

}  // namespace

void command::option(const std::string& name, const std::string& type, const std::string& about, setter set,
                     offers offer) {
  auto text = std::make_shared<std::string>();
  CLI::Option* made = app_.add_option(name, *text, about)->type_name(type);
  made->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  hints_[made] = std::move(offer);
  conversions_.push_back([made, text, set = std::move(set)] {
    if (made->count() > 0) apply(set, made->get_name(), *text);
  });
}

void command::list(const std::string& name, const std::string& type, const std::string& about, setter set) {
  auto lists = std::make_shared<std::vector<std::string>>();
  CLI::Option* made = app_.add_option(name, *lists, about)->type_name(type)->expected(1);
  made->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  made->allow_extra_args(false);  // what follows is its own
  hints_[made] = {};
  conversions_.push_back([made, lists, set = std::move(set)] {
    if (!lists->empty()) apply(set, made->get_name(), fmt::format("{}", fmt::join(*lists, ",")));
  });
}

void command::flag(const std::string& name, bool& value, const std::string& about) {
  app_.add_flag(name, value, about)->disable_flag_override();
}

void command::positional(const std::string& name, const std::string& about, setter set, offers offer) {
  auto text = std::make_shared<std::string>();
  CLI::Option* made = app_.add_option(name, *text, about)->type_name(name)->required();
  hints_[made] = std::move(offer);
  conversions_.push_back([name, text, set = std::move(set)] { apply(set, name, *text); });
}

void command::positionals(const std::string& name, const std::string& about, std::size_t least, setter set,
                          offers offer) {
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::Option* made = app_.add_option(name, *words, about)->type_name(name);
  if (least > 0) made->required();
  hints_[made] = std::move(offer);
  conversions_.push_back([name, words, set = std::move(set)] {
    for (const std::string& word : *words) apply(set, name, word);
  });
}

void command::convert() const {
  for (const auto& conversion : conversions_) conversion();
}

}  // namespace hillock::cli
