// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hillock/card.hpp"

namespace hillock::activations {

struct relu {
  static constexpr card about{
      .name = "relu",
      .formula = "max(0, x)",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 0,
      .lipschitz = 1,
      .good_for = "hidden layers of feed-forward and convolutional nets: cheap, does not saturate, sparse",
      .bad_for = "units can die (slope 0 on all data); not zero-centred; recurrent nets may explode",
      .references = {"Nair and Hinton, ICML 2010", "Glorot, Bordes, Bengio, AISTATS 2011"}};
  static constexpr int roundings = 0;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    return x > R(0) ? x : R(0);
  }
  template <class V>
  static V value(V x) {
    return select(x <= V(0), V(0), x);  // so that NaN stays
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
