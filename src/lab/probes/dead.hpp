// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/probes/layer_view.hpp"

namespace hillock::lab::probes {

/// Dead: the derivative is zero on every probe example, so no gradient reaches the unit's weights. Nearly
/// dead: active on at most 1 % of the examples (the threshold of SageMaker Debugger's DeadRelu rule), dead
/// ones included.
struct dead {
  static void measure(const layer_view& view, layer_probe& out) {
    if (view.slopes.empty()) return;  // the output layer has no activation
    const auto active = count_per_unit(view.slopes, view.units(), [](float slope) { return slope != 0; });
    const std::size_t few = view.examples() / 100;
    out.dead = share_of_units(active, [](std::size_t count) { return count == 0; });
    out.nearly_dead = share_of_units(active, [few](std::size_t count) { return count <= few; });
  }
};

}  // namespace hillock::lab::probes
