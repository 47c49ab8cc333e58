// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/side.hpp"

namespace hillock::activations {

struct hard_swish {
  static constexpr card about{
      .name = "hard_swish",
      .names = {{"PyTorch", "Hardswish"},
                {"Keras", "hard_swish"},
                {"Keras", "hard_silu"},
                {"JAX", "hard_swish"},
                {"JAX", "hard_silu"},
                {"ONNX", "HardSwish"},
                {"oneDNN", "hardswish", "alpha=1/6, beta=0.5", "none"},
                {"ggml", "hardswish"},
                {"mlpack", "HardSwish"}},
      .formula = "x * min(max(x + 3, 0), 6) / 6",
      .derivative = "x / 3 + 1/2 for |x| < 3, 1 for x >= 3, 0 otherwise",
      .range = {-0.375, std::numeric_limits<double>::infinity()},
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1.5,
      .good_for = "small convolutional nets: close to silu without an exponential",
      .bad_for = "large nets, where the exponential costs little: kinks at -3 and 3, no gradient below -3",
      .references = {"Howard and others, Searching for MobileNetV3, ICCV 2019"},
      .f64 = {0.501, -0x1.7ffffffffffeep+1},
      .f64_slope = {0.501, -0x1.ffffffffffffbp-3},
      .f64_backward = {1.319, 0x1.42c8f8d0706bp-26, 0x1.df89d70c494p-834},
      .regimes = {-3, -1.5, 3}};
  static constexpr pins pinned{.f32_sample = "ebca3f8883be4c349af0aad40597db12",
                               .f32_slope_sample = "8d5e6df4b6031ba3d7e5ba8c70a564d6",
                               .f16 = "b4c60fec12862c9ff971bf5dafbcd2a0",
                               .f16_slope = "2e7bddf64796c073566a6af1f4cb599c",
                               .bf16 = "3d8b0298946903feccc5c804f9ea6493",
                               .bf16_slope = "d5e693807d90f4b09399cf83821a6039"};

  template <class R>
  static R exact(R x) {
    if (x >= R(3)) return x;
    return x > R(-3) ? x * (x + R(3)) / R(6) : R(0) * x;
  }
  /// −0 from −3 down: the limit of what is above, and PyTorch's.
  template <class V>
  static V value(V x) {
    return select(x >= V(3), x, select(x > V(-3), x * (x + V(3)) / V(6), V(-0.0)));
  }
  static constexpr double value_error = 0x1p-51;  // three roundings, of 2^-53 each
  /// a·x·(x + 3)/6 may be a tie.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest) {
    const auto n = math::product(math::exact_sum(x, V(3)), x);
    return select(abs(x) < V(3), math::side_of_quotient(n, V(6), a, product), rest);
  }
  /// 0 at −3 and 1 at 3, as in PyTorch.
  template <class V>
  static V slope(V x) {
    return select(x >= V(3), V(1), select(x > V(-3), (x + x + V(3)) / V(6), V(0)));
  }
  static constexpr double slope_error = 0x1p-51;  // two roundings
  /// dy·(2x + 3)/6 may be a tie.
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V) {
    const auto inside = x < V(3);
    const auto n = math::exact_sum(select(inside, x + x, V(3)), V(3));
    return math::side_of_quotient(n, V(6), dy, product);
  }
};

}  // namespace hillock::activations
