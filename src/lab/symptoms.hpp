// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "lab/result.hpp"

namespace hillock::lab {

/// What a run's probes say, in the few numbers the rules need. What concerns the start is looked at before
/// training and after one epoch, and the look that is nearer to health counts.
struct symptoms {
  double gradient_ratio = 1;        ///< first over last hidden layer's gradient norm
  double signal_growth = 1;         ///< last over first hidden layer's deviation after the activation
  double gradient_size = 0;         ///< geometric mean of the hidden layers' gradient norms
  std::vector<layer_probe> hidden;  ///< each hidden layer at the end
};

symptoms symptoms_of(const run& r);

}  // namespace hillock::lab
