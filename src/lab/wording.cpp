// SPDX-License-Identifier: Apache-2.0
#include "lab/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hillock::lab::words {
namespace {

// A typographic minus, and no minus before a number that rounds to zero.
std::string fixed(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", std::fabs(value), decimals);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return value < 0 && !zero ? "−" + text : text;
}

// Two significant digits of the interval's width, roughly: more digits would be noise.
int decimals_for(double width, int least) {
  int decimals = least;
  while (width > 0 && width < 0.5 * std::pow(10.0, 1 - decimals) && decimals < least + 4) ++decimals;
  return decimals;
}

}  // namespace

scale::scale(std::string_view score_name) : name_(score_name), points_(score_name == "accuracy") {}

std::string scale::number(double value, double resolution) const {
  return points_ ? fixed(100 * value, decimals_for(100 * resolution, 1))
                 : fixed(value, decimals_for(resolution, 2));
}

std::string scale::score(double value) const {
  return points_ ? fixed(100 * value, 1) + " %" : fixed(value, 3);
}

std::string scale::amount(double difference) const { return amount(difference, 0, std::fabs(difference)); }

std::string scale::amount(double difference, double low, double high) const {
  const double resolution = high > low ? high - low : std::fabs(difference);
  return number(difference, resolution) + (points_ ? " points" : " in " + name_);
}

std::string scale::range(double low, double high) const {
  const double resolution = high > low ? high - low : std::fabs(low);
  return number(low, resolution) + " to " + number(high, resolution);
}

std::string scale::within(double margin) const {
  // Six digits hide that 100 × 0.01 may not be 1 exactly.
  if (!points_) return fmt::format("±{:.6g}", margin);
  const std::string text = fmt::format("{:.6g}", 100 * margin);
  return "±" + text + (text == "1" ? " point" : " points");
}

std::string p_value(double p) {
  if (p < 0.001) return "p<0.001";
  if (p == 1) return "p=1";
  return fmt::format("p={:.{}f}", p, p < 0.1 ? 3 : 2);
}

std::string seeds(std::size_t count) { return thousands(count) + (count == 1 ? " seed" : " seeds"); }

std::string about_seeds(unsigned count) {
  unsigned unit = 1;
  while (count / unit >= 100) unit *= 10;
  return "about " + seeds((count + unit - 1) / unit * unit);
}

std::string thousands(std::size_t count) {
  std::string text = std::to_string(count);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string listed(std::span<const std::string> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

std::string percent(double share) { return fmt::format("{:.4g} %", 100 * share); }

}  // namespace hillock::lab::words
