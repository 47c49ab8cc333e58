// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/inverse_root.hpp"
#include "math/scaled.hpp"

namespace hillock::activations {

struct isru {
  static constexpr card about{
      .name = "isru",
      .formula = "x / sqrt(1 + alpha x^2)",
      .derivative = "(1 + alpha x^2)^(-3/2)",
      .range = {-1, 1},
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .parameters = {{.name = "alpha",
                      .standard = 1,
                      .low = 1e-6,
                      .high = 1e6,
                      .about = "outputs lie between -1/sqrt(alpha) and 1/sqrt(alpha)"}},
      .good_for = "as tanh, without an exponential; its gradients fade slowly, as 1/x^3",
      .bad_for = "as tanh, deep stacks: gradients vanish in saturation",
      .references = {"Carlile and others, Improving deep learning by inverse square root linear units, 2017"},
      .f64 = {0.501, -0x1.0000000000001p-26},
      .f64_slope = {0.712, -0x1.345b6e596808cp+340},
      .f64_backward = {1.421, 0x1.8dd2e99210078p+2, 0x1.ef200b3031344p+18},
      .regimes = {-4096, 4096}};
  static constexpr pins pinned{.f32_sample = "3fb313be3ce2c5f5426d11cc432b4358",
                               .f32_slope_sample = "04421f1ad572fe4a3ca5e48efe966108",
                               .f16 = "7fbf103a0584f5b73a096cbf82eccf8d",
                               .f16_slope = "78f87e6a7588680705e225aca5b44d37",
                               .bf16 = "9547756c445cb9217e5f4c03899d4016",
                               .bf16_slope = "4792fe4f08d4366b584d3793c2df2d30"};

  /// From |x| = 1 on as 1 / √(alpha + 1/x²): the same number, and a derivative that does not cancel.
  template <class R>
  static R exact(R x, R alpha) {
    if (x > R(1)) return R(1) / sqrt(alpha + R(1) / (x * x));
    if (x < R(-1)) return R(-1) / sqrt(alpha + R(1) / (x * x));
    return x / sqrt(R(1) + alpha * x * x);
  }
  static constexpr math::domain value_domain{0, std::numeric_limits<double>::infinity(), math::symmetry::odd};
  template <class V>
  static HILLOCK_INLINE V value(V x, V alpha) {
    const math::inverse_root<V> at(x, alpha);
    return at.x / at.root;
  }
  static constexpr double value_error = 0x1p-50;  // three roundings, and two that count half
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest, V alpha) {
    return math::inverse_root_factor_side(x, a, product, rest, alpha);
  }
  static constexpr math::domain slope_domain{0, std::numeric_limits<double>::infinity(),
                                             math::symmetry::even};
  template <class V>
  static HILLOCK_INLINE V slope(V x, V alpha) {
    return math::inverse_root<V>(x, alpha).slope();
  }
  static constexpr double slope_error = math::inverse_root_slope_error;
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V rest, V alpha) {
    return math::inverse_root_side(x, dy, product, rest, alpha);
  }
  static constexpr double slope_is_normal_to = math::inverse_root_is_normal_to;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x, V alpha) {
    return math::inverse_root_scaled_slope(x, alpha);
  }
};

}  // namespace hillock::activations
