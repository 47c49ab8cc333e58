// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct leaky_relu {
  static constexpr card about{
      .name = "leaky_relu",
      .names = {{"PyTorch", "LeakyReLU"},
                {"Keras", "leaky_relu", "negative_slope=0.01", "negative_slope=0.2"},
                {"Keras", "LeakyReLU", "negative_slope=0.01", "negative_slope=0.3"},
                {"JAX", "leaky_relu"},
                {"ONNX", "LeakyRelu"},
                {"oneDNN", "relu", "alpha=0.01", "none"},
                {"ggml", "leaky_relu", "negative_slope=0.01", "none"},
                {"mlpack", "LeakyReLU", "alpha=0.01", "alpha=0.03"}},
      .formula = "x for x > 0, slope * x otherwise",
      .derivative = "1 for x > 0, slope otherwise",
      .monotone = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1,
      .parameters = {{.name = "slope",
                      .standard = 0.01,
                      .low = -1e30,
                      .high = 1e30,
                      .about = "the slope for negative x; Keras's default is 0.2 (function) or 0.3 (layer)",
                      .aliases = {{"negative_slope", {"PyTorch", "Keras", "JAX", "ggml"}},
                                  {"alpha", {"Keras 2", "TensorFlow", "ONNX", "oneDNN"}}}}},
      .good_for = "as relu, where units die: the slope is never zero",
      .bad_for = "sparse codes; the best slope depends on the data",
      .references = {"Maas, Hannun, Ng, ICML 2013 workshop"},
      .f64 = {0.5, -0x1.7fffff88c7763p-6},
      .f64_backward = {0.5}};
  static constexpr pins pinned{.f32_sample = "15bfa50c73d7c13617bc25ada6647a19",
                               .f32_slope_sample = "8090751df738c60ebcc1ae3476ce55c4",
                               .f32 = "4d8d9eba5a6fd14956ef9559c5fedd68",
                               .f32_slope = "6cae347e1ccc1c58876078698b2b50c9",
                               .f16 = "c3a5b200cba65d84af7a9230e41fd816",
                               .f16_slope = "37e226c438cce63bf1a59ef0a9e91089",
                               .bf16 = "0c55b8d31f50bd25482860ee285adf83",
                               .bf16_slope = "81a6e591985035db99ef788f7471786f"};
  static constexpr int roundings = 1;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x, R slope) {
    return x > R(0) ? x : slope * x;
  }
  template <class V>
  static V value(V x, V slope) {
    constexpr double inf = std::numeric_limits<double>::infinity();
    // 0·(−∞) would be NaN: as at every other x < 0 it is the zero of the other sign.
    const V limit = select(slope == V(0), -slope, slope * V(-inf));
    return select(x == V(-inf), limit, select(x > V(0), x, slope * x));
  }
  /// `slope` at the kink, as in PyTorch.
  template <class V>
  static V slope(V x, V slope) {
    return select(x > V(0), V(1), slope);
  }
  /// The sign of the output tells the side only where slope ≥ 0.
  static bool output_tells(const double* parameters) { return parameters[0] >= 0; }
  template <class V>
  static V slope_from_output(V y, V slope) {
    return select(y > V(0), V(1), slope);
  }
};

}  // namespace hillock::activations
