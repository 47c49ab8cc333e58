// SPDX-License-Identifier: Apache-2.0
// How far results in f64 are from the truth.
#pragma once
#include <cstdint>

#include "face/registry.hpp"
#include "hillock/card.hpp"
#include "isa/table.hpp"
#include "verify/blocks.hpp"

namespace hillock::verify {

/// The largest errors found, with the inputs that attain them (confirmed by MPFR).
struct measurement {
  measured value, slope;
  std::uint64_t inputs = 0;
  double seconds = 0;
};

/// Measures a function (not of rows) with default parameters at `random` inputs, drawn by Philox with a fixed
/// seed: a third of them uniform in [−1, 1], a third uniform in [−50, 50], a third with an exponent uniform
/// in −60 … 9; then at the 1024 neighbours of every power of two in 2^-30 … 2^10 and of every regime the card
/// declares; then at 4096 inputs of any magnitude. Enclosures in two doubles (ball.hpp) tell the error; MPFR
/// where they do not. The result does not depend on the number of threads.
measurement measure_doubles(const isa::table& path, const detail::function& f, std::uint64_t random,
                            const job& how);

/// The errors at one input, from MPFR.
struct errors {
  double value, slope;
};
errors errors_at(const isa::table& path, const detail::function& f, double x);

}  // namespace hillock::verify
