// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct threshold {
  static constexpr card about{
      .name = "threshold",
      .names = {{"PyTorch", "Threshold", "threshold=1, value=0", "none"},
                {"Keras", "threshold", "threshold=1, default_value=0", "none"},
                {"ONNX", "ThresholdedRelu"}},
      .formula = "x for x > threshold, value otherwise",
      .derivative = "1 for x > threshold, 0 otherwise",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = card::jump,
      .flat = true,
      .lipschitz = 1,
      .parameters = {{.name = "threshold",
                      .standard = 1,
                      .low = -1e30,
                      .high = 1e30,
                      .about = "what x must exceed to pass; PyTorch has no default, ONNX's is this one",
                      .aliases = {{"alpha", {"ONNX"}}}},
                     {.name = "value",
                      .standard = 0,
                      .low = -1e30,
                      .high = 1e30,
                      .about = "the output for all other x",
                      .aliases = {{"default_value", {"Keras"}}}}},
      .good_for = "sparse codes, in autoencoders without biases: small activations are cut off whole",
      .bad_for = "training in general: it jumps, and what it cuts off gets no gradient",
      .references = {"Konda, Memisevic, Krueger, ICLR 2015"},
      .regimes = {1}};
  static constexpr pins pinned{.f32_sample = "c5eb605884fde367d2b30ada217ca7e6",
                               .f32_slope_sample = "879bd007941ddfcbf6685e4036f5d66c",
                               .f32 = "186478da0ba2c3be3804e73e19f5220b",
                               .f32_slope = "b690b3ed0f16051c50dbb8ad6d73a5e1",
                               .f16 = "4a516ac13c6648d58ecde2782e699a5d",
                               .f16_slope = "deb45459b8c35d9f32bd9c52c4e4d7ca",
                               .bf16 = "d12df8783ac92fcb3b3fc858167a4cc5",
                               .bf16_slope = "4cfdd3ff257129a26a0db9519f1337da"};
  static constexpr int roundings = 0;

  template <class R>
  static R exact(R x, R threshold, R value) {
    return x > threshold ? x : value;
  }
  template <class V>
  static V value(V x, V threshold, V value) {
    return select(is_nan(x), x + x, select(x > threshold, x, value));
  }
  /// 0 at the threshold, as in PyTorch.
  template <class V>
  static V slope(V x, V threshold, V) {
    return select(x > threshold, V(1), V(0));
  }
};

}  // namespace hillock::activations
