// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/probes/layer_view.hpp"

namespace hillock::lab::probes {

/// The share of exact zeros after the activation. Sparsity is information, never a fault: healthy rectifier
/// nets have 50–85 % zeros (Glorot, Bordes & Bengio 2011).
struct zeros {
  static void measure(const layer_view& view, layer_probe& out) {
    std::size_t count = 0;
    for (const float y : view.layer.post.values) count += y == 0 ? 1u : 0u;
    const std::size_t all = view.layer.post.values.size();
    out.zeros = all == 0 ? 0 : static_cast<double>(count) / static_cast<double>(all);
  }
};

}  // namespace hillock::lab::probes
