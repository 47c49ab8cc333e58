// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/probes/layer_view.hpp"

namespace hillock::lab::probes {

/// ‖dL/dW‖₂ of the layer's weights, for the mean loss over the probe set. Read it along the depth: the ratio
/// of the first layer's to the last hidden layer's is the gradient's fate on its way back.
struct gradient {
  static void measure(const layer_view& view, layer_probe& out) {
    out.gradient_norm = norm(view.layer.dweights.values);
  }
};

}  // namespace hillock::lab::probes
