// SPDX-License-Identifier: Apache-2.0
// One number through a formula, node by node: what blocks are held against.
#pragma once
#include "formula/graph.hpp"
#include "kernel/entry_points.hpp"

namespace hillock::formulas {

/// The node `of` at x, as it is computed step by step; the list's functions are entered at `functions`.
double evaluate(const graph& g, place of, double x, const double* parameters,
                const kernel::entry* const* functions);

/// A function of the list, or its slope, of one number; NaN where a parameter is outside its range.
double evaluate_listed(op what, const card& about, const kernel::entry& function, double x,
                       const double* parameters);

}  // namespace hillock::formulas
