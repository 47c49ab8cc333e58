// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/hyperbolic.hpp"

namespace hillock::activations {

struct penalized_tanh {
  static constexpr card about{
      .name = "penalized_tanh",
      .formula = "tanh(x) for x > 0, alpha * tanh(x) otherwise",
      .derivative = "1 / cosh(x)^2 for x > 0, alpha / cosh(x)^2 otherwise",
      .range = {-0.25, 1},
      .monotone = true,
      .smoothness = 0,
      .lipschitz = 1,
      .parameters = {{.name = "alpha",
                      .standard = 0.25,
                      .low = 1e-30,
                      .high = 1,
                      .about = "what negative outputs are multiplied with; 1 is tanh"}},
      .good_for = "recurrent cells and text: saturates as tanh, and tells the sides apart as leaky_relu",
      .bad_for = "very deep nets without normalisation: saturates on both sides",
      .references = {"Xu, Huang, Li, arXiv 1602.05980, 2016", "Eger, Youssef, Gurevych, EMNLP 2018"},
      .f64 = {0.501, 0x1.cb11c83711316p-1},
      .f64_slope = {0.750, 0x1.62fd0c80a326p+8},
      .f64_backward = {1.387, 0x1.14b2a22fc2f0cp+4, 0x1.cff4b7bbda206p+1},
      .regimes = {-98, -9.25, 0, 9.25, 98}};
  static constexpr pins pinned{.f32_sample = "2ebbe62346903f8726eac9153457e479",
                               .f32_slope_sample = "7cd4128689f69d699dec101f92343b12",
                               .f16 = "c3643637c0d66bded788f1986f1610c5",
                               .f16_slope = "dc797b7522945c7dc3ae0433824d838e",
                               .bf16 = "d14eb1a56ad98f1460fcb3578aea30d0",
                               .bf16_slope = "8563987a628e403bb611c374603e8cf9"};

  template <class R>
  static R exact(R x, R alpha) {
    using std::tanh;  // not the struct
    return x > R(0) ? tanh(x) : alpha * tanh(x);
  }
  static constexpr math::domain value_domain{-20, 20};  // 1 - 2e^-40 is 1 in double
  template <class V>
  static HILLOCK_INLINE V value(V x, V alpha) {
    const V y = math::hyperbolic<V>(x).value();
    return select(x > V(0), y, alpha * y);
  }
  static constexpr double value_error = 0x1p-48;

  /// alpha at 0, as leaky_relu has its slope there in PyTorch.
  static constexpr math::domain slope_domain{-98, 98};  // 4e^-196 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x, V alpha) {
    return math::hyperbolic<V>(x).slope_times(select(x > V(0), V(1), alpha));
  }
  static constexpr double slope_error = 0x1p-47;
  static constexpr double slope_is_normal_to = 300;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x, V alpha) {
    using lanes = math::double_double<V>;
    return math::hyperbolic<lanes>(at_most(abs(lanes(x)), lanes(740)))
        .scaled_slope_times(select(x > V(0), lanes(1), lanes(alpha)));
  }
};

}  // namespace hillock::activations
