// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/probes/layer_view.hpp"

namespace hillock::lab::probes {

/// ‖ΔW‖ / ‖W‖ of one optimiser step, W being the weights before it. Around 10^-3 is usual; outside 10^-5 …
/// 10^-1 the learning rate rarely fits (the band of DeepDiagnosis).
struct update {
  static void measure(const layer_view& view, layer_probe& out) {
    const std::span<const float> before = view.weights_before;
    if (before.empty()) return;
    double change = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const double d = static_cast<double>(view.layer.weights.values[i]) - before[i];
      change += d * d;
    }
    const double size = norm(before);
    out.update_ratio = size > 0 ? std::sqrt(change) / size : 0;
  }
};

}  // namespace hillock::lab::probes
