// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/hyperbolic.hpp"
#include "math/side.hpp"

namespace hillock::activations {

struct lecun_tanh {
  static constexpr card about{
      .name = "lecun_tanh",
      .formula = "1.7159 * tanh(2 * x / 3)",
      .derivative = "1.14393 / cosh(2 * x / 3)^2",
      .range = {-1.7159, 1.7159},
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::smooth,
      .lipschitz = 0x1.24d8d09f788f1p+0,  // 1.7159·2/3
      .good_for = "as tanh: inputs of variance 1 give outputs of variance 1, and f(1) is 1",
      .bad_for = "very deep nets without normalisation: saturates on both sides",
      .references = {"LeCun, Bottou, Orr, Mueller, Efficient BackProp, 1998"},
      .f64 = {0.583, 0x1.510653da0c89bp-1021},
      .f64_slope = {0.750, -0x1.0a388ff42abeap+9},
      .f64_backward = {1.417, -0x1.0196a3afce9b6p-1, 0x1.e2151a73cf403p+3},
      .regimes = {-147, -14, -0x1p-30, 0x1p-30, 14, 147}};
  static constexpr pins pinned{.f32_sample = "ed7d1c182e27f4871331110b3c844ed8",
                               .f32_slope_sample = "b31be79f570fa0e25a93b1b945b22202",
                               .f16 = "8d3b44e4d94a3b8a718e06ffe98f8c37",
                               .f16_slope = "3a5f53cdcaff3ca81c2d5de0bc63227d",
                               .bf16 = "424784165e11dcdf610c8ce55fe0ecd2",
                               .bf16_slope = "1f64b5ca5f6e94384defd60dc8276531"};

  template <class R>
  static R exact(R x) {
    using std::tanh;  // not the struct
    return R(17159) / R(10000) * tanh(R(2) * x / R(3));
  }
  static constexpr math::domain value_domain{0, 30, math::symmetry::odd};  // 1 - 2e^-40 is 1 in double
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return near_zero(x, x * math::constant<V>(steepness), math::constant<V>(height) * at<V>(x).value(),
                     4.0 / 27);
  }
  static constexpr double value_error = 0x1p-48;
  /// Far out the value is a hair less than 17159/10000, which two parts do not tell from it.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest) {
    const V off = fma(a, V(17159), V(-10000) * product);
    return select(x > V(48), select(off == V(0), -product, off), rest);
  }

  static constexpr math::domain slope_domain{
      0, 147, math::symmetry::even};  // 4e^-196 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const V factor = math::constant<V>(steepness);
    return near_zero(x, factor, at<V>(x).slope_times(factor), 4.0 / 9);
  }
  static constexpr double slope_error =
      0x1p-44;  // 2x/3 is off by 2^-46, and e^(4x/3) by twice as much of itself
  /// At 0 the slope is rational, and elsewhere a hair off that.
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V rest) {
    const math::two_parts<V> top{V(17159), V(0)};
    return select(x == V(0), math::side_of_quotient(top, V(15000), dy, product), rest);
  }
  static constexpr double slope_is_normal_to = 500;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    return at<lanes>(at_most(lanes(x), lanes(1200))).scaled_slope_times(math::constant<lanes>(steepness));
  }

 private:
  static constexpr auto height = math::ratio(17159, 10000), steepness = math::ratio(17159, 15000);
  /// On double-double, next to 0: `there` less a hair of it, bend·x², of at least 2^-102, which is more than
  /// the error of `there` and says on which side of a tie the result lies. At 0 there is none.
  template <class V>
  static HILLOCK_INLINE V near_zero(V x, V there, V far, double bend) {
    if constexpr (!math::is_double_double<V>) {
      return far;
    } else {
      const V hair = select(x == V(0), V(0), at_least(x * x * V(bend), V(0x1p-102)));
      return select(abs(x) < V(0x1p-30), there * (V(1) - hair), far);
    }
  }
  template <class V>
  static HILLOCK_INLINE math::hyperbolic<V> at(V x) {
    return math::hyperbolic<V>(x * math::constant<V>(math::ratio(2, 3)));
  }
};

}  // namespace hillock::activations
