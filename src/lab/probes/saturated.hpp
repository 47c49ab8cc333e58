// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/probes/layer_view.hpp"

namespace hillock::lab::probes {

/// Saturated: |f'| below 1 % of its maximum on more than half of the examples (tanh: |x| > 2.993; sigmoid:
/// |x| > 5.986). For bounded functions only: elsewhere a small derivative is counted as inactive or dead.
struct saturated {
  static void measure(const layer_view& view, layer_probe& out) {
    if (!view.bounded) return;
    const float flat = 0.01f * view.steepest;
    const auto counts =
        count_per_unit(view.slopes, view.units(), [flat](float slope) { return std::fabs(slope) < flat; });
    const std::size_t examples = view.examples();
    out.saturated = share_of_units(counts, [examples](std::size_t count) { return 2 * count > examples; });
  }
};

}  // namespace hillock::lab::probes
