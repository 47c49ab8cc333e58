// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>
#include <span>

namespace hillock::lab::metrics {

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// Σ values / n, summed in increasing order; undefined for none.
inline double mean(std::span<const double> values) {
  if (values.empty()) return undefined;
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

}  // namespace hillock::lab::metrics
