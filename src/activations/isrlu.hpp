// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "activations/isru.hpp"
#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/inverse_root.hpp"
#include "math/scaled.hpp"

namespace hillock::activations {

struct isrlu {
  static constexpr card about{
      .name = "isrlu",
      .names = {{"mlpack", "ISRLU", "alpha=1", "alpha=0.1"}},
      .formula = "x for x >= 0, x / sqrt(1 + alpha x^2) otherwise",
      .derivative = "1 for x >= 0, (1 + alpha x^2)^(-3/2) otherwise",
      .range = {-1, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 2,  // the third derivative jumps from -3 alpha to 0
      .lipschitz = 1,
      .parameters = {{.name = "alpha",
                      .standard = 1,
                      .low = 1e-6,
                      .high = 1e6,
                      .about = "outputs lie above -1/sqrt(alpha)"}},
      .good_for = "as elu, without an exponential: outputs nearer to mean 0 than relu's",
      .bad_for = "sparse codes: no output is 0 but that of 0",
      .references = {"Carlile and others, Improving deep learning by inverse square root linear units, 2017"},
      .f64 = {0.501, -0x1.0000000000001p-26},
      .f64_slope = {0.712, -0x1.345b6e596808cp+340},
      .f64_backward = {1.378, -0x1.3b321c3f5bee3p+9, 0x1.d4202b01237eep+426},
      .regimes = {-4096, 0}};
  static constexpr pins pinned{.f32_sample = "c561bb4a3135f86029eebbd80b7318ec",
                               .f32_slope_sample = "9d16220212d1ff531764228978628496",
                               .f16 = "cbb6f5cad52cd216e893716159c4e9f7",
                               .f16_slope = "7e77249d7c570fbba68ebb52afff6b78",
                               .bf16 = "27155ef1db05a3328680db88f76412c5",
                               .bf16_slope = "7d71b147218844bfa0478a30f5f270a1"};

  template <class R>
  static R exact(R x, R alpha) {
    return x < R(0) ? isru::exact(x, alpha) : x;
  }
  template <class V>
  static HILLOCK_INLINE V value(V x, V alpha) {
    const math::inverse_root<V> at(abs(x), alpha);
    return select(x < V(0), -(at.x / at.root), x);
  }
  static constexpr double value_error = 0x1p-50;  // as isru's
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest, V alpha) {
    const V side = math::inverse_root_factor_side(abs(x), -a, product, rest, alpha);
    return select(x < V(0), side, rest);
  }
  template <class V>
  static HILLOCK_INLINE V slope(V x, V alpha) {
    return select(x < V(0), math::inverse_root<V>(abs(x), alpha).slope(), V(1));
  }
  static constexpr double slope_error = math::inverse_root_slope_error;
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V rest, V alpha) {
    return select(x < V(0), math::inverse_root_side(abs(x), dy, product, rest, alpha), rest);
  }
  static constexpr double slope_is_normal_to = math::inverse_root_is_normal_to;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x, V alpha) {
    return math::select_scaled(x < V(0), math::inverse_root_scaled_slope(abs(x), alpha));
  }
};

}  // namespace hillock::activations
