// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/side.hpp"

namespace hillock::activations {

struct hard_sigmoid {
  static constexpr card about{
      .name = "hard_sigmoid",
      .names = {{"PyTorch", "Hardsigmoid"},
                {"Keras", "hard_sigmoid"},
                {"JAX", "hard_sigmoid"},
                {"ONNX", "HardSigmoid", "alpha=1/6, beta=0.5", "alpha=0.2, beta=0.5"},
                {"oneDNN", "hardsigmoid", "alpha=1/6, beta=0.5", "none"},
                {"ggml", "hardsigmoid"}},
      .formula = "min(max(x / 6 + 1/2, 0), 1)",
      .derivative = "1/6 for |x| < 3, 0 otherwise",
      .range = {0, 1},
      .monotone = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1.0 / 6,
      .good_for = "gates that must cost little; the factor of hard_swish",
      .bad_for = "units that saturate get no gradient at all; ONNX's defaults and Keras 2 have 0.2 x + 0.5",
      .references = {"Howard and others, Searching for MobileNetV3, ICCV 2019"},
      .f64 = {0.501, -0x1.ffffffffffffbp-2},
      .f64_slope = {0.334, -0x1.7ffffffffffffp+1},
      .f64_backward = {0.667, -0x1.cbd854c159ccp-6, 0x1.1c46d589a58a6p-11},
      .regimes = {-3, 3}};
  static constexpr pins pinned{.f32_sample = "8120d53bd2dd82f7a500bed2156abf2d",
                               .f32_slope_sample = "fef1f6f72df57673a216a2b340a91bf5",
                               .f32 = "da53c2519f0761c8a0476372fb33846a",
                               .f32_slope = "823444841616dab6e54301b22a179a41",
                               .f16 = "c776b6bac69953b91562bcd706be71ce",
                               .f16_slope = "2e07ccfd0ff284eddea86340e5867448",
                               .bf16 = "f4bca1f53bb56ee9ec85f05d1a25dc67",
                               .bf16_slope = "d21b50c2de4ec297ea487615758c67c7"};

  template <class R>
  static R exact(R x) {
    if (x >= R(3)) return R(1);
    return x > R(-3) ? (x + R(3)) / R(6) : R(0);
  }
  template <class V>
  static V value(V x) {
    return select(x >= V(3), V(1), select(x > V(-3), (x + V(3)) / V(6), V(0)));
  }
  static constexpr double factor_error = 0x1p-51;  // two roundings
  /// a·(x + 3)/6 may be a tie.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest) {
    const auto side = math::side_of_quotient(math::exact_sum(x, V(3)), V(6), a, product);
    return select(abs(x) < V(3), side, rest);
  }
  /// 0 at both kinks, as in PyTorch.
  template <class V>
  static V slope(V x) {
    return select(x > V(-3), select(x < V(3), V(1) / V(6), V(0)), V(0));
  }
  static constexpr double slope_error = 0x1p-53;  // 1/6 rounded: 2^-54 of itself
  /// dy/6 may be a tie where it is subnormal.
  template <class V>
  static HILLOCK_INLINE V side(V, V dy, V product, V) {
    return math::side_of_quotient({V(1), V(0)}, V(6), dy, product);
  }
};

}  // namespace hillock::activations
