// SPDX-License-Identifier: Apache-2.0
// Interval arithmetic on a formula's graph, and what it proves.
#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <vector>

#include "formula/analysis.hpp"

namespace hillock::formulas {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double pi = 0x1.921fb54442d18p+1;

bool contains(const enclosure& e, double v) { return e.low <= v && v <= e.high; }

// Outward by eight units in the last place, more than any word here is off by.
enclosure outward(double low, double high, bool nan) {
  if (!(low <= high)) return {-infinity, infinity, true};
  const auto away = [](double v, double to) {
    for (int i = 0; i < 8; ++i) v = std::nextafter(v, to);
    return v;
  };
  return {away(low, -infinity), away(high, infinity), nan};
}

enclosure increasing(op what, const enclosure& a) {
  return outward(apply_to_numbers(what, a.low, 0, 0), apply_to_numbers(what, a.high, 0, 0), a.nan);
}
enclosure decreasing(op what, const enclosure& a) {
  return outward(apply_to_numbers(what, a.high, 0, 0), apply_to_numbers(what, a.low, 0, 0), a.nan);
}

// Of an increasing function that has values from `low` on only.
enclosure increasing_from(op what, const enclosure& a, double low) {
  if (a.high < low) return {-infinity, infinity, true};
  return increasing(what, {std::max(a.low, low), a.high, a.nan || a.low < low});
}

enclosure absolute(const enclosure& a) {
  if (a.low >= 0) return a;
  if (a.high <= 0) return {-a.high, -a.low, a.nan};
  return {0, std::max(-a.low, a.high), a.nan};
}

enclosure sine(enclosure a, double shift) {
  if (!(a.high - a.low < 2 * pi) || std::fabs(a.low) > 1e9 || std::fabs(a.high) > 1e9) {
    return {-1, 1, a.nan || std::isinf(a.low) || std::isinf(a.high)};
  }
  const double u = a.low + shift, v = a.high + shift, slack = 1e-6;
  const auto reaches = [&](double place) {  // place + 2πk lies between u and v, or nearly
    return std::floor((v + slack - place) / (2 * pi)) >= std::ceil((u - slack - place) / (2 * pi));
  };
  const double first = std::sin(u), last = std::sin(v);
  return {reaches(-pi / 2) ? -1 : std::max(-1.0, std::min(first, last) - slack),
          reaches(pi / 2) ? 1 : std::min(1.0, std::max(first, last) + slack), a.nan};
}

double product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }
enclosure times(const enclosure& a, const enclosure& b, bool nan) {
  const double all[]{product(a.low, b.low), product(a.low, b.high), product(a.high, b.low),
                     product(a.high, b.high)};
  return outward(*std::min_element(all, all + 4), *std::max_element(all, all + 4), nan);
}
enclosure over(const enclosure& a, const enclosure& b) {
  if (contains(b, 0)) return {-infinity, infinity, true};
  return times(a, outward(1 / b.high, 1 / b.low, false), a.nan || b.nan);
}

enclosure power(const enclosure& a, const enclosure& b) {
  // Of negative bases it depends on whether b is whole; so does the sign of what −0 is raised to.
  if (a.low < 0 || (a.low == 0 && b.low < 0)) return {-infinity, infinity, true};
  const auto at = [](double x, double y) { return apply_to_numbers(op::power, x, y, 0); };
  const double all[]{at(a.low, b.low), at(a.low, b.high), at(a.high, b.low), at(a.high, b.high)};
  return outward(*std::min_element(all, all + 4), *std::max_element(all, all + 4), a.nan || b.nan);
}

// Of a comparison; NaN compares as false.
enclosure answer(bool always, bool never, bool nan) {
  return {always && !nan ? 1.0 : 0.0, never ? 0.0 : 1.0, false};
}

bool has_defaults(const graph& g, const node& n) {
  for (std::size_t i = 0; i < n.about->parameters.size(); ++i) {
    if (!g.is_number(n.parameters[i], n.about->parameters[i].standard)) return false;
  }
  return true;
}

// Of a function of the list no more is known than its card says. Its values are not at hand here, so that a
// monotone one is enclosed by its range alone.
enclosure listed_function(const graph& g, const node& n, const enclosure& a) {
  if (!has_defaults(g, n)) return {-infinity, infinity, a.nan};
  const card& c = *n.about;
  if (n.what == op::value_of) return {c.range.low, c.range.high, a.nan};
  return {c.monotone ? 0 : -c.lipschitz, c.lipschitz, a.nan};
}

enclosure step(const graph& g, const node& n, const enclosure& a, const enclosure& b, const enclosure& c) {
  const bool nan = a.nan || b.nan;
  switch (n.what) {
    case op::negate:
      return {-a.high, -a.low, a.nan};
    case op::absolute:
      return absolute(a);
    case op::sign:
      return {a.low > 0 ? 1.0 : a.low == 0 ? 0.0 : -1.0, a.high < 0 ? -1.0 : a.high == 0 ? 0.0 : 1.0, a.nan};
    case op::square_root:
      return increasing_from(n.what, a, 0);
    case op::log:
      return increasing_from(n.what, a, 0);
    case op::log1p:
      return increasing_from(n.what, a, -1);
    case op::exp:
    case op::softplus:
    case op::sigmoid: {
      enclosure e = increasing(n.what, a);
      e.low = std::max(e.low, 0.0);
      return e;
    }
    case op::expm1:
    case op::tanh:
    case op::erf: {
      enclosure e = increasing(n.what, a);
      e.low = std::max(e.low, -1.0);
      return e;
    }
    case op::erfc:
      return decreasing(n.what, a);
    case op::sigmoid_slope:
    case op::tanh_slope: {
      enclosure e = decreasing(n.what, absolute(a));
      e.low = std::max(e.low, 0.0);
      return e;
    }
    case op::sine:
      return sine(a, 0);
    case op::cosine:
      return sine(a, pi / 2);
    case op::add:
      return outward(a.low + b.low, a.high + b.high, nan);
    case op::subtract:
      return n.a == n.b ? enclosure{0, 0, nan} : outward(a.low - b.high, a.high - b.low, nan);
    case op::multiply:
      if (n.a == n.b) {
        const enclosure size = absolute(a);
        enclosure e = outward(size.low * size.low, size.high * size.high, nan);
        e.low = std::max(e.low, 0.0);
        return e;
      }
      return times(a, b, nan);
    case op::divide:
      return over(a, b);
    case op::power:
      return power(a, b);
    case op::minimum:
      return {std::min(a.low, b.low), std::min(a.high, b.high), nan};
    case op::maximum:
      return {std::max(a.low, b.low), std::max(a.high, b.high), nan};
    case op::less:
      return answer(a.high < b.low, a.low >= b.high, nan);
    case op::less_equal:
      return answer(a.high <= b.low, a.low > b.high, nan);
    case op::equal:
      return answer(a.low == a.high && b.low == b.high && a.low == b.low, a.high < b.low || a.low > b.high,
                    nan);
    case op::where:
      if (!contains(a, 0)) return b;
      if (a.low == 0 && a.high == 0 && !a.nan) return c;
      return {std::min(b.low, c.low), std::max(b.high, c.high), b.nan || c.nan};
    default:
      return listed_function(g, n, a);
  }
}

std::vector<enclosure> enclose_all(const subject& s, place last, interval x) {
  std::vector<enclosure> all(last + 1, {0, 0, false});
  const auto of = [&](place p) { return p == nowhere ? enclosure{0, 0, false} : all[p]; };
  for (place p = 0; p <= last; ++p) {
    const node& n = s.parts.at(p);
    if (n.what == op::number) {
      all[p] = {n.number, n.number, n.number != n.number};
    } else if (n.what == op::parameter) {
      all[p] = {s.parameters[n.which], s.parameters[n.which], false};
    } else if (n.what == op::x) {
      all[p] = {x.low, x.high, false};
    } else {
      all[p] = step(s.parts, n, of(n.a), of(n.b), of(n.c));
    }
  }
  return all;
}

// Value and slope over an interval. The value is also the middle's and at most the slope's largest from
// there.
struct both {
  enclosure value, slope;
};
both enclose_both(const subject& s, interval x, bool continuous) {
  const place last = std::max(s.value, s.slope);
  const std::vector<enclosure> all = enclose_all(s, last, x);
  both result{all[s.value], all[s.slope]};
  const double middle = x.low / 2 + x.high / 2;
  if (!continuous || result.slope.nan || std::isinf(result.slope.low) || std::isinf(result.slope.high) ||
      !std::isfinite(middle))
    return result;
  const enclosure at = enclose_all(s, s.value, {middle, middle})[s.value];
  if (at.nan) return result;
  const double half = std::max(x.high - middle, middle - x.low);
  const enclosure change = times(result.slope, {-half, half, false}, false);
  result.value.low = std::max(result.value.low, at.low + change.low);
  result.value.high = std::min(result.value.high, at.high + change.high);
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

}  // namespace

enclosure enclose(const subject& s, place of, interval x) { return enclose_all(s, of, x)[of]; }

proofs prove(const subject& s, const features& found) {
  proofs p;
  const bool continuous = found.smoothness != card::jump;
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
  p.smoothness = found.smoothness != 1;
  p.lipschitz = std::isinf(found.lipschitz) ||
                (continuous && holds_everywhere([&](interval x) {
                   const enclosure d = enclose(s, s.slope, x);
                   return d.nan ? infinity : std::max(-d.low, d.high) - 1.001 * found.lipschitz;
                 }));
  return p;
}

}  // namespace hillock::formulas
