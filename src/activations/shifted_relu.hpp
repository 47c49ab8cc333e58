// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct shifted_relu {
  static constexpr card about{
      .name = "shifted_relu",
      .formula = "max(-1, x)",
      .derivative = "1 for x > -1, 0 otherwise",
      .range = {-1, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1,
      .good_for = "as relu, with outputs nearer to mean 0, as elu's are, at relu's price",
      .bad_for = "as relu: units can die; outputs of the dead are -1, not 0",
      .references = {"Clevert, Unterthiner, Hochreiter, ICLR 2016"},
      .regimes = {-1}};
  static constexpr pins pinned{.f32_sample = "b158c92a1ce59314c23a721b03d874e8",
                               .f32_slope_sample = "dab3120263d3285f005a2b9e6f3163d9",
                               .f32 = "a9c0ab3f68d98227ae024a856522b46f",
                               .f32_slope = "3377418cd06252f9c68be6156444d989",
                               .f16 = "26fea03451bd8019acdf22a4d4b1750a",
                               .f16_slope = "ec1a5544c7f1d5510621dbcc27bbb0a1",
                               .bf16 = "1f9979bc70fa2687e497bb98678f2a02",
                               .bf16_slope = "d17491736db4229bfaa43394532cad03"};
  static constexpr int roundings = 0;
  static constexpr bool has_slope_from_output = true;

  template <class R>
  static R exact(R x) {
    return x > R(-1) ? x : R(-1);
  }
  template <class V>
  static V value(V x) {
    return select(is_nan(x), x + x, select(x > V(-1), x, V(-1)));
  }
  /// 0 at the kink, as relu's.
  template <class V>
  static V slope(V x) {
    return select(x > V(-1), V(1), V(0));
  }
  template <class V>
  static V slope_from_output(V y) {
    return slope(y);
  }
};

}  // namespace hillock::activations
