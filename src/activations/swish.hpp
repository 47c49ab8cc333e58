// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/side.hpp"
#include "math/silu.hpp"

namespace hillock::activations {

struct swish {
  static constexpr card about{
      .name = "swish",
      .names =
          {{"Keras", "swish"}, {"JAX", "swish"}, {"ONNX", "Swish"}, {"oneDNN", "swish"}, {"mlpack", "Swish"}},
      .formula = "x / (1 + exp(-beta * x))",
      .derivative = "s * (1 + beta * x * (1 - s)), s = sigmoid(beta * x)",
      .range = {-0x1.1d25cf210482ep-2, std::numeric_limits<double>::infinity()},
      .smoothness = card::smooth,
      .lipschitz = 0x1.198f11d6cef09p+0,
      .parameters = {{.name = "beta",
                      .standard = 1,
                      .low = -1e30,
                      .high = 1e30,
                      .about = "how sharp the bend is: 0 gives x/2, 1 silu, large values relu",
                      .aliases = {{"alpha", {"ONNX", "oneDNN"}}}}},
      .good_for = "as silu, with the bend to choose",
      .bad_for = "outputs; hardware where an exponential is dear",
      .references = {"Ramachandran, Zoph, Le, arXiv 1710.05941, 2017"},
      .f64 = {0.732, -0x1.6597d232a445cp+9},
      .f64_slope = {0.746, -0x1.658de81a7798ap+9},
      .f64_backward = {1.455, 0x1.0ea9e70d1fbfdp+5, 0x1.fc2fbe586a9eep+2},
      .regimes = {-690, -0x1.474973c84120bp+0, 0}};
  static constexpr pins pinned{.f32_sample = "9d7e8e9f86c0a9a93934332524df9296",
                               .f32_slope_sample = "73258895a5388e146f243a7cd0ae6d50",
                               .f32 = "b505f8473523a9319a0ccc5be48877ec",
                               .f32_slope = "fbddcaae8bc068ecc44e6896fc2372ec",
                               .f16 = "4a13d62e35387f092ceee9778c3eb915",
                               .f16_slope = "f043a663e87acc10854f79d905d8a1d3",
                               .bf16 = "fc4c1b2c87e7dcd355f68cbd7bc964b0",
                               .bf16_slope = "59e282d3651f58137cbf9eb99f79fe3f"};

  template <class R>
  static R exact(R x, R beta) {
    const R z = beta * x;
    if (z < R(0)) return times_exp(x / (R(1) + exp(z)), z);
    return x / (R(1) + exp(-z));
  }
  template <class V>
  static HILLOCK_INLINE V value(V x, V beta) {
    return math::times_logistic(x, math::bounded_product(beta, x));
  }
  static constexpr double value_error = 0x1p-48;  // the product of two floats is exact
  /// Far out the value is less than |x|.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest, V beta) {
    return math::rest_or_hair(beta * x, rest, -product);
  }

  template <class V>
  static HILLOCK_INLINE V slope(V x, V beta) {
    return math::silu_slope(math::bounded_product(beta, x));
  }
  static constexpr double slope_error = math::silu_slope_error;
  /// Far out the slope is more than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V, V product, V rest, V beta) {
    return math::rest_or_hair(beta * x, rest, product);
  }
  static double slope_is_normal_to(const double* parameters) { return 690 / __builtin_fabs(parameters[0]); }
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x, V beta) {
    const auto z = math::bounded_product<math::double_double<V>>(beta, x);
    return math::scaled_times_logistic_slope<V>(z, z);
  }
};

}  // namespace hillock::activations
