// SPDX-License-Identifier: Apache-2.0
#include "report/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hillock::report {

std::string significant(double v, int digits) {
  if (!std::isfinite(v)) return "–";
  if (v == 0) return "0";
  const double size = std::abs(v);
  if (size < 1e-4 || size >= 1e6) {
    std::string text = fmt::format("{:.{}e}", size, digits - 1);
    const std::size_t e = text.find('e');
    std::string mantissa = text.substr(0, e);
    if (mantissa.find('.') != std::string::npos) {
      mantissa.erase(mantissa.find_last_not_of('0') + 1);
      if (mantissa.back() == '.') mantissa.pop_back();
    }
    return fmt::format("{}{}e{}", v < 0 ? "−" : "", mantissa, std::stoi(text.substr(e + 1)));
  }
  const int before = static_cast<int>(std::floor(std::log10(size))) + 1;
  std::string text = fixed(v, std::max(0, digits - before));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::string score_format::bare(double v) const { return fixed(percent ? 100 * v : v, decimals); }

std::string score_format::value(double v) const {
  return percent && std::isfinite(v) ? bare(v) + gap + "%" : bare(v);
}

std::string score_format::interval(double low, double high, std::size_t runs) const {
  if (runs < 2 || !std::isfinite(low) || !std::isfinite(high)) return "–";
  return fmt::format("[{}, {}]", bare(low), bare(high));
}

std::string score_format::difference(double d) const {
  const std::string text = bare(d);
  const bool positive = d > 0 && text.find_first_of("123456789") != std::string::npos;
  return positive ? "+" + text : text;
}

std::string score_format::distance(double d) const {
  const std::string text = bare(std::abs(d));
  if (!percent) return text;
  return text + gap + (fixed(100 * std::abs(d), decimals) == fixed(1, decimals) ? "point" : "points");
}

score_format format_of(const lab::result& r, const lab::metrics::metric& by, double size, std::string gap) {
  score_format f{.percent = by.shown_as == lab::metrics::unit::share, .decimals = 3, .gap = std::move(gap)};
  // A test part of 1,000 rows resolves 0.1 points per seed; finer digits would be noise below that.
  if (f.percent) f.decimals = r.data.test.rows > 1000 ? 2 : 1;
  if (by.shown_as == lab::metrics::unit::target && std::isfinite(size) && size != 0)
    f.decimals = std::clamp(3 - static_cast<int>(std::floor(std::log10(std::abs(size)))), 0, 9);
  return f;
}

score_format format_of(const lab::result& r, std::string gap) {
  double size = r.chance;
  for (const lab::candidate_summary& c : r.candidates)
    if (c.has_score()) size = c.test.mean;
  return format_of(r, *r.metric, size, std::move(gap));
}

std::string count(double n) {
  std::string digits = fixed(std::abs(n), 0);
  if (!std::isfinite(n)) return digits;
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return n <= -0.5 ? "−" + digits : digits;
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "–";
  if (seconds < 9.95) return fixed(seconds, 1) + " s";
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string share(double v, std::string_view gap) {
  if (v > 0 && v < 0.01) return fmt::format("<1{}%", gap);
  return fmt::format("{}{}%", fixed(100 * v, 0), gap);
}

std::string_view words(lab::judgement says) {
  switch (says) {
    case lab::judgement::better:
      return "better";
    case lab::judgement::worse:
      return "worse";
    case lab::judgement::equivalent:
      return "equivalent";
    case lab::judgement::not_enough_evidence:
      break;
  }
  return "not enough evidence";
}

std::string words(std::string_view kind) {
  std::string text(kind);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string_view words(lab::severity weight) {
  switch (weight) {
    case lab::severity::fault:
      return "fault";
    case lab::severity::worth_a_look:
      return "worth a look";
    case lab::severity::information:
      break;
  }
  return "";
}

lab::estimate known(const lab::candidate_summary& c, const lab::estimate& score) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return c.has_score() ? score : lab::estimate{none, none, none};
}

lab::estimate known(const lab::verdict& v) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return v.has_size ? lab::estimate{v.difference, v.low, v.high} : lab::estimate{none, none, none};
}

double known_p(const lab::verdict& v) {
  // Without a size p still counts who diverged with which seed; 1 says that there was nothing to count.
  return v.has_size || v.p < 1 ? v.p_holm : std::numeric_limits<double>::quiet_NaN();
}

const lab::verdict* verdict_of(const lab::result& r, const std::string& candidate) {
  for (const lab::verdict& v : r.verdicts) {
    if (v.candidate == candidate && v.reference == r.baseline) return &v;
  }
  return nullptr;
}

}  // namespace hillock::report
