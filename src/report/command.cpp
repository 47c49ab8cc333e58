// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lab/settings.hpp"
#include "report/report.hpp"

namespace hillock::report {
namespace {

// For a POSIX shell: in single quotes unless every character is harmless.
std::string quoted(const std::string& text) {
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-+.,:/@%=").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), harmless)) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::string option(std::string name, const std::string& value) {
  std::replace(name.begin(), name.end(), '_', '-');
  if (name == "header") return value == "yes" ? "--header" : "--no-header";
  // A value that begins with a dash would be taken for an option.
  return "--" + name + (value.starts_with('-') ? "=" : " ") + quoted(value);
}

}  // namespace

std::string to_command(const lab::result& r) {
  const lab::configuration defaults = lab::to_configuration({});
  std::string out = "hillock compare";
  for (const auto& [name, value] : r.configuration) {
    const bool needed = name == "data" || value != lab::value_of(defaults, name);
    if (!needed) continue;
    // The shares of the parts have no option: only a program that uses the library can have changed them.
    if (name == "split_train" || name == "split_validation") return "";
    out += ' ' + option(name, value);
  }
  return r.configuration.empty() ? "" : out;
}

}  // namespace hillock::report
