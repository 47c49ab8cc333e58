// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hillock/card.hpp"
#include "math/exp.hpp"

namespace hillock::activations {

struct tanh {
  static constexpr card about{
      .name = "tanh",
      .formula = "(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
      .range = {-1, 1},
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .good_for = "recurrent cells, small nets, outputs in [-1, 1]: zero-centred with slope 1 at 0",
      .bad_for = "very deep nets without normalisation: saturates on both sides",
      .references = {"LeCun, Bottou, Orr, Mueller, Efficient BackProp, 1998"}};

  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    return tanh(x);
  }
  template <class V>
  static V value(V x) {
    const V e = math::exp(min(abs(x), V(40)) * V(-2));
    const V large = (V(1) - e) / (V(1) + e);
    const V small = abs(x) - abs(x) * x * x / V(3);
    return copysign(select(abs(x) < V(0x1p-10), small, large), x);
  }
  template <class V>
  static V slope(V x) {
    const V e = math::exp(min(abs(x), V(40)) * V(-2));
    const V d = V(1) + e;
    return V(4) * e / (d * d);
  }
  template <class V>
  static V slope_from_output(V y) {
    return fnma(y, y, V(1));
  }
};

}  // namespace hillock::activations
