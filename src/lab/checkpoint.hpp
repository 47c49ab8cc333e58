// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "nn/network.hpp"

namespace hillock::lab {

/// All weights and biases, to come back to.
class checkpoint {
 public:
  void save(const nn::network<float>& net) {
    weights_.clear(), biases_.clear();
    for (const auto& layer : net.layers)
      weights_.push_back(layer.weights.values), biases_.push_back(layer.bias);
  }
  void restore(nn::network<float>& net) const {
    for (std::size_t i = 0; i < weights_.size(); ++i)
      net.layers[i].weights.values = weights_[i], net.layers[i].bias = biases_[i];
  }

 private:
  std::vector<std::vector<float>> weights_, biases_;
};

}  // namespace hillock::lab
