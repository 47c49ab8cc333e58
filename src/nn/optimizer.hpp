// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "nn/network.hpp"

namespace hillock::nn {

/// Which rule and its constants; defaults are PyTorch's.
struct optimizer_options {
  std::string name = "adam";  ///< sgd, adam, adamw
  double learning_rate = 1e-3;
  double momentum = 0.0;        ///< sgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;  ///< adam, adamw
  double weight_decay = 0.0;    ///< sgd, adam: added to the gradient; adamw: decoupled
  double clip_norm = 0.0;       ///< > 0: gradients are scaled so that their global 2-norm is at most this
};

/// Names accepted in optimizer_options::name.
const std::vector<std::string>& optimizer_names();

/// Applies one update per call of step. Throws usage_error for an unknown name.
template <class T>
class optimizer {
 public:
  optimizer(const optimizer_options& options, const network<T>& shape);
  /// Clips (if asked) and updates every parameter from its gradient. Returns the global gradient norm before clipping.
  double step(network<T>& net);

 private:
  optimizer_options options_;
  std::vector<std::vector<T>> first_, second_;  ///< moments (or momentum), one vector per parameter tensor
  long steps_ = 0;
};

}  // namespace hillock::nn
