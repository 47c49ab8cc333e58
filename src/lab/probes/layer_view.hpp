// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "lab/result.hpp"
#include "nn/network.hpp"

namespace hillock::lab::probes {

/// What a probe may look at: one layer after a forward and a backward pass over the probe set. A probe reads;
/// it cannot change the training.
struct layer_view {
  const nn::dense<float>& layer;          ///< pre, post: examples × units; weights and their gradients
  std::span<const float> slopes;          ///< f'(pre), examples × units; empty for the output layer
  float steepest = 1;                     ///< the largest |f'| of the activation
  bool bounded = false;                   ///< the activation's range is
  std::span<const float> weights_before;  ///< before the last optimiser step; empty: there was none yet

  std::size_t examples() const noexcept { return layer.pre.rows; }
  std::size_t units() const noexcept { return layer.pre.columns; }
};

/// The share of units for which `counts` (per unit) satisfies a condition.
template <class Condition>
double share_of_units(const std::vector<std::size_t>& counts, Condition holds) {
  std::size_t units = 0;
  for (const std::size_t count : counts) units += holds(count) ? 1u : 0u;
  return counts.empty() ? 0 : static_cast<double>(units) / static_cast<double>(counts.size());
}

/// How many examples satisfy a condition, for each unit (column).
template <class Condition>
std::vector<std::size_t> count_per_unit(std::span<const float> values, std::size_t units, Condition holds) {
  std::vector<std::size_t> counts(units);
  for (std::size_t i = 0; i < values.size(); i += units)
    for (std::size_t j = 0; j < units; ++j) counts[j] += holds(values[i + j]) ? 1u : 0u;
  return counts;
}

/// ‖v‖₂, summed in double in increasing order.
inline double norm(std::span<const float> v) {
  double sum = 0;
  for (const float x : v) sum += static_cast<double>(x) * x;
  return std::sqrt(sum);
}

}  // namespace hillock::lab::probes
