// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/side.hpp"

namespace hillock::activations {

struct smelu {
  static constexpr card about{
      .name = "smelu",
      .formula = "max(0, x + beta)^2 / (4 beta), x for x >= beta",
      .derivative = "(x + beta) / (2 beta) for |x| < beta, 1 for x >= beta, 0 otherwise",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 1,  // the second derivative jumps from 0 to 1/(2 beta) and back
      .flat = true,
      .lipschitz = 1,
      .parameters = {{.name = "beta",
                      .standard = 1,
                      .low = 1e-30,
                      .high = 1e30,
                      .about =
                          "half the width of the bend, in which relu becomes a parabola; xformers has 2"}},
      .good_for =
          "as relu, where results should depend less on chance: its smoothness makes training reproducible",
      .bad_for = "units can die, as relu's: slope 0 below -beta",
      .references = {"Shamir, Lin, Coviello, Smooth activations and reproducibility in deep networks, 2020"},
      .f64 = {0.501, -0x1.ffffe1785eacp-1},
      .f64_slope = {0.501, -0x1.fffffffffffffp-2},
      .f64_backward = {1.361, 0x1.93546d5d2f16p-6, 0x1.eac1331027562p-281},
      .regimes = {-1, 1}};
  static constexpr pins pinned{.f32_sample = "d4fafcc45b4031b0b728cc61be434c09",
                               .f32_slope_sample = "8a35880debf5d1400f59780bb1fb0ad8",
                               .f16 = "ecaf2839f01557a7f8fbe6304dfc3fdf",
                               .f16_slope = "914b6b6615c1991d65d81f2f934c7b08",
                               .bf16 = "f339af69107c1cee8a923f9acf1cdfba",
                               .bf16_slope = "3b35cc34af70e4e0fd31ceb80d56b33f"};

  template <class R>
  static R exact(R x, R beta) {
    if (x >= beta) return x;
    return x > -beta ? (x + beta) * (x + beta) / (R(4) * beta) : R(0);
  }
  template <class V>
  static V value(V x, V beta) {
    const V s = x + beta;
    return select(x >= beta, x, select(x > -beta, s * s / (V(4) * beta), V(0)));
  }
  static constexpr double value_error = 0x1p-50;  // a rounding that counts twice, and two others
  /// a·(x + beta)²/(4 beta) may be a tie only where x + beta fits a double.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest, V beta) {
    const auto s = math::exact_sum(x, beta);
    const V side = math::side_of_quotient(math::product(s, s.high), V(4) * beta, a, product);
    return select(V::both(abs(x) < beta, s.low == V(0)), side, rest);
  }
  template <class V>
  static V slope(V x, V beta) {
    return select(x >= beta, V(1), select(x > -beta, (x + beta) / (V(2) * beta), V(0)));
  }
  static constexpr double slope_error = 0x1p-51;  // two roundings
  /// dy·(x + beta)/(2 beta) may be a tie.
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V, V beta) {
    const auto n = math::exact_sum(select(x < beta, x, beta), beta);
    return math::side_of_quotient(n, beta + beta, dy, product);
  }
};

}  // namespace hillock::activations
