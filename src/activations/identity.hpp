// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct identity {
  static constexpr card about{
      .name = "identity",
      .names = {{"PyTorch", "Identity"},
                {"Keras", "linear"},
                {"JAX", "identity"},
                {"ONNX", "Identity"},
                {"oneDNN", "linear", "alpha=1", "none"},
                {"mlpack", "Identity"}},
      .formula = "x",
      .derivative = "1",
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .good_for = "output layers of regression, and as a control: what it reaches needs no non-linearity",
      .bad_for = "hidden layers: a stack of linear layers is one linear layer",
      .references = {"Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.3"}};
  static constexpr pins pinned{.f32_sample = "075a403748b57e108b634f6315f6f49b",
                               .f32_slope_sample = "aedd7ad2eb87ea402a6213b399be8a62",
                               .f32 = "ca69fdd7fcce8240df800110964fb247",
                               .f32_slope = "a2cbabe775afedf2978a88e3c1880f56",
                               .f16 = "b17d845614eb5cfed00e0fd17bdb0cd5",
                               .f16_slope = "f230e1b1b8b994ff422862da4f201cdd",
                               .bf16 = "5265a5013d710705219c03e27288360c",
                               .bf16_slope = "085d79da6052e9d6742da005552d32ad"};
  static constexpr int roundings = 0;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    return x;
  }
  template <class V>
  static V value(V x) {
    return select(is_nan(x), x + x, x);  // a signalling NaN comes out quiet, as from every function
  }
  template <class V>
  static V slope(V) {
    return V(1);
  }
  template <class V>
  static V slope_from_output(V) {
    return V(1);
  }
};

}  // namespace hillock::activations
