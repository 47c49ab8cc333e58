// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct hard_mish {
  static constexpr card about{
      .name = "hard_mish",
      .formula = "x * min(max(x + 2, 0), 2) / 2",
      .derivative = "x + 1 for -2 < x < 0, 1 for x >= 0, 0 otherwise",
      .range = {-0.5, std::numeric_limits<double>::infinity()},
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1,
      .good_for = "small convolutional nets: close to mish without an exponential, the identity from 0 on",
      .bad_for = "as hard_swish: a kink at -2, no gradient below",
      .references = {"Wightman, PyTorch Image Models, 2019"},
      .f64 = {0.501, -0x1.ffffffffffffap+0},
      .f64_slope = {0.5, -0x1.fffffffffffffp-2},
      .f64_backward = {0.877, -0x1.be90efa1e308p-42, 0x1.de433d0c17b7p+889},
      .regimes = {-2, -1, 0}};
  static constexpr pins pinned{.f32_sample = "0947de1a4634bac991601ffb97918d44",
                               .f32_slope_sample = "1041696a58850676d4f23fda86e4171e",
                               .f16 = "9ff9701eb8f655b52f2a2a1bda336b81",
                               .f16_slope = "f8cd0a11e24099918133c325144bd245",
                               .bf16 = "d1e988423ecc1ca9e69bbed04d46adc3",
                               .bf16_slope = "8e400afc23f41a475b64474286b4ce05"};

  template <class R>
  static R exact(R x) {
    if (x >= R(0)) return x;
    return x > R(-2) ? x * (x + R(2)) / R(2) : R(0) * x;
  }
  /// −0 from −2 down: the limit of what is above.
  template <class V>
  static V value(V x) {
    return select(x >= V(0), x, select(x > V(-2), x * (x + V(2)) * V(0.5), V(-0.0)));
  }
  static constexpr double value_error = 0x1p-51;  // two roundings, of 2^-53 each
  /// 0 at −2, as hard_swish's at −3.
  template <class V>
  static V slope(V x) {
    return select(x >= V(0), V(1), select(x > V(-2), x + V(1), V(0)));
  }
  static constexpr double slope_error = 0x1p-52;  // one rounding
};

}  // namespace hillock::activations
