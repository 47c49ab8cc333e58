// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/side.hpp"
#include "math/silu.hpp"

namespace hillock::activations {

struct quick_gelu {
  static constexpr card about{
      .name = "quick_gelu",
      .names = {{"oneDNN", "swish", "alpha=1.702", "none"}, {"ggml", "gelu_quick"}},
      .formula = "x / (1 + exp(-1.702 * x))",
      .derivative = "s * (1 + 1.702 * x * (1 - s)), s = sigmoid(1.702 * x)",
      .range = {-0x1.4f12dbee3e751p-3, std::numeric_limits<double>::infinity()},
      .smoothness = card::smooth,
      .lipschitz = 0x1.198f11d6cef09p+0,
      .good_for = "nets that were trained with it (CLIP): an approximation of gelu within 0.0204",
      .bad_for = "new nets: silu costs the same",
      .references = {"Hendrycks and Gimpel, arXiv 1606.08415, 2016"},
      .f64 = {0.750, -0x1.a4228ee45105cp+8},
      .f64_slope = {0.750, -0x1.a447b413d4f3ap+8},
      .f64_backward = {1.432, 0x1.27f9d83322fb5p+4, 0x1.ff6eb91a26648p-18},
      .regimes = {-120, -76, -0x1.80974a62be3dfp-1, 0, 117}};
  static constexpr pins pinned{.f32_sample = "f166af8861d33de1c43ef27349593309",
                               .f32_slope_sample = "28bb43aa55f211c1454c87f28f542277",
                               .f32 = "c37f2f41282c85330bb2b181378c2f43",
                               .f32_slope = "68a900548e35bd8846755f29ed3d4377",
                               .f16 = "f4d845e8614eb5f98e53df749d13182a",
                               .f16_slope = "65ae4cae074d24c70d2af094766fde18",
                               .bf16 = "9bc2a18278cc9fcdc762c28b70e3f140",
                               .bf16_slope = "d269cabb1dc27f4c0453bae310ce4151"};

  template <class R>
  static R exact(R x) {
    const R z = R(851) / R(500) * x;
    if (z < R(0)) return times_exp(x / (R(1) + exp(z)), z);
    return x / (R(1) + exp(-z));
  }
  static constexpr math::domain value_domain{-120,  // 120·e^-204 times the largest float < 2^-150
                                             std::numeric_limits<double>::infinity()};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return math::times_logistic(x, sharper(x));
  }
  static constexpr double value_error = 0x1p-44;  // z is off by 2^-47, and e^z by as much of itself
  /// Far out the value is less than |x|.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, -product);
  }

  static constexpr math::domain slope_domain{-120, 117};  // 120·1.702·e^-204 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const V z = sharper(x);
    if constexpr (math::is_double_double<V>) {
      return math::silu_slope(z);
    } else {
      return math::silu_slope(z, fma(x, V(factor.high), -z) + x * V(factor.low));
    }
  }
  static constexpr double slope_error = 0x1p-44;
  /// Far out the slope is more than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, product);
  }
  static constexpr double slope_is_normal_to = 400;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    const auto z = sharper<math::double_double<V>>(x);
    return math::scaled_times_logistic_slope<V>(z, z);
  }

 private:
  static constexpr auto factor = math::ratio(851, 500);  // 1.702
  template <class V>
  static HILLOCK_INLINE V sharper(V x) {
    return math::bounded_product(math::constant<V>(factor), x);
  }
};

}  // namespace hillock::activations
