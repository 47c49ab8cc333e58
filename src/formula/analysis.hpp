// SPDX-License-Identifier: Apache-2.0
// What is known of a formula: found by looking at many numbers, and proven where interval arithmetic can.
#pragma once
#include <string>

#include "formula/graph.hpp"
#include "hillock/card.hpp"
#include "kernel/entry_points.hpp"

namespace hillock::formulas {

/// A formula with its derivative, its parameters' values, and kernels that run here, program included.
struct subject {
  const graph& parts;
  place value, slope;
  const double* parameters;
  const kernel::block_kernels& kernels;
};

/// Formulas are looked at where floats are: beyond, their parts overflow although they themselves do not.
inline constexpr double widest = 0x1.fffffep127;

/// Computed from values and slopes at some 4,000 floats, all powers of two among them, with the extremes
/// refined. What is beyond ±1e15 counts as infinite.
struct features {
  interval range{};
  bool monotone = false, zero_centred = false, flat = false;
  int smoothness = 0;  ///< as card::smoothness; 1 stands for once or more often where the formula has cases
  double lipschitz = 0;
  double at_minus_infinity = 0, at_infinity = 0;
  double slope_at_minus_infinity = 0, slope_at_infinity = 0;
  bool undefined = false;  ///< NaN for some finite number, of which this is one:
  double undefined_at = 0;
};
features features_of(const subject& s);

/// How sure each of these is.
struct proofs {
  bool range = false;         ///< no value lies outside of it by more than 0.1 % of its size, or 0.001
  bool monotone = false;      ///< no slope is below −1e-9 of the largest (or: a descent was found)
  bool zero_centred = false;  ///< by the formula's form (or: an x was found where f(−x) is not −f(x))
  bool smoothness = false;    ///< by the formula's form (or: a kink or jump was found)
  bool lipschitz = false;     ///< no slope is larger by more than 0.1 % (or: it has no bound)
};
/// Interval arithmetic over all finite floats, cut up some thousand times.
proofs prove(const subject& s, const features& found);

}  // namespace hillock::formulas
