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

struct softplus {
  static constexpr card about{
      .name = "softplus",
      .names = {{"PyTorch", "Softplus", "threshold=inf", "threshold=20"},
                {"Keras", "softplus"},
                {"JAX", "softplus"},
                {"ONNX", "Softplus"},
                {"oneDNN", "soft_relu", "alpha=1", "none"},
                {"ggml", "softplus"},
                {"mlpack", "SoftPlus"}},
      .formula = "log(1 + exp(beta * x)) / beta",
      .derivative = "sigmoid(beta * x)",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .parameters = {{.name = "beta",
                      .standard = 1,
                      .low = 1e-30,
                      .high = 1e30,
                      .about = "how sharp the bend is: large values give relu",
                      .aliases = {{"alpha", {"oneDNN"}}}}},
      .good_for = "outputs that must be positive (scales, variances, rates)",
      .bad_for = "hidden layers: not zero-centred, dearer than relu and seldom better",
      .references = {"Dugas, Bengio, Belisle, Nadeau, Garcia, NIPS 2000",
                     "Glorot, Bordes, Bengio, AISTATS 2011"},
      .f64 = {0.750, -0x1.62833a0b3629ap+9},
      .f64_slope = {0.750, -0x1.62833a0b3629ap+9},
      .f64_backward = {1.336, -0x1.1a209f1432f3cp+5, 0x1.c04fbe977d447p-10},
      .regimes = {-690, -104, -0x1.c34366179d427p-1, 0, 0x1.c34366179d427p-1}};
  static constexpr pins pinned{.f32_sample = "7c92cb9c290431f5da993ed22807bebb",
                               .f32_slope_sample = "558907da97e90755fa09691c497ab6a4",
                               .f32 = "4d6dab8e6a25305688a2113aa5699775",
                               .f32_slope = "a194a144d632d23b100d5350f61d65d4",
                               .f16 = "8bef7962eb0ec37d897753f7506fedfe",
                               .f16_slope = "6a6a5d09bbd81ebda69bc1d2269211a9",
                               .bf16 = "0adf86558040eaf83d9f97fcf9795ded",
                               .bf16_slope = "ca59268f9e84c7481082c3aa1bb05f29"};

  template <class R>
  static R exact(R x, R beta) {
    const R z = beta * x;
    if (z > R(0)) return x + log1p(exp(-z)) / beta;
    return log1p(exp(z)) / beta;
  }
  template <class V>
  static HILLOCK_INLINE V value(V x, V beta) {
    return max(x, V(0)) + math::softplus_rest(math::bounded_product(beta, x), beta);
  }
  static constexpr double value_error = 0x1p-48;  // the product of two floats is exact
  /// Far out the value is beyond x.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest, V beta) {
    return math::rest_or_hair(beta * x, rest, product);
  }

  template <class V>
  static HILLOCK_INLINE V slope(V x, V beta) {
    return math::times_logistic(V(1), math::bounded_product(beta, x));
  }
  static constexpr double slope_error = 0x1p-50;
  /// Far out the slope is less than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V, V product, V rest, V beta) {
    return math::rest_or_hair(beta * x, rest, -product);
  }
  static double slope_is_normal_to(const double* parameters) { return 690 / parameters[0]; }
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x, V beta) {
    using lanes = math::double_double<V>;
    const math::exponential<lanes> e(-abs(math::bounded_product<lanes>(beta, x)));
    return math::select_scaled(x < V(0), e.scaled_times(lanes(1)));
  }
};

}  // namespace hillock::activations
