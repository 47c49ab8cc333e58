// SPDX-License-Identifier: Apache-2.0
#include "formula/evaluate.hpp"

#include <limits>
#include <vector>

namespace hillock::formulas {

double evaluate_listed(op what, const card& about, const kernel::entry& function, double x,
                       const double* parameters) {
  for (std::size_t i = 0; i < about.parameters.size(); ++i) {
    const parameter& p = about.parameters[i];
    if (!(parameters[i] >= p.low && parameters[i] <= p.high)) return std::numeric_limits<double>::quiet_NaN();
  }
  double y = 0;
  (what == op::value_of ? function.f64.forward
                        : function.f64.slope)({&x, nullptr, &y, 1, 1, parameters, function.f64.kernels});
  return y;
}

double evaluate(const graph& g, place of, double x, const double* parameters,
                const kernel::entry* const* functions) {
  std::vector<double> results(of + 1);
  const auto value = [&](place p) { return p == nowhere ? 0 : results[p]; };
  for (place p = 0; p <= of; ++p) {
    const node& n = g.at(p);
    switch (n.what) {
      case op::number:
        results[p] = n.number;
        break;
      case op::parameter:
        results[p] = parameters[n.which];
        break;
      case op::x:
        results[p] = x;
        break;
      case op::value_of:
      case op::slope_of: {
        double own[max_parameters]{};
        for (std::size_t i = 0; i < max_parameters; ++i) own[i] = value(n.parameters[i]);
        results[p] = evaluate_listed(n.what, *n.about, *functions[n.which], value(n.a), own);
        break;
      }
      default:
        results[p] = apply_to_numbers(n.what, value(n.a), value(n.b), value(n.c));
    }
  }
  return results[of];
}

}  // namespace hillock::formulas
