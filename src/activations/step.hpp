// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct step {
  static constexpr card about{.name = "step",
                              .names = {{"PyTorch", "heaviside", "values=0", "none"}, {"ggml", "step"}},
                              .formula = "1 for x > 0, 0 otherwise",
                              .derivative = "0",
                              .range = {0, 1},
                              .monotone = true,
                              .smoothness = card::jump,
                              .flat = true,
                              .lipschitz = 0,  // but for the jump
                              .good_for = "yes and no, in nets that are not trained by gradients",
                              .bad_for = "training by gradients: there are none",
                              .references = {"McCulloch and Pitts, 1943", "Rosenblatt, 1958"},
                              .regimes = {0}};
  static constexpr pins pinned{.f32_sample = "5b7fa689593154e6d7b7646282705a26",
                               .f32_slope_sample = "72c7d2bea6a2ee15f98d9ebf294e1159",
                               .f32 = "38d8429133b12bff5a268bc06db92d2f",
                               .f32_slope = "4a8375d0a0542b6be270641f43dd5a52",
                               .f16 = "e8dcf134791df430dce01a7e42c9576c",
                               .f16_slope = "8c090941a750cddc5db230b00ba0b8d3",
                               .bf16 = "8ac5766ac551b0665134e62a674f0fd8",
                               .bf16_slope = "8868e74bdb46ab04efeeedbf31af920b"};
  static constexpr int roundings = 0;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    return x > R(0) ? R(1) : R(0);
  }
  template <class V>
  static V value(V x) {
    return select(is_nan(x), x + x, select(x > V(0), V(1), V(0)));
  }
  template <class V>
  static V slope(V) {
    return V(0);
  }
  template <class V>
  static V slope_from_output(V) {
    return V(0);
  }
};

}  // namespace hillock::activations
