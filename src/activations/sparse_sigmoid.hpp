// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct sparse_sigmoid {
  static constexpr card about{
      .name = "sparse_sigmoid",
      .names = {{"Keras", "sparse_sigmoid"}, {"JAX", "sparse_sigmoid"}},
      .formula = "min(max((x + 1) / 2, 0), 1)",
      .derivative = "1/2 for |x| < 1, 0 otherwise",
      .range = {0, 1},
      .monotone = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 0.5,
      .good_for = "gates and probabilities that may be 0 or 1 exactly; the slope of sparse_plus",
      .bad_for = "hidden layers: beyond -1 and 1 there is no gradient",
      .references = {"Blondel, Martins, Niculae, JMLR 21, 2020, section 6.2"},
      .f64 = {0.5, -0x1.fffffffffffffp-2},
      .f64_backward = {0.5},
      .regimes = {-1, 1}};
  static constexpr pins pinned{.f32_sample = "8a35880debf5d1400f59780bb1fb0ad8",
                               .f32_slope_sample = "5464eb3a45bd6957d28842059fa65b32",
                               .f32 = "1b0f4b18c7082522253e2486e9c240d8",
                               .f32_slope = "35f0d4360d981a1747dd1bd4ad9a302a",
                               .f16 = "914b6b6615c1991d65d81f2f934c7b08",
                               .f16_slope = "c8ef4989c116ac3253ae9bc481747fb1",
                               .bf16 = "3b35cc34af70e4e0fd31ceb80d56b33f",
                               .bf16_slope = "8da7066f0e7142e0848d028994543f0b"};
  static constexpr int roundings = 1;

  template <class R>
  static R exact(R x) {
    if (x >= R(1)) return R(1);
    return x > R(-1) ? (x + R(1)) / R(2) : R(0);
  }
  template <class V>
  static V value(V x) {
    const V y = fma(x, V(0.5), V(0.5));
    return select(is_nan(x), x + x, select(x >= V(1), V(1), select(x > V(-1), y, V(0))));
  }
  /// 0 at both kinks, as hard_sigmoid's in PyTorch.
  template <class V>
  static V slope(V x) {
    return select(x > V(-1), select(x < V(1), V(0.5), V(0)), V(0));
  }
};

}  // namespace hillock::activations
