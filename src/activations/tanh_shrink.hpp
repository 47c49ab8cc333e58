// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/hyperbolic.hpp"

namespace hillock::activations {

struct tanh_shrink {
  static constexpr card about{
      .name = "tanh_shrink",
      .names = {{"PyTorch", "Tanhshrink"}, {"Keras", "tanh_shrink"}},
      .formula = "x - tanh(x)",
      .derivative = "tanh(x)^2",
      .range = {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()},
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .good_for = "sparse coding and denoising: small values shrink to almost 0, smoothly",
      .bad_for = "hidden layers: its slope at 0 is 0",
      .references = {"Paszke and others, PyTorch, NeurIPS 2019"},
      .f64 = {0.501, -0x1.d447b8c7770c4p+53},
      .f64_slope = {0.501, 0x1.77be9e4p-57},
      .f64_backward = {1.390, 0x1.c4920d432bc6cp-1, 0x1.fc57b7bb7c7e6p-12},
      .regimes = {-40, -0.5, 0.5, 40, 354}};
  static constexpr pins pinned{.f32_sample = "a8480b441455186d1deeb46f2048feb8",
                               .f32_slope_sample = "012ecaa32c74ed01a7251ebe71f70c23",
                               .f16 = "a625fee2fc0e6d42be9093c65d9bbccf",
                               .f16_slope = "0314a6236ef131b9dc3dd7e5aa39fd87",
                               .bf16 = "8f3c282c1ec27a4531be4f8b8f37d52e",
                               .bf16_slope = "11782d0da2831119bcc07a3abd8dfe45"};

  template <class R>
  static R exact(R x) {
    return minus_tanh(x);
  }
  static constexpr math::domain value_domain{0, std::numeric_limits<double>::infinity(), math::symmetry::odd};
  /// Up to ½ as (x·cosh(x) − sinh(x))/cosh(x), whose numerator is x³·Σ 2k/(2k + 1)!·x^(2k−2) and does not
  /// cancel: what lies beyond k = 7 and 13 is below 2^-56 and 2^-121.
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    constexpr int terms = math::is_double_double<V> ? 13 : 7;
    const V square = x * x;
    V sum = V(0);
    for (int k = terms; k >= 1; --k) sum = fma(sum, square, math::constant<V>(coefficient(k)));
    // From 40 on tanh(x) counts as 1 − 2^-114, which decides ties of x − 1.
    const math::hyperbolic<V> at(at_most(x, V(40)));
    const V y = select(x < V(0.5), x * square * sum * sqrt(at.slope_times(V(1))), x - at.value());
    if constexpr (!math::is_double_double<V>) {
      return y;
    } else {
      // x³/3 may be a tie: next to 0 the hair 2x²/5 of it, made larger than all errors, says on which side.
      const V hair = at_least(square * V(0.4), V(0x1p-95));
      return select(x < V(0x1p-30), x * square / V(3) * (V(1) - hair), y);
    }
  }
  static constexpr double value_error = 0x1p-45;
  /// a·x³/3 may be a tie only where x³ has few bits, and the value is a hair less.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest) {
    const V square = x * x, cube = square * x, lost = abs(fma(x, x, -square)) + abs(fma(square, x, -cube));
    const V off = fma(a, cube, V(-3) * product);
    const V less = select(off == V(0), -product, off);
    return select(V::both(x < V(0x1p-40), lost == V(0)), less, rest);
  }

  static constexpr math::domain slope_domain{0, 40, math::symmetry::even};  // 1 - 4e^-80
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const V t = math::hyperbolic<V>(x).value();
    return t * t;
  }
  static constexpr double slope_error = 0x1p-47;
  static constexpr double slope_is_normal_from = 0x1p-510;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    const V large = x * V(0x1p700);
    return {large * large, V(0x1p-700), V(0x1p-700)};
  }

 private:
  static HILLOCK_INLINE constexpr math::two_parts<double> coefficient(int k) {
    double factorial = 1;
    for (int i = 2; i <= 2 * k + 1; ++i) factorial *= i;  // from 23! on rounded, of terms that are small
    return math::ratio(2 * k, factorial);
  }
};

}  // namespace hillock::activations
