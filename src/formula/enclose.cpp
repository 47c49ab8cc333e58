// SPDX-License-Identifier: Apache-2.0
// Interval arithmetic on a formula's graph.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "formula/enclose.hpp"

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

}  // namespace

enclosure enclose(const subject& s, place of, interval x) { return enclose_all(s, of, x)[of]; }

std::pair<enclosure, enclosure> enclose_value_and_slope(const subject& s, interval x) {
  const std::vector<enclosure> all = enclose_all(s, std::max(s.value, s.slope), x);
  return {all[s.value], all[s.slope]};
}

bool has_defaults(const graph& g, const node& n) {
  for (std::size_t i = 0; i < n.about->parameters.size(); ++i) {
    if (!g.is_number(n.parameters[i], n.about->parameters[i].standard)) return false;
  }
  return true;
}

}  // namespace hillock::formulas
