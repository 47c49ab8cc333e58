// SPDX-License-Identifier: Apache-2.0
// The truth, from MPFR: a definition evaluated on enclosures that are narrowed until both of their ends round
// to the same number.
#pragma once
#include <cstddef>

#include "verify/format.hpp"

namespace hillock::verify {

/// A correctly rounded result (to nearest, ties to even; a zero has its sign), as a double.
struct rounded {
  double number = 0;
  bool known = false;  ///< false: not decided with 8192 bits
};
struct truth {
  rounded value, slope;
};

/// The definition of the activation at `index` of the list (not of rows) at x, correctly rounded to a format.
/// x is finite or infinite; at an infinity the limit is taken, from evaluations at ±2^60 and ±2^120. Where
/// logarithms are enough to tell (magnitude.hpp: underflow, saturation), MPFR is not asked.
truth true_result(std::size_t index, double x, const double* parameters, const format& to);

/// dy·f'(x), correctly rounded, at finite x and dy. Not known on ties, unless the enclosure of f'(x) is a
/// point.
rounded true_product(std::size_t index, double x, double dy, const double* parameters, const format& to);

/// How far `value` and `slope` are from the truth at a finite x, in units in the last place (of the truth, in
/// f64). Where the truth rounds to a constant by logarithms alone, from that constant. `undecided` is thrown
/// where 8192 bits do not tell.
struct distances {
  double value, slope;
};
distances ulps_from_truth(std::size_t index, double x, const double* parameters, double value, double slope);

/// Where the true value and slope at a finite x lie: centre ± radius of an enclosure of 256 bits, for the
/// test of the filter. The centre is high + low.
struct point {
  double high, low, radius;
};
struct points {
  point value, slope;
};
points enclosing_points(std::size_t index, double x, const double* parameters);

}  // namespace hillock::verify
