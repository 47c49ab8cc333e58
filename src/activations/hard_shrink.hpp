// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct hard_shrink {
  static constexpr card about{
      .name = "hard_shrink",
      .names = {{"PyTorch", "Hardshrink"},
                {"Keras", "hard_shrink"},
                {"ONNX", "Shrink"},
                {"mlpack", "HardShrink"}},
      .formula = "x for |x| > lambda, 0 otherwise",
      .derivative = "1 for |x| > lambda, 0 otherwise",
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::jump,
      .flat = true,
      .lipschitz = 1,
      .parameters = {{.name = "lambda",
                      .standard = 0.5,
                      .low = 0,
                      .high = 1e30,
                      .about = "what |x| must exceed to pass",
                      .aliases = {{"lambd", {"PyTorch", "ONNX"}}, {"threshold", {"Keras"}}}}},
      .good_for = "removing noise from sparse codes: what is small is 0, what is large keeps its size",
      .bad_for = "hidden layers in general: it jumps, and what it cuts off gets no gradient",
      .references = {"Donoho and Johnstone, Biometrika 81, 1994"},
      .regimes = {-0.5, 0.5}};
  static constexpr pins pinned{.f32_sample = "8bc5918bba99179a82186600014c429f",
                               .f32_slope_sample = "c44b0de7f93f8db30d022fbd324a1766",
                               .f32 = "dd459ab963f8165f916b8d6051c76479",
                               .f32_slope = "a5d7dd529707694df123d0b0e4ef8eb7",
                               .f16 = "3a206571e257e9b9a4d1f96bdea38d37",
                               .f16_slope = "756d9861374b6ce5daca40c3978fc7c4",
                               .bf16 = "71be57eb93049ab3416d96506bf393d2",
                               .bf16_slope = "63b7d993894af96eebe4b4499b885a2b"};
  static constexpr int roundings = 0;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x, R lambda) {
    if (x > lambda) return x;
    return x < -lambda ? x : R(0);
  }
  /// +0 wherever it is 0, as in PyTorch.
  template <class V>
  static V value(V x, V lambda) {
    return select(is_nan(x), x + x, select(abs(x) > lambda, x, V(0)));
  }
  /// 0 where it jumps, as in PyTorch.
  template <class V>
  static V slope(V x, V lambda) {
    return select(abs(x) > lambda, V(1), V(0));
  }
  template <class V>
  static V slope_from_output(V y, V) {
    return select(y > V(0), V(1), select(y < V(0), V(1), V(0)));
  }
};

}  // namespace hillock::activations
