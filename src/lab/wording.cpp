// SPDX-License-Identifier: Apache-2.0
#include "lab/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hillock::lab::words {
namespace {

// Two significant digits of the interval's width, roughly: more digits would be noise.
int decimals_for(double width, int least) {
  int decimals = least;
  while (width > 0 && width < 0.5 * std::pow(10.0, 1 - decimals) && decimals < least + 4) ++decimals;
  return decimals;
}

// Targets may be house prices or fractions of a millimetre: as many decimals as give four digits.
int decimals_of_four_digits(double value) {
  if (value == 0 || !std::isfinite(value)) return 2;
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(std::fabs(value)))), 0, 9);
}

}  // namespace

std::string fixed(double value, int decimals) {
  if (!std::isfinite(value)) return "–";
  std::string text = fmt::format("{:.{}f}", std::fabs(value), decimals);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return value < 0 && !zero ? "−" + text : text;
}

std::string scale::unit() const { return points() ? " points" : fmt::format(" in {}", metric_.label); }

std::string scale::number(double value, double resolution) const {
  if (points()) return fixed(100 * value, decimals_for(100 * resolution, 1));
  if (metric_.shown_as == metrics::unit::target)
    return fixed(value, std::max(0, decimals_of_four_digits(resolution) - 2));
  return fixed(value, decimals_for(resolution, 2));
}

std::string scale::score(double value) const {
  if (points()) return fixed(100 * value, 1) + " %";
  return fixed(value, metric_.shown_as == metrics::unit::target ? decimals_of_four_digits(value) : 3);
}

std::string scale::amount(double difference) const { return amount(difference, 0, std::fabs(difference)); }

std::string scale::amount(double difference, double low, double high) const {
  const double resolution = high > low ? high - low : std::fabs(difference);
  return number(difference, resolution) + unit();
}

std::string scale::range(double low, double high) const {
  const double resolution = high > low ? high - low : std::fabs(low);
  return number(low, resolution) + " to " + number(high, resolution);
}

std::string scale::lead(const verdict& v, double alpha, std::string_view evidence) const {
  const bool down = v.difference < 0;
  const double low = down ? -v.high : v.low, high = down ? -v.low : v.high;
  return fmt::format("{} ({} interval {}, {})", amount(std::fabs(v.difference), low, high),
                     percent(1 - alpha), range(low, high), evidence);
}

std::string scale::at_most(double size, double resolution) const {
  return "at most " + number(size, resolution) + unit();
}

std::string scale::within(double margin) const {
  // Three digits hide that 100 × 0.01 may not be 1 exactly, and are as many as a margin has.
  if (!points()) return fmt::format("±{:.3g}", margin);
  const std::string text = fmt::format("{:.3g}", 100 * margin);
  return "±" + text + (text == "1" ? " point" : " points");
}

std::string p_number(double p) {
  if (p < 0.001) return "<0.001";
  const std::string text = fixed(p, p < 0.0995 ? 3 : 2);  // 0.0996 would be 0.100
  return text == "1.00" ? "1" : text;
}

std::string p_value(double p) {
  const std::string text = p_number(p);
  return text.front() == '<' ? "p" + text : "p=" + text;
}

std::string p_of(const verdict& v, std::size_t comparisons) {
  return p_value(v.p_holm) + (comparisons > 1 ? " after Holm" : "");
}

std::string seeds(std::size_t count) { return thousands(count) + (count == 1 ? " seed" : " seeds"); }

std::string about(double count) {
  double unit = 1;
  while (count / unit >= 100) unit *= 10;
  return thousands(static_cast<std::size_t>(std::ceil(count / unit) * unit));
}

std::string about_seeds(unsigned count) {
  return "about " + about(count) + (count == 1 ? " seed" : " seeds");
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

std::string listed_briefly(std::span<const std::string> names) {
  constexpr std::size_t most = 4;  // more names than that hide the sentence they stand in
  if (names.size() <= most) return listed(names);
  std::vector<std::string> few(names.begin(), names.begin() + most - 1);
  few.push_back(fmt::format("{} others", names.size() - few.size()));
  return listed(few);
}

std::string way_out(unsigned seeds_needed, std::size_t rows_needed, bool given_test) {
  const std::string_view rows = given_test ? "test rows" : "rows";
  const std::string enough = about(static_cast<double>(rows_needed));
  if (rows_needed > 0 && seeds_needed > 0)
    return fmt::format("what is missing is {} as well as seeds: about {} rows and {} would settle it", rows,
                       enough, seeds(seeds_needed));
  if (rows_needed > 0)
    return fmt::format("what is missing is {}, not seeds: about {} would settle it", rows, enough);
  if (seeds_needed > 0) return about_seeds(seeds_needed) + " would settle it";
  return "even 10,000 seeds might not settle it";
}

std::string percent(double share) { return fmt::format("{:.4g} %", 100 * share); }

}  // namespace hillock::lab::words
