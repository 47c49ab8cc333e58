// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hillock/card.hpp"
#include "math/exp.hpp"

namespace hillock::activations {

struct sigmoid {
  static constexpr card about{
      .name = "sigmoid",
      .formula = "1 / (1 + exp(-x))",
      .range = {0, 1},
      .monotone = true,
      .smoothness = card::smooth,
      .lipschitz = 0.25,
      .good_for = "probabilities at the output, gates of recurrent cells",
      .bad_for = "hidden layers of deep nets: slope at most 1/4, saturates, not zero-centred",
      .references = {"LeCun, Bottou, Orr, Mueller, Efficient BackProp, 1998",
                     "Glorot and Bengio, AISTATS 2010"}};

  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    return R(1) / (R(1) + exp(-x));
  }
  template <class V>
  static V value(V x) {
    constexpr double bound = sizeof(typename V::lane) == 8 ? 700 : 87;
    const V t = max(min(x, V(bound)), V(-bound));
    return V(1) / (V(1) + math::exp(-t));
  }
  template <class V>
  static V slope(V x) {
    const V e = math::exp(-min(abs(x), V(sizeof(typename V::lane) == 8 ? 700 : 87)));
    const V d = V(1) + e;
    return e / (d * d);
  }
  template <class V>
  static V slope_from_output(V y) {
    return y * (V(1) - y);
  }
};

}  // namespace hillock::activations
