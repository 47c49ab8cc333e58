// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/near_root.hpp"
#include "math/normal.hpp"
#include "math/side.hpp"

namespace hillock::activations {

struct gelu {
  static constexpr card about{.name = "gelu",
                              .names = {{"PyTorch", "GELU"},
                                        {"Keras", "gelu"},
                                        {"JAX", "gelu", "approximate=False", "approximate=True"},
                                        {"ONNX", "Gelu"},
                                        {"oneDNN", "gelu_erf"},
                                        {"ggml", "gelu_erf"},
                                        {"mlpack", "GELUExact"}},
                              .formula = "x / 2 * erfc(-x / sqrt(2))",
                              .derivative = "erfc(-x / sqrt(2)) / 2 + x * exp(-x^2 / 2) / sqrt(2 pi)",
                              .range = {-0x1.5c19dd4b1a3fbp-3, std::numeric_limits<double>::infinity()},
                              .smoothness = card::smooth,
                              .lipschitz = 0x1.20ffdcafe39a8p+0,
                              .good_for = "transformers: smooth, keeps a slope for negative x",
                              .bad_for = "outputs; hardware where an exponential is dear",
                              .references = {"Hendrycks and Gimpel, arXiv 1606.08415, 2016"},
                              .f64 = {0.750, -0x1.2d0c8ea3f10e2p+5},
                              .f64_slope = {0.750, -0x1.2dc577c077a68p+5},
                              .f64_backward = {1.448, -0x1.d9efba6abc71p-1, 0x1.f48b173264a68p+14},
                              .regimes = {-37, -20.5, -15, -0x1.80ead197f00b4p-1, 0, 20, 37}};
  static constexpr pins pinned{.f32_sample = "605a210dc897fec73a123f528fd52e2d",
                               .f32_slope_sample = "bb0301243577ead6e3cc717e6f3c7a32",
                               .f32 = "6c8b48cdbca3617f4f7c16b67b5eb84d",
                               .f32_slope = "b79ee0828560571f9859e9151a5d0e71",
                               .f16 = "5d8f837bc2fb4c61310b9160f41db3a8",
                               .f16_slope = "6ef538a62ad182900bae94a58c5ea8fa",
                               .bf16 = "b135f06a11e75a6bca168abcb0f8b250",
                               .bf16_slope = "b0b020d3da59755803b5c6785ae2fde8"};

  template <class R>
  static R exact(R x) {
    return times_normal(x);  // x·Φ(x)
  }
  static constexpr math::domain value_domain{-20.5,  // 20.5·Φ(−20.5) times the largest float < 2^-150
                                             std::numeric_limits<double>::infinity()};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return math::times_normal(x);
  }
  static constexpr double value_error = 0x1p-48;
  /// Far out the value is less than |x|.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, -product);
  }

  /// 20.5·φ(20.5) times the largest float < 2^-150; from 20 on the slope is 1 and a hair.
  static constexpr math::domain slope_domain{-20.5, 20};
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    return math::near_root(root_of_slope, x, math::times_normal_slope(x));
  }
  static constexpr double slope_error = 0x1p-43;
  /// Far out the slope is more than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, product);
  }
  static constexpr double slope_is_normal_to = 37;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    const math::normal_tail<lanes> tail(abs(x));
    return math::select_scaled(x < V(0), tail.e.scaled_times(fnma(tail.t, tail.density(), tail.ratio)));
  }

 private:
  static constexpr math::root_series root_of_slope{
      {-0x1.80ead197f00b4p-1, 0x1.13e74c58cada8p-56, 0x1.65d4b5b9cdd03p-111},
      {{0x1.b9d98fa5a3215p-2, 0x1.f7c1a23190c7cp-56},
       {0x1.8d9a941de3ac5p-2, 0x1.aea2e6afd7fdbp-56},
       {-0x1.2a2ef9bb865aep-6, 0x1.26d941e05e369p-64},
       {-0x1.d2fa4c17c7e84p-4, -0x1.6e3d565f60be0p-59},
       {-0x1.e4088244f901dp-7, -0x1.640eddc7045c7p-62},
       {0x1.3e346def42057p-6, -0x1.d71848ac44802p-60},
       {0x1.297b9d6ffaacdp-8, 0x1.5f41fb3aa20b5p-62},
       {-0x1.258a6d85633afp-9, -0x1.f58325eee75c2p-64},
       {-0x1.8680f74e6b6bap-11, 0x1.f0e6e13cadaa3p-66},
       {0x1.86c863b66083cp-13, -0x1.1e91790c11a1ap-67},
       {0x1.69610924deba8p-14, 0x1.75fdcbf547562p-69},
       {-0x1.784acad4b941ep-17, -0x1.ccffb94a3c597p-71},
       {-0x1.03fec69bdd554p-17, 0x1.5428e657a2ac3p-73},
       {0x1.d0c38b7a117ccp-22, 0x1.9d30259ce74eep-76}}};
};

}  // namespace hillock::activations
