// SPDX-License-Identifier: Apache-2.0
#include "formula/analysis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace hillock::formulas {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double large = 1e15;

bool is_nan(double v) { return v != v; }
double or_infinite(double v) { return v > large ? infinity : v < -large ? -infinity : v; }

// −∞ … ∞ in order: 64 numbers between 2^k and 2^(k+1) where functions bend, 2 elsewhere.
std::vector<double> numbers() {
  std::vector<double> positive;
  for (int k = -149; k <= 127; ++k) {
    const int count = k >= -14 && k < 14 ? 64 : 2;
    for (int i = 0; i < count; ++i) positive.push_back(std::ldexp(1 + static_cast<double>(i) / count, k));
  }
  positive.push_back(widest);
  positive.push_back(infinity);
  std::vector<double> all;
  for (auto x = positive.rbegin(); x != positive.rend(); ++x) all.push_back(-*x);
  all.push_back(0);
  all.insert(all.end(), positive.begin(), positive.end());
  return all;
}

class observer {
 public:
  explicit observer(const subject& s) : s_(s) {}

  std::vector<double> all(bool slope, const std::vector<double>& x) const {
    const std::size_t padded = (x.size() + kernel::block_step - 1) / kernel::block_step * kernel::block_step;
    std::vector<double> in(padded, 0), out(padded);
    std::copy(x.begin(), x.end(), in.begin());
    for (std::size_t i = 0; i < padded; i += kernel::block_capacity) {
      const std::size_t n = std::min(kernel::block_capacity, padded - i);
      (slope ? s_.kernels.double_slope : s_.kernels.double_value)(s_.kernels.program, &in[i], &out[i], n,
                                                                  s_.parameters);
    }
    out.resize(x.size());
    return out;
  }
  double one(bool slope, double x) const { return all(slope, {x})[0]; }

  // The largest of ±value or ±slope next to the i-th number, by golden section: 80 steps shrink any interval
  // to neighbouring doubles.
  template <class Of>
  double refined(bool slope, const std::vector<double>& x, std::size_t i, const Of& of) const {
    double a = x[i > 0 ? i - 1 : i], b = x[i + 1 < x.size() ? i + 1 : i];
    double best = of(one(slope, x[i]));
    if (std::isinf(a) || std::isinf(b) || is_nan(best)) return best;
    constexpr double ratio = 0.6180339887498949;
    double c = b - ratio * (b - a), d = a + ratio * (b - a), fc = of(one(slope, c)), fd = of(one(slope, d));
    for (int step = 0; step < 80 && a < b; ++step) {
      for (const double f : {fc, fd})
        if (f > best) best = f;
      if (fc > fd) {
        b = d, d = c, fd = fc, c = b - ratio * (b - a), fc = of(one(slope, c));
      } else {
        a = c, c = d, fc = fd, d = a + ratio * (b - a), fd = of(one(slope, d));
      }
    }
    return best;
  }

 private:
  const subject& s_;
};

// Whether a formula may be 0 on a whole interval, by its form.
bool may_vanish(const graph& g, place p) {
  const node& n = g.at(p);
  switch (n.what) {
    case op::number:
      return n.number == 0;
    case op::negate:
    case op::absolute:
    case op::sign:
    case op::divide:
      return may_vanish(g, n.a);
    case op::multiply:
      return may_vanish(g, n.a) || may_vanish(g, n.b);
    case op::add:
    case op::subtract:
      return may_vanish(g, n.a) && may_vanish(g, n.b);
    case op::minimum:
    case op::maximum:
      return may_vanish(g, n.a) || may_vanish(g, n.b);
    case op::less:
    case op::less_equal:
    case op::equal:
      return true;
    case op::where:
      return may_vanish(g, n.b) || may_vanish(g, n.c);
    case op::value_of:
    case op::slope_of:
      return n.about->flat;
    default:
      return false;
  }
}

// The nodes that a node is made of, itself included.
std::vector<bool> needed_by(const graph& g, place root) {
  std::vector<bool> needed(root + 1, false);
  needed[root] = true;
  for (place p = root + 1; p-- > 0;) {
    if (!needed[p]) continue;
    const node& n = g.at(p);
    for (const place operand : {n.a, n.b, n.c})
      if (operand != nowhere) needed[operand] = true;
  }
  return needed;
}

// Whether some part has cases, so that there may be kinks or jumps.
bool has_cases(const graph& g, place root) {
  const std::vector<bool> needed = needed_by(g, root);
  for (place p = 0; p <= root; ++p) {
    const node& n = g.at(p);
    if (!needed[p] || !n.depends_on_x) continue;
    if (n.what == op::value_of && n.about->smoothness != card::smooth) return true;
    for (const op what : {op::absolute, op::sign, op::square_root, op::power, op::minimum, op::maximum,
                          op::less, op::less_equal, op::equal, op::divide, op::log, op::log1p}) {
      if (n.what == what) return true;
    }
  }
  return false;
}

// Whether a − b is more than half as large at neighbouring doubles as it is at the ends: halves the interval,
// following the larger change.
bool jumps_between(const observer& of, bool slope, double a, double b) {
  double fa = of.one(slope, a), fb = of.one(slope, b);
  const double whole = std::fabs(fb - fa);
  for (int step = 0; step < 1100; ++step) {
    const double middle = a + (b - a) / 2;
    if (!(a < middle && middle < b)) break;
    const double f = of.one(slope, middle);
    if (std::fabs(f - fa) >= std::fabs(fb - f)) {
      b = middle, fb = f;
    } else {
      a = middle, fa = f;
    }
  }
  return std::fabs(fb - fa) > 0.45 * whole;
}

// Whether a function jumps: looked for where the change over three numbers is far larger than on both sides.
bool jumps(const observer& of, bool slope, const std::vector<double>& x, const std::vector<double>& f) {
  double size = 0;
  for (const double v : f) {
    if (std::isfinite(v) && std::fabs(v) < large) size = std::max(size, std::fabs(v));
  }
  const auto change = [&](std::size_t i, std::size_t j) { return std::fabs(f[j] - f[i]); };
  for (std::size_t i = 4; i + 4 < x.size(); ++i) {
    const double here = change(i - 1, i + 1);
    if (std::isinf(f[i - 1]) != std::isinf(f[i + 1]) && std::fabs(x[i]) < large) return true;  // a pole
    if (!std::isfinite(here) || here <= 1e-6 * std::min(size, 1.0)) continue;
    const double before = change(i - 3, i - 1), after = change(i + 1, i + 3);
    if (here > 4 * std::max(before, after) && jumps_between(of, slope, x[i - 1], x[i + 1])) return true;
  }
  return false;
}

bool close(double a, double b) {  // but for the last bits
  return a == b || std::fabs(a - b) <= 0x1p-50 * std::max(std::fabs(a), std::fabs(b));
}

}  // namespace

features features_of(const subject& s) {
  const observer of(s);
  static const std::vector<double>& x = *new std::vector<double>(numbers());  // never destroyed
  const std::vector<double> y = of.all(false, x), d = of.all(true, x);
  const std::size_t n = x.size();
  features found;
  found.at_minus_infinity = y.front(), found.at_infinity = y.back();
  found.slope_at_minus_infinity = d.front(), found.slope_at_infinity = d.back();
  found.monotone = found.zero_centred = true;
  std::size_t lowest = n, highest = n, steepest = n;
  double before = -infinity;
  for (std::size_t i = 0; i < n; ++i) {
    if (is_nan(y[i])) {
      // Of all such numbers one of ordinary size.
      const auto from_one = [](double v) { return std::fabs(std::log(std::fabs(v) + 1e-9)); };
      if (std::isfinite(x[i]) && (!found.undefined || from_one(x[i]) < from_one(found.undefined_at)))
        found.undefined = true, found.undefined_at = x[i];
      if (!is_nan(y[n - 1 - i])) found.zero_centred = false;
      continue;
    }
    if (lowest == n || y[i] < y[lowest]) lowest = i;
    if (highest == n || y[i] > y[highest]) highest = i;
    if (!is_nan(d[i]) && (std::isfinite(x[i]) || std::isinf(d[i])) &&
        (steepest == n || std::fabs(d[i]) > std::fabs(d[steepest])))
      steepest = i;
    if (y[i] < before && !close(y[i], before)) found.monotone = false;
    if (!close(y[n - 1 - i], -y[i])) found.zero_centred = false;
    before = y[i];
  }
  if (lowest == n) return found;  // NaN everywhere
  found.range.low = or_infinite(-of.refined(false, x, lowest, [](double v) { return -v; })) + 0.0;
  found.range.high = or_infinite(of.refined(false, x, highest, [](double v) { return v; })) + 0.0;
  if (steepest != n)
    found.lipschitz = or_infinite(of.refined(true, x, steepest, [](double v) { return std::fabs(v); }));
  found.flat = may_vanish(s.parts, s.slope);
  found.smoothness = !has_cases(s.parts, s.value) ? card::smooth
                     : jumps(of, false, x, y)     ? card::jump
                     : jumps(of, true, x, d)      ? 0
                                                  : 1;
  return found;
}

}  // namespace hillock::formulas
