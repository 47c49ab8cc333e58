// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hillock/card.hpp"
#include "math/domain.hpp"

namespace hillock::activations {

struct softsign {
  static constexpr card about{
      .name = "softsign",
      .formula = "x / (1 + |x|)",
      .range = {-1, 1},
      .monotone = true,
      .zero_centred = true,
      .smoothness = 1,  // the second derivative jumps from 2 to -2 at 0
      .lipschitz = 1,
      .good_for = "as tanh, where saturation hurts: approaches its limits as 1/x, so gradients fade slowly",
      .bad_for = "outputs that must come close to -1 or 1",
      .references = {"Bergstra, Desjardins, Lamblin, Bengio, report 1337, Universite de Montreal, 2009",
                     "Glorot and Bengio, AISTATS 2010"}};

  template <class R>
  static R exact(R x) {
    return x > R(0) ? x / (R(1) + x) : x / (R(1) - x);
  }
  static constexpr math::domain value_domain{0, 0x1p60, math::symmetry::odd};
  template <class V>
  static V value(V x) {
    return select(x < V(0x1p60), x / (V(1) + x), V(1));  // also at infinity
  }
  static constexpr math::domain slope_domain{0, 0x1p120, math::symmetry::even};
  template <class V>
  static V slope(V x) {
    const V r = V(1) / (V(1) + x);
    return r * r;  // not 1 / d^2: d^2 overflows where the slope is still a number
  }
};

}  // namespace hillock::activations
