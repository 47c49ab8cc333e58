// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/side.hpp"
#include "math/silu.hpp"

namespace hillock::activations {

struct silu {
  static constexpr card about{
      .name = "silu",
      .names = {{"PyTorch", "SiLU"},
                {"Keras", "silu"},
                {"JAX", "silu"},
                {"ONNX", "Swish", "alpha=1"},
                {"oneDNN", "swish", "alpha=1", "none"},
                {"ggml", "silu"},
                {"mlpack", "SILU"}},
      .formula = "x / (1 + exp(-x))",
      .derivative = "s * (1 + x * (1 - s)), s = sigmoid(x)",
      .range = {-0x1.1d25cf210482ep-2, std::numeric_limits<double>::infinity()},
      .smoothness = card::smooth,
      .lipschitz = 0x1.198f11d6cef09p+0,
      .good_for = "deep convolutional nets and transformers: smooth, keeps a slope for negative x",
      .bad_for = "outputs; hardware where an exponential is dear",
      .references = {"Hendrycks and Gimpel, arXiv 1606.08415, 2016",
                     "Elfwing, Uchibe, Doya, arXiv 1702.03118, 2017"},
      .f64 = {0.732, -0x1.6597d232a445cp+9},
      .f64_slope = {0.746, -0x1.658de81a7798ap+9},
      .f64_backward = {1.455, 0x1.0ea9e70d1fbfdp+5, 0x1.fc2fbe586a9eep+2},
      .regimes = {-690, -205, -130, -0x1.474973c84120bp+0, 0, 200}};
  static constexpr pins pinned{.f32_sample = "38ac76ca6067ef6dec8a7e0a87e4e1f0",
                               .f32_slope_sample = "b35943c468b7a88a2514b361766362df",
                               .f32 = "b505f8473523a9319a0ccc5be48877ec",
                               .f32_slope = "fbddcaae8bc068ecc44e6896fc2372ec",
                               .f16 = "4a13d62e35387f092ceee9778c3eb915",
                               .f16_slope = "f043a663e87acc10854f79d905d8a1d3",
                               .bf16 = "fc4c1b2c87e7dcd355f68cbd7bc964b0",
                               .bf16_slope = "59e282d3651f58137cbf9eb99f79fe3f"};

  template <class R>
  static R exact(R x) {
    if (x < R(0)) return times_exp(x / (R(1) + exp(x)), x);
    return x / (R(1) + exp(-x));
  }
  static constexpr math::domain value_domain{-205,  // 205·e^-205 times the largest float < 2^-150
                                             std::numeric_limits<double>::infinity()};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return math::times_logistic(x, x);
  }
  static constexpr double value_error = 0x1p-48;
  /// Far out the value is less than |x|.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, -product);
  }

  /// 205·e^-205 times the largest float < 2^-150; from 200 on the slope is 1 and a hair.
  static constexpr math::domain slope_domain{-205, 200};
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    return math::silu_slope(x);
  }
  static constexpr double slope_error = math::silu_slope_error;
  /// Far out the slope is more than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, product);
  }
  static constexpr double slope_is_normal_to = 690;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    return math::scaled_times_logistic_slope<V>(x, x);
  }
};

}  // namespace hillock::activations
