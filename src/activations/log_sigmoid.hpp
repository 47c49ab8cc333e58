// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/side.hpp"
#include "math/silu.hpp"
#include "math/softplus.hpp"

namespace hillock::activations {

struct log_sigmoid {
  static constexpr card about{
      .name = "log_sigmoid",
      .names = {{"PyTorch", "LogSigmoid"}, {"Keras", "log_sigmoid"}, {"JAX", "log_sigmoid"}},
      .formula = "-log(1 + exp(-x))",
      .derivative = "sigmoid(-x)",
      .range = {-std::numeric_limits<double>::infinity(), 0},
      .monotone = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .good_for = "the logarithm of a probability, in losses: exact where sigmoid rounds to 0 or 1",
      .bad_for = "hidden layers: never positive",
      .references = {"Dugas, Bengio, Belisle, Nadeau, Garcia, NIPS 2000"},
      .f64 = {0.747, 0x1.6275b9f226ae9p+9},
      .f64_slope = {0.747, 0x1.6275b9f226ae9p+9},
      .f64_backward = {1.415, 0x1.b644b22faaee1p+1, 0x1.ef4f573d8a45cp+16},
      .regimes = {-0x1.c34366179d427p-1, 0, 0x1.c34366179d427p-1, 104, 195, 690}};
  static constexpr pins pinned{.f32_sample = "9d5d276500380d08d03618f93c0d3eba",
                               .f32_slope_sample = "7b17f9ddf25224216055a7f69e526de9",
                               .f32 = "b2b7f4bdfd8aa0dd1187a1edb073c6a2",
                               .f32_slope = "f178e8a8e8965b00f10bea0f148e54b2",
                               .f16 = "7d2015d614da2598862fd104a4ffc45e",
                               .f16_slope = "5d2efb68d1f60be159c055ae3016c679",
                               .bf16 = "bdadfc74376210f0661fb945a78fe863",
                               .bf16_slope = "7902de6443cf864d1bee4ab6d9f43a69"};

  template <class R>
  static R exact(R x) {
    if (x < R(0)) return x - log1p(exp(x));
    return -log1p(exp(-x));
  }
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return -(max(-x, V(0)) + math::softplus_rest(x, V(1)));
  }
  static constexpr double value_error = 0x1p-48;
  /// Far out the value is beyond x.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, product);
  }

  static constexpr math::domain slope_domain{-std::numeric_limits<double>::infinity(),
                                             195};  // e^-195 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    return math::times_logistic(V(1), -x);
  }
  static constexpr double slope_error = 0x1p-50;
  /// Far out the slope is less than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, -product);
  }
  static constexpr double slope_is_normal_to = 690;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    return math::select_scaled(x > V(0), math::exponential<lanes>(-abs(x)).scaled_times(lanes(1)));
  }
};

}  // namespace hillock::activations
