// SPDX-License-Identifier: Apache-2.0
// The public face: what people write, read as an activation and its parameters, and what it is called here.
#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <optional>
#include <ostream>

#include "base/environment.hpp"
#include "base/names.hpp"
#include "base/nearest.hpp"
#include "face/formula.hpp"
#include "face/names.hpp"
#include "face/refuse.hpp"
#include "face/registry.hpp"
#include "hillock/activation.hpp"

namespace hillock {

namespace {

using face::refuse, face::shortest;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// Whether a normalised word is one of these names.
template <class Names>
bool is_among(const Names& names, std::string_view word) {
  return std::any_of(names.begin(), names.end(),
                     [word](const auto& other) { return normalised(other.name) == word; });
}

// The function of that normalised name: its own, or else what a library calls it.
const activation* function_called(std::string_view word) {
  auto found = std::find_if(all().begin(), all().end(),
                            [word](const activation& f) { return normalised(f.card().name) == word; });
  if (found == all().end()) {
    found = std::find_if(all().begin(), all().end(),
                         [word](const activation& f) { return is_among(f.card().names, word); });
  }
  return found == all().end() ? nullptr : &*found;
}

// The functions that a normalised word is nearest to, in our spelling, whichever of their names it is near.
std::string did_you_mean(std::string_view word) {
  std::vector<std::string> known;
  const auto add = [](std::vector<std::string>& names, std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  };
  for (const activation& f : all()) {
    add(known, normalised(f.card().name));
    for (const library_name& other : f.card().names) add(known, normalised(other.name));
  }
  std::vector<std::string> meant;
  for (const std::string& name : nearest(word, known))
    add(meant, std::string(function_called(name)->card().name));
  std::string text;
  for (const std::string& name : meant) text += (text.empty() ? "; did you mean " : " or ") + name;
  return text.empty() ? text : text + "?";
}

// "leaky_relu has the parameter slope (default 0.01)", "relu has no parameters".
std::string parameters_of(const card& about) {
  const std::size_t count = about.parameters.size();
  std::string text(about.name);
  text += count == 0 ? " has no parameters" : count == 1 ? " has the parameter" : " has the parameters";
  for (const parameter& p : about.parameters) {
    text += (&p == about.parameters.begin() ? " " : ", ") + std::string(p.name) + " (default " +
            shortest(p.standard) + ")";
  }
  return text;
}

std::size_t index_of(const card& about, std::string_view name) {
  const std::optional<std::size_t> found = face::parameter_called(about, name);
  if (!found) refuse("unknown parameter '" + printable(name) + "': " + parameters_of(about));
  return *found;
}

// One "parameter=number" of a list.
struct setting {
  std::size_t index;
  std::string_view digits;
  double value = 0;
};

setting read_setting(const card& about, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos)
    refuse("expected parameter=number, got '" + printable(text) + "': " + parameters_of(about));
  setting s{index_of(about, trimmed(text.substr(0, equals))), trimmed(text.substr(equals + 1))};
  const char* const end = s.digits.data() + s.digits.size();
  // No locale; but the rounding mode counts, which find() has set.
  const auto [stop, problem] = std::from_chars(s.digits.data(), end, s.value);
  if (problem != std::errc() || stop != end) {
    const parameter& p = about.parameters[s.index];
    refuse(std::string(about.name) + ": " + std::string(p.name) + " is '" + printable(s.digits) +
           "', expected a number from " + shortest(p.low) + " to " + shortest(p.high));
  }
  return s;
}

}  // namespace

std::string face::shortest(double value) {
  return in_standard_environment([value]() -> std::string {  // to_chars takes what DAZ flushes for 0
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
  });
}

std::optional<formulas::listed> face::function_called(std::string_view name) {
  const activation* const found = hillock::function_called(normalised(name));
  if (!found) return std::nullopt;
  return formulas::listed{static_cast<std::size_t>(found - all().data()), &found->card()};
}

std::optional<std::size_t> face::parameter_called(const card& about, std::string_view name) {
  const auto found = std::find_if(about.parameters.begin(), about.parameters.end(),
                                  [word = normalised(name)](const parameter& p) {
                                    return normalised(p.name) == word || is_among(p.aliases, word);
                                  });
  if (found == about.parameters.end()) return std::nullopt;
  return static_cast<std::size_t>(found - about.parameters.begin());
}

void face::check_value(const card& about, const parameter& p, double value, const std::string& where) {
  // Flushing subnormals to zero (DAZ) would let a negative one pass where 0 is the least.
  if (in_standard_environment([&] { return value >= p.low && value <= p.high; })) return;
  refuse(std::string(about.name) + ": " + std::string(p.name) + where + " = " + shortest(value) +
         " is outside " + shortest(p.low) + " … " + shortest(p.high));
}

activation activation::with(std::string_view name, double value) const {
  const std::size_t i = index_of(card(), name);
  face::check_value(card(), card().parameters[i], value);
  activation copy = *this;
  copy.parameters_[i] = value;
  return copy;
}

double activation::parameter(std::string_view name) const { return parameters_[index_of(card(), name)]; }

std::string activation::to_string() const {
  std::string changed;
  for (std::size_t i = 0; i < card().parameters.size(); ++i) {
    const hillock::parameter& p = card().parameters[i];
    if (std::bit_cast<std::uint64_t>(parameters_[i]) != std::bit_cast<std::uint64_t>(p.standard)) {
      changed += (function_->is_formula ? "; "
                  : changed.empty()     ? ""
                                        : ", ") +
                 std::string(p.name) + "=" + shortest(parameters_[i]);
    }
  }
  if (function_->is_formula) return std::string(card().name) + changed;
  return std::string(card().name) + (changed.empty() ? "" : "(" + changed + ")");
}

std::ostream& operator<<(std::ostream& out, const activation& f) { return out << f.to_string(); }

namespace {

activation read_activation(std::string_view text) {
  text = trimmed(text);
  const std::size_t open = std::min(text.find('('), text.size());
  const std::string_view name = trimmed(text.substr(0, open));
  const std::string word = normalised(name);
  const activation* const function = function_called(word);
  if (!function) refuse("unknown activation '" + printable(name) + "'" + did_you_mean(word));
  if (open == text.size()) return *function;
  if (text.back() != ')') refuse("'" + printable(text) + "': expected name(parameter=value, …)");
  const card& about = function->card();
  activation result = *function;
  std::string_view given[max_parameters];  // the value of each parameter as it was written; empty: not given
  std::string_view rest = trimmed(text.substr(open + 1, text.size() - open - 2));
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const setting s = read_setting(about, trimmed(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::string_view parameter = about.parameters[s.index].name;
    if (!given[s.index].empty()) {
      refuse(std::string(about.name) + ": " + std::string(parameter) +
             " is given twice: " + printable(given[s.index]) + " and " + printable(s.digits));
    }
    given[s.index] = s.digits;
    result = result.with(parameter, s.value);
  }
  return result;
}

}  // namespace

activation find(std::string_view name) {
  if (face::reads_as_formula(name)) return formula(name);
  return in_standard_environment([name] { return read_activation(name); });
}

}  // namespace hillock
