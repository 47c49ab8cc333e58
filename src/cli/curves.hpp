// SPDX-License-Identifier: Apache-2.0
// A function's values over an interval as a line to draw.
#pragma once
#include "hillock/activation.hpp"
#include "report/svg.hpp"

namespace hillock::cli {

/// `samples` points of `at` (value_at or slope_at, samples.hpp) from one end to the other, both included,
/// named and styled for f.
report::series curve(const activation& f, double from, double to, std::size_t samples,
                     double (*at)(const activation&, double));

}  // namespace hillock::cli
