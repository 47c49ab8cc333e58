// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/exp.hpp"

namespace hillock::activations {

struct exponential {
  static constexpr card about{
      .name = "exponential",
      .names = {{"Keras", "exponential"}, {"ONNX", "Exp"}, {"oneDNN", "exp"}, {"ggml", "exp"}},
      .formula = "exp(x)",
      .derivative = "exp(x)",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = card::smooth,
      .lipschitz = std::numeric_limits<double>::infinity(),
      .good_for = "outputs that must be positive and span orders of magnitude (rates, scales)",
      .bad_for = "hidden layers: it overflows, and its slope is its value; softplus is the tame choice",
      .references = {"McCullagh and Nelder, Generalized Linear Models, 1989"},
      .f64 = {0.750, -0x1.62833a0b3629ap+9},
      .f64_slope = {0.750, -0x1.62833a0b3629ap+9},
      .f64_backward = {1.407, 0x1.8f4660ca7a1fap+2, 0x1.eaf55edf416f1p+7},
      .regimes = {-745, -104, 88.8, 690, 710}};
  static constexpr pins pinned{.f32_sample = "dadac58b6025fd629fcb92e03a32f58f",
                               .f32_slope_sample = "dadac58b6025fd629fcb92e03a32f58f",
                               .f16 = "8e346ea17e0966079ee3e9d3441524f0",
                               .f16_slope = "8e346ea17e0966079ee3e9d3441524f0",
                               .bf16 = "81958854ba365a578b806b51e15fc92c",
                               .bf16_slope = "81958854ba365a578b806b51e15fc92c"};

  template <class R>
  static R exact(R x) {
    return exp(x);
  }
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    // Beyond, every double is infinite, or every float, also times the smallest gradient.
    constexpr double most = math::is_double_double<V> ? 750 : 690;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return select(x == V(infinity), V(infinity), math::exponential<V>(at_most(x, V(most))).value());
  }
  static constexpr double value_error = 0x1p-50;

  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    return value(x);
  }
  static constexpr double slope_error = 0x1p-50;
  static constexpr double slope_is_normal_to = 700;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    return math::exponential<lanes>(at_most(lanes(x), lanes(1500))).scaled_times(lanes(1));
  }
};

}  // namespace hillock::activations
