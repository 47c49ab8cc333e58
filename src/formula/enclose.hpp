// SPDX-License-Identifier: Apache-2.0
// Interval arithmetic on a formula's graph.
#pragma once
#include <utility>

#include "formula/analysis.hpp"

namespace hillock::formulas {

/// An interval of which every value, or slope, for x in `x` is part; the second tells whether NaN may be one.
struct enclosure {
  double low, high;
  bool nan = false;
};
enclosure enclose(const subject& s, place of, interval x);
std::pair<enclosure, enclosure> enclose_value_and_slope(const subject& s, interval x);

/// Whether a function of the list has its default parameters, for which its card speaks.
bool has_defaults(const graph& g, const node& n);

}  // namespace hillock::formulas
