// SPDX-License-Identifier: Apache-2.0
#include "cli/values.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/nearest.hpp"

namespace hillock::cli {

unsigned long long whole(const std::string& text, unsigned long long low, unsigned long long high) {
  unsigned long long value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc{} || stop != end || value < low || value > high) {
    throw bad_value(fmt::format("a whole number from {} to {}", low, high));
  }
  return value;
}

namespace {

// No locale, no hexadecimal, nothing after the number; infinities and NaN are spelt by from_chars and refused
// here.
bool parse_finite(const std::string& text, double& value) {
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  return problem == std::errc{} && stop == end && std::isfinite(value);
}

}  // namespace

double number(const std::string& text) {
  double value = 0;
  if (!parse_finite(text, value)) throw bad_value("a finite number");
  return value;
}

std::string path(const std::string& text) {
  if (text.empty()) throw bad_value("a name");
  return text;
}

double positive(const std::string& text) {
  double value = 0;
  if (!parse_finite(text, value) || value <= 0) throw bad_value("a number greater than 0");
  return value;
}

double not_negative(const std::string& text) {
  double value = 0;
  if (!parse_finite(text, value) || value < 0) throw bad_value("a number of at least 0");
  return value;
}

std::string one_of(const std::string& text, const std::vector<std::string>& names) {
  if (std::find(names.begin(), names.end(), text) != names.end()) return text;
  const bool all_are_near = nearest(text, names).size() == names.size();
  throw bad_value(join(names) + (all_are_near ? "" : did_you_mean(text, names)));
}

std::size_t size(const std::string& text) {
  std::string digits = text;
  unsigned shift = 0;
  if (!digits.empty() && (digits.back() == 'K' || digits.back() == 'k')) shift = 10;
  if (!digits.empty() && (digits.back() == 'M' || digits.back() == 'm')) shift = 20;
  if (shift != 0) digits.pop_back();
  constexpr unsigned long long most = 1ULL << 32;
  try {
    return static_cast<std::size_t>(whole(digits, 1, most >> shift)) << shift;
  } catch (const bad_value&) {
    throw bad_value("a number of elements such as 1000, 64K or 16M, at most 4096M");
  }
}

char character(const std::string& text) {
  if (text == "tab" || text == "\\t") return '\t';
  if (text == "comma") return ',';
  if (text == "semicolon") return ';';
  if (text == "pipe") return '|';
  if (text == "space") return ' ';
  if (text.size() != 1) throw bad_value("one character, or tab, comma, semicolon, pipe or space");
  return text[0];
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (std::string& part : parts) {
    const auto first = part.find_first_not_of(" \t");
    const auto last = part.find_last_not_of(" \t");
    part = first == std::string::npos ? "" : part.substr(first, last - first + 1);
  }
  return parts;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& names) {
  const auto near = nearest(word, names);
  if (near.empty()) return "";
  return "; did you mean " + join({near.begin(), near.end()}) + "?";
}

std::string join(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? last : std::string_view(", ");
    text += words[i];
  }
  return text;
}

}  // namespace hillock::cli
