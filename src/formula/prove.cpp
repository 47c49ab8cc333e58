// SPDX-License-Identifier: Apache-2.0
// What interval arithmetic, and the form, prove of a formula.
#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <vector>

#include "formula/enclose.hpp"

namespace hillock::formulas {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Value and slope over an interval. The value is also the middle's and at most the slope's largest from
// there.
struct both {
  enclosure value, slope;
};
both enclose_both(const subject& s, interval x, bool continuous) {
  const auto [value, slope] = enclose_value_and_slope(s, x);
  both result{value, slope};
  const double middle = x.low / 2 + x.high / 2;
  if (!continuous || result.slope.nan || std::isinf(result.slope.low) || std::isinf(result.slope.high) ||
      !std::isfinite(middle))
    return result;
  const enclosure at = enclose(s, s.value, {middle, middle});
  if (at.nan) return result;
  const double half = std::max(x.high - middle, middle - x.low);
  const double most = half * std::max(std::fabs(result.slope.low), std::fabs(result.slope.high));
  result.value.low = std::max(result.value.low, std::nextafter(at.low - most, -infinity));
  result.value.high = std::min(result.value.high, std::nextafter(at.high + most, infinity));
  return result;
}

// The doubles are cut in two where they are many, in terms of their exponents.
double middle_of(double a, double b) {
  if (a < 0 && b > 0) return 0;
  const double sign = b <= 0 ? -1 : 1, low = std::min(std::fabs(a), std::fabs(b)),
               high = std::max(std::fabs(a), std::fabs(b));
  const double least = std::max(low, 0x1p-1000);
  if (high > 4 * least) return sign * std::sqrt(least) * std::sqrt(high);
  return a / 2 + b / 2;
}

// Whether `excess`, which says by how much an interval may break a rule (0 or less: not at all), can be
// brought to 0 everywhere by cutting. Where it is largest is cut first.
template <class Excess>
bool holds_everywhere(const Excess& excess) {
  constexpr int most_cuts = 3000;
  struct piece {
    double excess;
    interval x;
    bool operator<(const piece& other) const { return excess < other.excess; }
  };
  std::priority_queue<piece> open;
  const auto look_at = [&](interval x) {
    const double e = excess(x);
    if (!(e <= 0)) open.push({e == e ? e : infinity, x});
  };
  look_at({-widest, widest});
  for (int cut = 0; cut < most_cuts; ++cut) {
    if (open.empty()) return true;
    const interval x = open.top().x;
    open.pop();
    const double middle = middle_of(x.low, x.high);
    if (!(x.low < middle && middle < x.high)) return false;
    look_at({x.low, middle});
    look_at({middle, x.high});
  }
  return open.empty();
}

// f(−x) = −f(x) or f(x), by the form.
enum class parity { none, even, odd, constant };
parity parity_of(const graph& g, place root) {
  std::vector<parity> all(root + 1, parity::none);
  const auto together = [](parity a, parity b) {  // of a sum
    if (a == b) return a;
    if (a == parity::constant && b == parity::even) return b;
    if (b == parity::constant && a == parity::even) return a;
    return parity::none;
  };
  const auto product_of = [](parity a, parity b) {
    if (a == parity::none || b == parity::none) return parity::none;
    if (a == parity::constant) return b;
    if (b == parity::constant) return a;
    return a == b ? parity::even : parity::odd;
  };
  for (place p = 0; p <= root; ++p) {
    const node& n = g.at(p);
    if (!n.depends_on_x) {
      all[p] = parity::constant;
      continue;
    }
    const auto of = [&](place q) { return all[q]; };
    switch (n.what) {
      case op::x:
        all[p] = parity::odd;
        break;
      case op::negate:
      case op::expm1:
      case op::tanh:
      case op::erf:
      case op::sine:
      case op::sign:
        all[p] = of(n.a) == parity::odd && n.what == op::expm1 ? parity::none : of(n.a);
        break;
      case op::absolute:
      case op::cosine:
      case op::sigmoid_slope:
      case op::tanh_slope:
        all[p] = of(n.a) == parity::none ? parity::none : parity::even;
        break;
      case op::add:
      case op::subtract:
        all[p] = together(of(n.a), of(n.b));
        break;
      case op::multiply:
      case op::divide:
        all[p] = product_of(of(n.a), of(n.b));
        break;
      case op::value_of:
        all[p] =
            of(n.a) == parity::odd && !(n.about->zero_centred && has_defaults(g, n)) ? parity::none : of(n.a);
        break;
      default: {  // even where all operands are
        bool even = true;
        for (const place q : {n.a, n.b, n.c})
          if (q != nowhere && of(q) != parity::even && of(q) != parity::constant) even = false;
        all[p] = even ? parity::even : parity::none;
      }
    }
  }
  return all[root];
}

// Whether a part of it may jump between two numbers, wherever that is: between floats that were looked at it
// is not seen, and slopes say nothing of it.
bool may_jump(const graph& g, place root) {
  std::vector<bool> taken(root + 1, false);
  taken[root] = true;
  for (place p = root;; --p) {
    if (taken[p]) {
      const node& n = g.at(p);
      const bool has_cases = n.what == op::sign || n.what == op::less || n.what == op::less_equal ||
                             n.what == op::equal || n.what == op::where;
      const bool listed = n.what == op::value_of || n.what == op::slope_of;
      if (n.depends_on_x && (has_cases || (listed && n.about->smoothness == card::jump))) return true;
      for (const place q : {n.a, n.b, n.c})
        if (q != nowhere) taken[q] = true;
    }
    if (p == 0) return false;
  }
}

}  // namespace

proofs prove(const subject& s, const features& found) {
  proofs p;
  const bool cases = may_jump(s.parts, s.value);
  const bool continuous = found.smoothness != card::jump && !cases;
  const auto tolerance = [](double v) { return std::max(1e-3, 1e-3 * std::fabs(v)); };
  p.range = !found.undefined && holds_everywhere([&](interval x) {
    const enclosure v = enclose_both(s, x, continuous).value;
    double excess = v.nan ? infinity : -infinity;
    if (std::isfinite(found.range.high))
      excess = std::max(excess, v.high - found.range.high - tolerance(found.range.high));
    if (std::isfinite(found.range.low))
      excess = std::max(excess, found.range.low - tolerance(found.range.low) - v.low);
    return excess;
  });
  // A descent that was found is certain, and so are a pair that is not odd, a kink, a slope without bound.
  p.monotone = !found.monotone || (continuous && holds_everywhere([&](interval x) {
                                     const enclosure d = enclose(s, s.slope, x);
                                     return d.nan ? infinity : -d.low - 1e-9 * std::min(1.0, found.lipschitz);
                                   }));
  p.zero_centred = !found.zero_centred || parity_of(s.parts, s.value) == parity::odd;
  // A jump that was found without cases is a pole, or an overflow that looks like one.
  p.smoothness = found.smoothness == card::jump ? cases : found.smoothness != 1 && !cases;
  p.lipschitz = std::isinf(found.lipschitz) ||
                (continuous && holds_everywhere([&](interval x) {
                   const enclosure d = enclose(s, s.slope, x);
                   return d.nan ? infinity : std::max(-d.low, d.high) - 1.001 * found.lipschitz;
                 }));
  return p;
}

}  // namespace hillock::formulas
