// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/format.hpp"
#include "report/svg_parts.hpp"

namespace hillock::report {
namespace {

// The largest of 1, 2, 5 × 10^k that is at most `rough` … rounded up, so that no more ticks appear than
// wanted.
double round_step(double rough) {
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

int decimals_of(double step) { return std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9))); }

std::string superscript(int exponent) {
  static constexpr const char* digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out = exponent < 0 ? "⁻" : "";
  for (const char c : std::to_string(std::abs(exponent))) out += digits[c - '0'];
  return out;
}

// Few decades near one read best as plain numbers; over many, every label is a power.
std::string power_label(double exponent, bool plain) {
  const int whole = static_cast<int>(std::lround(exponent));
  if (plain || whole == 0) return fixed(std::pow(10.0, whole), std::max(0, -whole));
  return "10" + superscript(whole);
}

std::vector<tick> log_ticks(const scale& s, int wanted) {
  std::vector<tick> out;
  const double first = std::ceil(s.low - 1e-9), last = std::floor(s.high + 1e-9);
  if (last - first < 1.5) {  // hardly a decade: 1, 2, 5 between the powers
    for (double power = std::floor(s.low); power <= s.high; ++power) {
      for (const double factor : {1.0, 2.0, 5.0}) {
        const double value = factor * std::pow(10.0, power);
        if (s.inside(value)) out.push_back({value, significant(value, 2)});
      }
    }
    return out;
  }
  const double step = std::max(1.0, std::ceil((last - first) / wanted));
  const bool plain = first >= -3 && last <= 4;
  for (double power = std::ceil(first / step) * step; power <= last; power += step) {
    out.push_back({std::pow(10.0, power), power_label(power, plain)});
  }
  return out;
}

}  // namespace

double scale::at(double value) const {
  double v = value;
  if (log10) v = value > 0 ? std::log10(value) : low;
  const double share = high > low ? std::clamp((v - low) / (high - low), 0.0, 1.0) : 0.5;
  return from + share * (to - from);
}

double scale::beyond(double value) const {
  double v = value;
  if (log10) v = value > 0 ? std::log10(value) : low;
  const double share = high > low ? std::clamp((v - low) / (high - low), -3.0, 4.0) : 0.5;
  return from + share * (to - from);
}

bool scale::inside(double value) const {
  if (log10 && !(value > 0)) return false;
  const double v = log10 ? std::log10(value) : value, slack = 1e-9 * (high - low);
  return v >= low - slack && v <= high + slack;
}

scale make_scale(const axis& a, double low, double high, double from, double to) {
  const bool given = a.low != 0 || a.high != 0;
  if (given) low = a.low, high = a.high;
  if (!std::isfinite(low) || !std::isfinite(high)) low = a.log10 ? 0.1 : 0, high = 1;
  if (a.log10) low = std::log10(low), high = std::log10(high);
  if (!(high > low)) {
    const double half = low == 0 || a.log10 ? 0.5 : 0.05 * std::abs(low);
    low -= half, high += half;
  }
  if (!given && !a.log10 && !a.whole) {  // out to round numbers, but never past the ends of a share
    const double step = round_step((high - low) / 6);
    const bool share = a.percent && low >= 0 && high <= 1;
    low = std::floor(low / step + 1e-9) * step, high = std::ceil(high / step - 1e-9) * step;
    if (share) low = std::max(low, 0.0), high = std::min(high, 1.0);
  }
  return {low, high, from, to, a.log10};
}

std::vector<tick> ticks(const axis& a, const scale& s, int wanted) {
  if (s.log10) return log_ticks(s, wanted);
  const double unit = a.percent ? 100 : 1;
  double step = round_step(unit * (s.high - s.low) / wanted);
  if (a.whole) step = std::max(1.0, std::round(step));
  std::vector<tick> out;
  const double first = std::ceil(unit * s.low / step - 1e-6), last = std::floor(unit * s.high / step + 1e-6);
  // So far from zero, and so close together, that doubles do not tell two ticks apart.
  if (std::max(std::abs(first), std::abs(last)) > 1e15) return out;
  const bool plain = std::max(std::abs(first), std::abs(last)) * step < 1e6 && step > 1e-6;
  for (double i = first; i <= last; ++i) {
    const double value = i * step;
    const std::string number = plain ? fixed(value, decimals_of(step)) : significant(value, 3);
    out.push_back({value / unit, number + (a.percent ? "%" : "")});
  }
  return out;
}

}  // namespace hillock::report
