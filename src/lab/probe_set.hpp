// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/dataset.hpp"
#include "lab/result.hpp"
#include "nn/network.hpp"

namespace hillock::lab {

/// Every layer's weights at one moment.
using weights_snapshot = std::vector<std::vector<float>>;

template <class T>
std::vector<std::vector<T>> snapshot_weights(const nn::network<T>& net) {
  std::vector<std::vector<T>> all;
  for (const auto& layer : net.layers) all.push_back(layer.weights.values);
  return all;
}

/// The fixed examples every probe looks at: up to 1000 of the training part, drawn once from the split's
/// seed, the same for every candidate and seed.
class probe_set {
 public:
  static constexpr std::size_t most_examples = 1000;

  probe_set(const data::split_data& data, std::uint64_t seed);

  /// Runs forward and backward on the examples and every probe on every layer. Overwrites the net's gradients
  /// and kept activations, never its weights. `before` are the weights before the last optimiser step, or
  /// empty.
  std::vector<layer_probe> look(nn::network<float>& net, const weights_snapshot& before) const;

  std::size_t examples() const noexcept { return features_.rows; }
  const nn::matrix<float>& features() const noexcept { return features_; }

 private:
  data::task task_;
  std::vector<std::int32_t> labels_;
  std::vector<float> targets_;
  nn::matrix<float> features_;
};

/// The largest |f'| of an activation, found on a fine grid over [−20, 20].
float steepest_slope(const activation& f);

}  // namespace hillock::lab
