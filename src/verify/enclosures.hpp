// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

namespace hillock::verify {

/// Where the true values and slopes of a stretch of inputs lie: high + low ± error. An error that is huge or
/// NaN says that nothing is known.
struct enclosures {
  static constexpr std::size_t capacity = 512;
  struct parts {
    alignas(64) double high[capacity], low[capacity], error[capacity];
  };
  parts value, slope;
};

/// Encloses the function at x[0 … n − 1], n ≤ capacity; reads and writes up to the next multiple of 8.
using enclose_function = void (*)(const double* x, std::size_t n, const double* parameters, enclosures& out);

/// One instruction set's filter: an entry per activation in the order of the list, null for functions of
/// rows.
struct filter {
  const char* isa;
  const enclose_function* entries;
};

/// The filter of the best instruction set of this machine.
const filter& best_filter();
/// The one of a named instruction set (it must run here).
const filter& filter_named(const char* isa);

}  // namespace hillock::verify
