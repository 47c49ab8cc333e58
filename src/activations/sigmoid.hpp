// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/float_pairs.hpp"
#include "math/logistic.hpp"
#include "math/precise_logistic.hpp"
#include "math/silu.hpp"

namespace hillock::activations {

struct sigmoid {
  static constexpr card about{
      .name = "sigmoid",
      .names = {{"PyTorch", "Sigmoid"},
                {"Keras", "sigmoid"},
                {"JAX", "sigmoid"},
                {"ONNX", "Sigmoid"},
                {"oneDNN", "logistic"},
                {"ggml", "sigmoid"},
                {"JAX", "logistic"},
                {"mlpack", "Sigmoid"}},
      .formula = "1 / (1 + exp(-x))",
      .derivative = "sigmoid(x) * sigmoid(-x)",
      .range = {0, 1},
      .monotone = true,
      .smoothness = card::smooth,
      .lipschitz = 0.25,
      .good_for = "probabilities at the output, gates of recurrent cells",
      .bad_for = "hidden layers of deep nets: slope at most 1/4, saturates, not zero-centred",
      .references = {"LeCun, Bottou, Orr, Mueller, Efficient BackProp, 1998",
                     "Glorot and Bengio, AISTATS 2010"},
      .f64 = {0.798, 0x1.313e6e5caf8ebp+4},
      .f64_slope = {0.847, -0x1.28bbb8d5f07b7p+5},
      .f64_backward = {1.619, -0x1.c2f8c56f1ca6ap+0, 0x1.f970f6497d0eap-4},
      .regimes = {-194, -104, -0x1.62e42fefa39efp-2, -0x1p-11, -0x1.250c02p-10, 0x1p-11, 0x1.62e42fefa39efp-2,
                  18, 194}};
  static constexpr pins pinned{.f32_sample = "a02941e41fefd31d55f121a4f13e3a8e",
                               .f32_slope_sample = "7794b4fa84006ff1d22cbb1d2c3b1155",
                               .f32 = "a194a144d632d23b100d5350f61d65d4",
                               .f32_slope = "561de5139e550f8165385f510317a48a",
                               .f16 = "6a6a5d09bbd81ebda69bc1d2269211a9",
                               .f16_slope = "1c7f7033cc1c1203f47769668fed0ef6",
                               .bf16 = "ca59268f9e84c7481082c3aa1bb05f29",
                               .bf16_slope = "6d4dacf662ad3a5b54872036d20f7e35"};

  static constexpr bool has_slope_from_output = true;

  static constexpr bool careful_lanes = true;

  template <class R>
  static R exact(R x) {
    return R(1) / (R(1) + exp(-x));
  }
  static constexpr bool float_lanes_suffice = true;
  static constexpr math::domain value_domain{-104, 18};  // e^-104 < 2^-150, 1 - e^-18 > 1 - 2^-25
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    const V y = math::logistic(x);
    if constexpr (math::careful<V>) {
      return y;
    } else {
      // Near 0 the value is 1/2 + x/4 - x^3/48, a hair off 1/2 + x/4, which may be a tie. The hair x/4 *
      // 2^-digits instead lies on the same side, is larger than x^3/48 for x^2 < 12 * 2^-digits, and less
      // than a quarter of x's unit in the last place: it crosses nothing but the ties. Lanes of float are for
      // f16, of 11 digits, and bf16.
      constexpr bool floats = sizeof(typename V::lane) == 4;
      constexpr double near_zero = floats ? 0x1p-4 : 0x1p-11, hair = floats ? 0x1p-11 : 0x1p-24;
      const V linear = select(abs(x) < V(near_zero), fma(x, V(0.25 - 0.25 * hair), V(0.5)), y);
      if constexpr (floats) return linear;
      // The one float whose value is so close to a tie (2^-55.97 above) that the nearest double is the tie.
      return select(x == V(-0x1.250c02p-10), V(0x1.ffb6bep-2), linear);
    }
  }
  template <std::size_t table_entries>
  using pairs = math::logistic_in_pairs<table_entries>;

  /// Without the hair, which a product would show.
  static constexpr math::domain factor_domain{-194, 18};  // e^-194 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V factor(V x) {
    return math::times_logistic(V(1), x);
  }
  static constexpr double factor_error = 0x1p-48;

  static constexpr math::domain slope_domain{
      0, 194, math::symmetry::even};  // e^-194 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    return math::logistic_slope<1>(x, 1);
  }
  static constexpr double slope_error = math::logistic_slope_error;
  template <class V>
  static HILLOCK_INLINE math::two_parts<V> precise_slope(V x) {
    return math::precise_logistic_slope(x, 1);
  }
  static constexpr double slope_is_normal_to = 708;  // e^-708 > 2^-1022
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    return math::scaled_logistic_slope<1>(x, 1);
  }

  template <class V>
  static V slope_from_output(V y) {
    return y * (V(1) - y);
  }
  static constexpr double slope_from_output_error = 0x1p-52;  // two roundings
  /// y·(1 − y): exact where it fits two doubles, and nothing that does not can make a tie.
  template <class V>
  static HILLOCK_INLINE math::two_parts<V> precise_slope_from_output(V y) {
    return math::product(math::exact_sum(V(1), -y), y);
  }
};

}  // namespace hillock::activations
