// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct sparse_plus {
  static constexpr card about{
      .name = "sparse_plus",
      .names = {{"Keras", "sparse_plus"}, {"JAX", "sparse_plus"}},
      .formula = "(x + 1)^2 / 4 for |x| < 1, max(0, x) otherwise",
      .derivative = "(x + 1) / 2 for |x| < 1, 1 for x >= 1, 0 otherwise",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 1,  // the second derivative jumps from 0 to 1/2 and back
      .flat = true,
      .lipschitz = 1,
      .good_for = "as softplus, where outputs should be 0 exactly, and at a fraction of its price",
      .bad_for = "units can die, as relu's: slope 0 below -1",
      .references = {"Blondel, Martins, Niculae, JMLR 21, 2020, section 6.2"},
      .f64 = {0.501, -0x1.ffffe1785eacp-1},
      .f64_slope = {0.5, -0x1.fffffffffffffp-2},
      .f64_backward = {1.361, 0x1.93546d5d2f16p-6, 0x1.eac1331027562p-281},
      .regimes = {-1, 1}};
  static constexpr pins pinned{.f32_sample = "d4fafcc45b4031b0b728cc61be434c09",
                               .f32_slope_sample = "8a35880debf5d1400f59780bb1fb0ad8",
                               .f16 = "ecaf2839f01557a7f8fbe6304dfc3fdf",
                               .f16_slope = "914b6b6615c1991d65d81f2f934c7b08",
                               .bf16 = "f339af69107c1cee8a923f9acf1cdfba",
                               .bf16_slope = "3b35cc34af70e4e0fd31ceb80d56b33f"};

  template <class R>
  static R exact(R x) {
    if (x >= R(1)) return x;
    return x > R(-1) ? (x + R(1)) * (x + R(1)) / R(4) : R(0);
  }
  template <class V>
  static V value(V x) {
    const V s = x + V(1);
    return select(x >= V(1), x, select(x > V(-1), s * s * V(0.25), V(0)));
  }
  static constexpr double value_error = 0x1p-51;  // a rounding that counts twice, and another
  template <class V>
  static V slope(V x) {
    return select(x >= V(1), V(1), select(x > V(-1), (x + V(1)) * V(0.5), V(0)));
  }
  static constexpr double slope_error = 0x1p-52;  // one rounding
};

}  // namespace hillock::activations
