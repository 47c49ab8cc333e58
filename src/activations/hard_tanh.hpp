// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct hard_tanh {
  static constexpr card about{
      .name = "hard_tanh",
      .names = {{"PyTorch", "Hardtanh"},
                {"Keras", "hard_tanh"},
                {"JAX", "hard_tanh"},
                {"ONNX", "Clip", "min=-1, max=1", "no bounds"},
                {"oneDNN", "clip_v2", "alpha=-1, beta=1", "none"},
                {"ggml", "clamp", "min=-1, max=1", "none"},
                {"mlpack", "HardTanH"}},
      .formula = "min(max(x, min), max)",
      .derivative = "1 for min < x < max, 0 otherwise",
      .range = {-1, 1},
      .monotone = true,
      .zero_centred = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1,
      .parameters = {{.name = "min",
                      .standard = -1,
                      .low = -1e30,
                      .high = 1e30,
                      .about = "the lowest output; where it is above max, max is the only one",
                      .aliases = {{"min_val", {"PyTorch"}}, {"alpha", {"oneDNN"}}}},
                     {.name = "max",
                      .standard = 1,
                      .low = -1e30,
                      .high = 1e30,
                      .about = "the highest output",
                      .aliases = {{"max_val", {"PyTorch"}}, {"beta", {"oneDNN"}}}}},
      .good_for = "as tanh, where it must cost little: linear in the middle, bounded",
      .bad_for = "units that saturate get no gradient at all",
      .references = {"Collobert, Large scale machine learning, thesis, Paris, 2004"},
      .regimes = {-1, 1}};
  static constexpr pins pinned{.f32_sample = "2aa4cf3abbb60f25d813b6f8cfa8ec13",
                               .f32_slope_sample = "b93e0631fef605afb0a5e80fefe80f9f",
                               .f32 = "f31026d609b60723313e47aa52ae99a6",
                               .f32_slope = "52ea56c4ff2ca0c49fedc0208549e19a",
                               .f16 = "e98035791733c60c6a108f83a6bf19d4",
                               .f16_slope = "8b279aae60325d1a705530e01ea853cf",
                               .bf16 = "e6950ff09d785ea9b8617e6d15155dd0",
                               .bf16_slope = "9b837c1b2676598a91149439850147e7"};
  static constexpr int roundings = 0;

  template <class R>
  static R exact(R x, R min, R max) {
    const R bounded = x > min ? x : min;
    return bounded < max ? bounded : max;
  }
  template <class V>
  static V value(V x, V min, V max) {
    const V bounded = select(x > min, x, min);
    return select(is_nan(x), x + x, select(bounded < max, bounded, max));
  }
  /// 0 at both kinks, as in PyTorch.
  template <class V>
  static V slope(V x, V min, V max) {
    return select(x > min, select(x < max, V(1), V(0)), V(0));
  }
};

}  // namespace hillock::activations
