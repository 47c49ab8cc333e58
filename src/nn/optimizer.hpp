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
  double momentum = 0.0;                              ///< sgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;  ///< adam, adamw
  double weight_decay = 0.0;                          ///< sgd, adam: added to the gradient; adamw: decoupled
  double clip_norm = 0.0;  ///< > 0: gradients are scaled so that their global 2-norm is at most this
};

/// Names accepted in optimizer_options::name.
const std::vector<std::string>& optimizer_names();

/// Applies one update per call of step: PyTorch's rules, each operation rounded once in T.
///
///   sgd:   g += weight_decay·w; m = momentum·m + g; w −= learning_rate·m
///   adam:  g += weight_decay·w; m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²;
///          w −= learning_rate/(1−β₁ᵗ)·m / (√v/√(1−β₂ᵗ) + ε)
///   adamw: w *= 1 − learning_rate·weight_decay instead of g += …
///
/// An m or v too small to be a normal number counts as zero. Throws usage_error for an unknown name or a
/// constant outside its range.
template <class T>
class optimizer {
 public:
  optimizer(const optimizer_options& options, const network<T>& shape);
  /// Clips (if asked) and updates every parameter from its gradient. Returns the global gradient norm before
  /// clipping. The net's gradients stay as backward left them.
  double step(network<T>& net);

 private:
  double update(network<T>& net);

  optimizer_options options_;
  std::vector<std::vector<T>> first_, second_;  ///< moments (or momentum), one vector per parameter tensor
  double power1_ = 1, power2_ = 1;  ///< beta1 and beta2 to the number of steps, by repeated multiplication
};

}  // namespace hillock::nn
