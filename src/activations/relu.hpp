// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct relu {
  static constexpr card about{
      .name = "relu",
      .names = {{"PyTorch", "ReLU"},
                {"Keras", "relu"},
                {"JAX", "relu"},
                {"ONNX", "Relu"},
                {"oneDNN", "relu"},
                {"ggml", "relu"},
                {"mlpack", "ReLU"}},
      .formula = "max(0, x)",
      .derivative = "1 for x > 0, 0 otherwise",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1,
      .good_for = "hidden layers of feed-forward and convolutional nets: cheap, does not saturate, sparse",
      .bad_for = "units can die (slope 0 on all data); not zero-centred; recurrent nets may explode",
      .references = {"Nair and Hinton, ICML 2010", "Glorot, Bordes, Bengio, AISTATS 2011"}};
  static constexpr pins pinned{.f32_sample = "96777939102554a816d71621cff5416a",
                               .f32_slope_sample = "2611ff32a545c1ae5f9d020cbef3d160",
                               .f32 = "5d4837912fc76c07359acf286c5b4bd5",
                               .f32_slope = "38d8429133b12bff5a268bc06db92d2f",
                               .f16 = "7d5a80ba7757d28acae5cb80291f1e1f",
                               .f16_slope = "e8dcf134791df430dce01a7e42c9576c",
                               .bf16 = "cd04f86e9f5b43e58e8b8093d3a089c7",
                               .bf16_slope = "8ac5766ac551b0665134e62a674f0fd8"};
  static constexpr int roundings = 0;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    return x > R(0) ? x : R(0);
  }
  template <class V>
  static V value(V x) {
    return positive_part(x);
  }
  /// 0 at the kink, as in PyTorch.
  template <class V>
  static V slope(V x) {
    return select(x > V(0), V(1), V(0));
  }
  template <class V>
  static V slope_from_output(V y) {
    return slope(y);
  }
};

}  // namespace hillock::activations
