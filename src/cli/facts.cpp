// SPDX-License-Identifier: Apache-2.0
#include "cli/facts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "cli/samples.hpp"
#include "face/formula.hpp"

namespace hillock::cli {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double furthest = 1e300;

// −∞, −1e300 … 1e300, ∞: 200 a decade near one, where functions bend, fewer far out; zero and the parameters'
// values, where pieces meet, with their neighbours.
std::vector<double> places(const activation& f) {
  std::vector<double> positive;
  for (double decade = -300; decade < 300; ++decade) {
    const int count = std::fabs(decade) <= 4 ? 200 : 4;
    for (int i = 0; i < count; ++i) positive.push_back(std::pow(10, decade + static_cast<double>(i) / count));
  }
  positive.push_back(furthest);
  positive.push_back(infinity);
  for (const parameter& p : f.card().parameters) {
    const double at = std::fabs(f.parameter(p.name));
    for (const double beside : {std::nextafter(at, 0.0), at, std::nextafter(at, infinity)})
      if (beside > 0) positive.push_back(beside);
  }
  std::vector<double> all{0};
  for (const double x : positive) all.push_back(x), all.push_back(-x);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// The highest value of g between a and b, which hold one maximum: golden section, to the last digits.
double highest(const std::function<double(double)>& g, double a, double b) {
  const double share = (std::sqrt(5.0) - 1) / 2;
  double best = std::max(g(a), g(b));
  for (int i = 0; i < 90 && a < b; ++i) {
    const double left = b - share * (b - a), right = a + share * (b - a);
    const double at_left = g(left), at_right = g(right);
    best = std::max({best, at_left, at_right});
    (at_left < at_right ? a : b) = at_left < at_right ? left : right;
  }
  return best;
}

// The supremum of g, which has the values y at the inputs x: infinite where it still grows at the ends of the
// search.
double supremum(const std::function<double(double)>& g, const std::vector<double>& x,
                const std::vector<double>& y) {
  std::size_t top = 0;
  double best = -infinity;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (y[i] > best) best = y[i], top = i;  // false for NaN
  }
  if (std::isinf(best)) return best;
  if (best > 0 && std::fabs(x[top]) >= furthest && g(std::copysign(std::sqrt(furthest), x[top])) < 0.5 * best)
    return infinity;
  const std::size_t left = top > 1 ? top - 1 : top, right = top + 2 < x.size() ? top + 1 : top;
  if (std::isfinite(x[left]) && std::isfinite(x[right])) best = std::max(best, highest(g, x[left], x[right]));
  return best;
}

// Two neighbouring doubles between a and b where g changes most: halves the interval, following the larger
// change, while that is more than half of the whole. What is continuous does not get far.
struct step {
  double before, after;  // the neighbours of the two: a value that only one input has is no jump
  double inner, outer;   // changes between the two, and between their neighbours
};
step steepest_step(const std::function<double(double)>& g, double a, double b) {
  double at_a = g(a), at_b = g(b);
  const double whole = std::fabs(at_b - at_a);
  for (;;) {
    const double middle = a + (b - a) / 2;
    if (!(a < middle && middle < b)) break;
    const double y = g(middle);
    if (std::fabs(y - at_a) >= std::fabs(at_b - y))
      b = middle, at_b = y;
    else
      a = middle, at_a = y;
    if (!(std::fabs(at_b - at_a) > 0.5 * whole)) return {a, b, 0, 0};
  }
  const double before = std::nextafter(a, -infinity), after = std::nextafter(b, infinity);
  return {before, after, std::fabs(at_b - at_a), std::fabs(g(after) - g(before))};
}

// Changes below 1e-12 of it are a double's rounding.
constexpr double noise = 1e-12;

bool slope_jumps(const activation& f, const std::vector<double>& x, const std::vector<double>& d,
                 double steepest) {
  const auto slope = [&](double at) { return slope_at(f, at); };
  for (std::size_t i = 2; i + 1 < x.size(); ++i) {  // finite ones
    const double whole = std::fabs(d[i] - d[i - 1]);
    if (!(whole > noise * steepest)) continue;
    const step s = steepest_step(slope, x[i - 1], x[i]);
    if (s.inner > 0.5 * whole && s.outer > 0.5 * whole) return true;
  }
  return false;
}

bool value_jumps(const activation& f, const std::vector<double>& x, const std::vector<double>& y) {
  const auto value = [&](double at) { return value_at(f, at); };
  for (std::size_t i = 2; i + 1 < x.size(); ++i) {
    const double whole = std::fabs(y[i] - y[i - 1]);
    if (!(whole > noise * std::max(std::fabs(y[i]), std::fabs(y[i - 1])))) continue;
    const step s = steepest_step(value, x[i - 1], x[i]);
    // Among the smallest doubles one step is the whole change: there the slopes on either side explain it.
    const double explained = 4 * std::max(std::fabs(slope_at(f, s.before)), std::fabs(slope_at(f, s.after))) *
                             (s.after - s.before);
    if (s.inner > 0.5 * whole && s.outer > 0.5 * whole && s.outer > explained) return true;
  }
  return false;
}

// As far as it is known.
double shortened(double v) {
  if (!std::isfinite(v)) return v;
  const std::string digits = fmt::format("{:.{}g}", v, computed_digits);
  double read = v;
  std::from_chars(digits.data(), digits.data() + digits.size(), read);
  return read + 0.0;  // −0 becomes 0
}

}  // namespace

bool computed(const activation& f) {
  const auto& all = f.card().parameters;
  return !f.card().of_rows && !face::is_formula(f) &&
         std::any_of(all.begin(), all.end(),
                     [&](const parameter& p) { return f.parameter(p.name) != p.standard; });
}

card facts_of(const activation& f) {
  card c = f.card();
  if (const auto known = face::knowledge_of(f)) {
    const formulas::features& found = known->found;
    c.range = found.range, c.monotone = found.monotone, c.zero_centred = found.zero_centred;
    c.smoothness = found.smoothness, c.lipschitz = found.lipschitz;
    return c;
  }
  if (c.of_rows && !c.reduces) c.lipschitz /= f.parameter("temperature");  // f(x / temperature)
  if (!computed(f)) return c;
  const std::vector<double> x = places(f);
  const std::size_t n = x.size();
  std::vector<double> y(n), d(n), minus_y(n), size_d(n);
  f.forward(std::span<const double>(x), std::span<double>(y));
  f.slope(std::span<const double>(x), std::span<double>(d));
  for (std::size_t i = 0; i < n; ++i) minus_y[i] = -y[i], size_d[i] = std::fabs(d[i]);
  c.range.high = shortened(supremum([&](double at) { return value_at(f, at); }, x, y));
  c.range.low = shortened(-supremum([&](double at) { return -value_at(f, at); }, x, minus_y));
  const double steepest = supremum([&](double at) { return std::fabs(slope_at(f, at)); }, x, size_d);
  c.lipschitz = shortened(steepest);
  c.monotone = c.zero_centred = true;
  double before = -infinity;
  for (std::size_t i = 0; i < n; ++i) {
    // The inputs are as many on either side of 0: x[n − 1 − i] is −x[i].
    c.zero_centred = c.zero_centred && (y[n - 1 - i] == -y[i] || std::isnan(y[i]));
    if (std::isnan(y[i])) continue;
    // A descent by the last bit may be the rounding's.
    c.monotone = c.monotone && y[i] >= std::nextafter(before, -infinity) && !(d[i] < 0);
    before = y[i];
  }
  if (value_jumps(f, x, y))
    c.smoothness = card::jump;
  else if (slope_jumps(f, x, d, std::isfinite(steepest) ? steepest : 0))
    c.smoothness = 0;
  else
    c.smoothness = std::max(c.smoothness, 1);
  return c;
}

}  // namespace hillock::cli
