// SPDX-License-Identifier: Apache-2.0
#include "cli/facts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "cli/samples.hpp"
#include "face/formula.hpp"

namespace hillock::cli {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// −∞, −1e300 … 1e300, ∞: 200 a decade near one, where functions bend, fewer far out; zero among them.
std::vector<double> places() {
  std::vector<double> positive;
  for (double decade = -300; decade < 300; ++decade) {
    const int count = std::fabs(decade) <= 4 ? 200 : 4;
    for (int i = 0; i < count; ++i) positive.push_back(std::pow(10, decade + static_cast<double>(i) / count));
  }
  positive.push_back(infinity);
  std::vector<double> all;
  for (auto x = positive.rbegin(); x != positive.rend(); ++x) all.push_back(-*x);
  all.push_back(0);
  all.insert(all.end(), positive.begin(), positive.end());
  return all;
}

// Whether the slope jumps somewhere between a and b: halves the interval, following the larger change, down
// to two neighbouring doubles. A continuous slope changes by a vanishing part of the whole between those.
bool jumps_between(const activation& f, double a, double b) {
  const double whole = std::fabs(slope_at(f, b) - slope_at(f, a));
  for (;;) {
    const double middle = a + (b - a) / 2;
    if (!(a < middle && middle < b)) break;
    const double s = slope_at(f, middle);
    (std::fabs(s - slope_at(f, a)) >= std::fabs(slope_at(f, b) - s) ? b : a) = middle;
  }
  return std::fabs(slope_at(f, b) - slope_at(f, a)) > 0.5 * whole;
}

bool has_kink(const activation& f, const std::vector<double>& x, double steepest) {
  for (std::size_t i = 2; i + 1 < x.size(); ++i) {  // finite ones
    const double change = std::fabs(slope_at(f, x[i]) - slope_at(f, x[i - 1]));
    if (change > 1e-6 * steepest && jumps_between(f, x[i - 1], x[i])) return true;
  }
  return false;
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
  if (!computed(f)) return c;
  const std::vector<double> x = places();
  c.range = {infinity, -infinity};
  c.monotone = c.zero_centred = true;
  c.lipschitz = 0;
  double before = -infinity;
  for (const double at : x) {
    const double y = value_at(f, at);
    if (std::isnan(y)) continue;
    c.range = {std::min(c.range.low, y), std::max(c.range.high, y)};
    c.monotone = c.monotone && y >= before;
    c.zero_centred = c.zero_centred && value_at(f, -at) == -y;
    if (std::isfinite(at)) c.lipschitz = std::max(c.lipschitz, std::fabs(slope_at(f, at)));
    before = y;
  }
  c.range.low += 0.0;  // −0 becomes 0
  if (c.smoothness == 0 && !has_kink(f, x, c.lipschitz)) c.smoothness = 1;
  return c;
}

}  // namespace hillock::cli
