// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "formula/graph.hpp"

namespace hillock::formulas {

namespace {

// Sums and products in which parts that are 0 or 1 by the rules of differentiation are left out: 0·∞ must not
// make a derivative NaN where nothing depends on x.
class differentiation {
 public:
  explicit differentiation(graph& g) : g_(g), zero_(g.number(0)), one_(g.number(1)) {}

  place of(place root) {
    const auto count = static_cast<place>(g_.size());
    std::vector<bool> needed(count, false);
    needed[root] = true;
    for (place p = count; p-- > 0;) {
      const node& n = g_.at(p);
      if (!needed[p] || !n.depends_on_x) continue;
      for (const place operand : {n.a, n.b, n.c})
        if (operand != nowhere) needed[operand] = true;
    }
    slopes_.assign(count, zero_);
    for (place p = 0; p < count; ++p) {
      if (needed[p] && g_.at(p).depends_on_x) slopes_[p] = slope_of(p);
    }
    return slopes_[root];
  }

 private:
  place add(place a, place b) {
    if (a == zero_) return b;
    return b == zero_ ? a : g_.make(op::add, a, b);
  }
  place subtract(place a, place b) {
    if (b == zero_) return a;
    return a == zero_ ? g_.make(op::negate, b) : g_.make(op::subtract, a, b);
  }
  place times(place a, place b) {
    if (a == zero_ || b == zero_) return zero_;
    if (a == one_) return b;
    return b == one_ ? a : g_.make(op::multiply, a, b);
  }
  place over(place a, place b) { return a == zero_ ? zero_ : g_.make(op::divide, a, b); }
  place where(place condition, place yes, place no) {
    return yes == no ? yes : g_.make(op::where, condition, yes, no);
  }
  place slope(place p) const { return slopes_[p]; }

  // Of the smaller or larger of a and b: `first` where it is a.
  place of_selection(const node& n, op order) {
    const place da = slope(n.a), db = slope(n.b);
    if (da == db) return da;
    // At a tie the slope is the constant's: max(0, x) is relu.
    if (!g_.at(n.a).depends_on_x) return where(pick(order, n.b, n.a), db, da);
    if (!g_.at(n.b).depends_on_x) return where(pick(order, n.a, n.b), da, db);
    const place mean = times(g_.number(0.5), add(da, db));
    return where(pick(order, n.a, n.b), da, where(pick(order, n.b, n.a), db, mean));
  }
  // Whether the selection takes p and not q.
  place pick(op order, place p, place q) {
    return order == op::minimum ? g_.make(op::less, p, q) : g_.make(op::less, q, p);
  }

  place of_power(const node& n, place here) {
    const place a = n.a, b = n.b, da = slope(a), db = slope(b);
    // b·a^(b − 1)·a' + a^b·log(a)·b'
    const place by_base =
        da == zero_ ? zero_ : times(times(b, g_.make(op::power, a, g_.make(op::subtract, b, one_))), da);
    const place by_exponent = db == zero_ ? zero_ : times(times(here, g_.make(op::log, a)), db);
    return add(by_base, by_exponent);
  }

  place outer_slope(const node n, place here) {
    const place a = n.a;
    switch (n.what) {
      case op::absolute:
        return g_.make(op::sign, a);
      case op::square_root:
        return g_.make(op::divide, g_.number(0.5), here);
      case op::exp:
        return here;
      case op::expm1:
        return g_.make(op::exp, a);
      case op::log:
        return g_.make(op::divide, one_, a);
      case op::log1p:
        return g_.make(op::divide, one_, g_.make(op::add, one_, a));
      case op::softplus:
        return g_.make(op::sigmoid, a);
      case op::sigmoid:
        return g_.make(op::sigmoid_slope, a);
      case op::tanh:
        return g_.make(op::tanh_slope, a);
      case op::sine:
        return g_.make(op::cosine, a);
      case op::cosine:
        return g_.make(op::negate, g_.make(op::sine, a));
      case op::erf:
      case op::erfc: {  // ±2/√π·e^−a²
        const place bell = g_.make(op::exp, g_.make(op::negate, g_.make(op::multiply, a, a)));
        return times(g_.number(n.what == op::erf ? 0x1.20dd750429b6dp0 : -0x1.20dd750429b6dp0), bell);
      }
      case op::value_of:
        return g_.call(op::slope_of, {n.which, n.about}, a, n.parameters);
      default:
        return zero_;  // sign; the slopes themselves are not differentiated
    }
  }

  place slope_of(place here) {
    const node n = g_.at(here);  // a copy: the graph grows
    switch (n.what) {
      case op::x:
        return one_;
      case op::negate:
        return slope(n.a) == zero_ ? zero_ : g_.make(op::negate, slope(n.a));
      case op::add:
        return add(slope(n.a), slope(n.b));
      case op::subtract:
        return subtract(slope(n.a), slope(n.b));
      case op::multiply:
        if (n.a == n.b) return times(times(g_.number(2), n.a), slope(n.a));
        return add(times(slope(n.a), n.b), times(n.a, slope(n.b)));
      case op::divide:  // (a' − (a/b)·b') / b
        return over(subtract(slope(n.a), times(here, slope(n.b))), n.b);
      case op::power:
        return of_power(n, here);
      case op::minimum:
      case op::maximum:
        return of_selection(n, n.what);
      case op::less:
      case op::less_equal:
      case op::equal:
        return zero_;
      case op::where:
        return where(n.a, slope(n.b), slope(n.c));
      default:
        return slope(n.a) == zero_ ? zero_ : times(outer_slope(n, here), slope(n.a));
    }
  }

  graph& g_;
  place zero_, one_;
  std::vector<place> slopes_;
};

}  // namespace

place derivative(graph& g, place of) { return differentiation(g).of(of); }

}  // namespace hillock::formulas
