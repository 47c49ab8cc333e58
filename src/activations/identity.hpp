// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hillock/card.hpp"

namespace hillock::activations {

struct identity {
  static constexpr card about{
      .name = "identity",
      .formula = "x",
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .good_for = "output layers of regression, and as a control: what it reaches needs no non-linearity",
      .bad_for = "hidden layers: a stack of linear layers is one linear layer",
      .references = {"Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.3"}};
  static constexpr int roundings = 0;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    return x;
  }
  template <class V>
  static V value(V x) {
    return x;
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
