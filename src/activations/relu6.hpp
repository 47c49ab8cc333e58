// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct relu6 {
  static constexpr card about{
      .name = "relu6",
      .names = {{"PyTorch", "ReLU6"}, {"Keras", "relu6"}, {"JAX", "relu6"}, {"mlpack", "ReLU6"}},
      .formula = "min(max(0, x), 6)",
      .derivative = "1 for 0 < x < 6, 0 otherwise",
      .range = {0, 6},
      .monotone = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1,
      .good_for = "small nets on phones and in integers: a bounded relu keeps its precision in few bits",
      .bad_for = "units can die on either side: slope 0 below 0 and above 6",
      .references = {"Krizhevsky, Convolutional deep belief networks on CIFAR-10, 2010"},
      .regimes = {0, 6}};
  static constexpr pins pinned{.f32_sample = "8fd7f0507c53a40792a443e5a11ac52a",
                               .f32_slope_sample = "28a6ee0473595905d8925976f4f48d2f",
                               .f32 = "bd7851f95fc5919ec56e1ad4b34d5984",
                               .f32_slope = "aaf38242c48e702e2527fe471fd54c1d",
                               .f16 = "95a7a4fe4bfa897c52d2c86a6a90714b",
                               .f16_slope = "70619c9d0a073803159c06f2773e3678",
                               .bf16 = "6c9be636fc0cc47febb7429f386fdea6",
                               .bf16_slope = "ec17094ff9254a9521ac64bade34e01d"};
  static constexpr int roundings = 0;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    if (x > R(0)) return x < R(6) ? x : R(6);
    return R(0);
  }
  template <class V>
  static V value(V x) {
    return select(x > V(6), V(6), positive_part(x));
  }
  /// 0 at both kinks, as in PyTorch.
  template <class V>
  static V slope(V x) {
    return select(x > V(0), select(x < V(6), V(1), V(0)), V(0));
  }
  template <class V>
  static V slope_from_output(V y) {
    return slope(y);
  }
};

}  // namespace hillock::activations
