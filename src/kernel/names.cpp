// SPDX-License-Identifier: Apache-2.0
// The public face: what people write, read as an activation and its parameters, and what it is called here.
#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/nearest.hpp"
#include "hillock/activation.hpp"

namespace hillock {

namespace {

[[noreturn]] void refuse(const std::string& message) { throw std::invalid_argument("hillock: " + message); }

template <class Names>
std::string suggestion(std::string_view word, const Names& names) {
  std::string text;
  for (const auto& name : nearest(word, names))
    text += (text.empty() ? "; did you mean " : " or ") + std::string(name);
  return text.empty() ? text : text + "?";
}

std::size_t index_of(const card& about, std::string_view name) {
  std::vector<std::string_view> names;
  for (const parameter& p : about.parameters) names.push_back(p.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    refuse(std::string(about.name) + " has no parameter '" + std::string(name) + "'" +
           suggestion(name, names));
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::string shortest(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace

activation activation::with(std::string_view name, double value) const {
  const std::size_t i = index_of(card(), name);
  const hillock::parameter& p = card().parameters[i];
  if (!(value >= p.low && value <= p.high)) {
    refuse(std::string(card().name) + ": " + std::string(name) + " = " + shortest(value) + " is outside " +
           shortest(p.low) + " … " + shortest(p.high));
  }
  activation copy = *this;
  copy.parameters_[i] = value;
  return copy;
}

double activation::parameter(std::string_view name) const { return parameters_[index_of(card(), name)]; }

std::string activation::to_string() const {
  std::string changed;
  for (std::size_t i = 0; i < card().parameters.size(); ++i) {
    const hillock::parameter& p = card().parameters[i];
    if (parameters_[i] != p.standard) {
      changed += (changed.empty() ? "" : ", ") + std::string(p.name) + "=" + shortest(parameters_[i]);
    }
  }
  return std::string(card().name) + (changed.empty() ? "" : "(" + changed + ")");
}

activation find(std::string_view text) {
  const std::size_t open = text.find('(');
  const std::string_view name = text.substr(0, open);
  const auto found =
      std::find_if(all().begin(), all().end(), [&](const activation& a) { return a.card().name == name; });
  if (found == all().end()) {
    std::vector<std::string_view> names;
    for (const activation& a : all()) names.push_back(a.card().name);
    refuse("unknown activation '" + std::string(name) + "'" + suggestion(name, names));
  }
  activation result = *found;
  if (open == std::string_view::npos) return result;
  if (text.back() != ')') refuse("'" + std::string(text) + "': expected name(parameter=value, …)");
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    std::string_view item = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    const std::size_t equals = item.find('=');
    double value = 0;
    const char* end = item.data() + item.size();
    const char* digits = equals == std::string_view::npos ? end : item.data() + equals + 1;
    const auto parsed = std::from_chars(digits, end, value);
    if (equals == std::string_view::npos || parsed.ec != std::errc() || parsed.ptr != end) {
      refuse("'" + std::string(text) + "': expected parameter=number, got '" + std::string(item) + "'");
    }
    result = result.with(item.substr(0, equals), value);
  }
  return result;
}

}  // namespace hillock
