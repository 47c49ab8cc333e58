// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "activations/softsign.hpp"
#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/scaled.hpp"

namespace hillock::activations {

struct elliot {
  static constexpr card about{
      .name = "elliot",
      .formula = "1/2 + x / (2 + 2 |x|)",
      .derivative = "1 / (2 (1 + |x|)^2)",
      .range = {0, 1},
      .monotone = true,
      .smoothness = 1,  // the second derivative jumps from 1 to -1 at 0
      .lipschitz = 0.5,
      .good_for =
          "as sigmoid, where saturation hurts: approaches its limits as 1/x, so gradients fade slowly",
      .bad_for = "outputs that must come close to 0 or 1",
      .references = {"Elliott, A better activation function for artificial neural networks, 1993"},
      .f64 = {0.501, -0x1.ffffffffffffep-1},
      .f64_slope = {0.501, -0x1.fffffffffffffp-1},
      .f64_backward = {1.452, -0x1.fbfc40179312p-1, 0x1.f839f4cdd2ba6p-8}};
  static constexpr pins pinned{.f32_sample = "4bf205ee93d69d4e2b2696ee99082aea",
                               .f32_slope_sample = "198ab169abdf99adf3110afe32811a33",
                               .f16 = "fbb3c5dfb01a93a7243bf2b5bd132a4d",
                               .f16_slope = "7862d4b4370b26f0f5125e3fea7abba8",
                               .bf16 = "8ee2bd54eeb30e1bf9118189aac2ecf0",
                               .bf16_slope = "7ef8c2d60580134b6bc0bdfab9ccf4cb"};

  template <class R>
  static R exact(R x) {
    if (x < R(0)) return R(0.5) / (R(1) - x);
    return R(1) - R(0.5) / (R(1) + x);
  }
  template <class V>
  static V value(V x) {
    const V rest = V(0.5) / (V(1) + abs(x));
    return select(x < V(0), rest, V(1) - rest);
  }
  static constexpr double value_error = 0x1p-51;  // three roundings, of 2^-53 each
  /// a/(2q) for x < 0 and a·(1 + 2x)/(2q) for x > 0, q = 1 + |x|, may be ties only where q has no more bits
  /// than a: there every step is exact. From −2^75 down the 1 is more than two parts hold of a quotient: a
  /// hair less than a/(2|x|).
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest) {
    const auto d = math::exact_sum(V(1), abs(x));
    const V q = d.high + d.high, below = product * q, lost = abs(d.low) + abs(fma(product, q, -below));
    const V off = fma(product + product, x, a), less = select(off == V(0), -product, off);
    const V near = select(lost == V(0), fma(a, select(x < V(0), V(1), q - V(1)), -below), rest);
    return select(x <= V(-0x1p75), less, near);
  }
  static constexpr math::domain slope_domain = softsign::slope_domain;
  /// Half of softsign's.
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    if constexpr (V::spare_bits) {
      return V(0.5) * softsign::slope(x);
    } else {
      const V q = V(1) + x;
      return V(0.5) / q / q;
    }
  }
  static constexpr double slope_error = softsign::slope_error;
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V rest) {
    return softsign::side(x, dy, product + product, rest);
  }
  static constexpr double slope_is_normal_to = softsign::slope_is_normal_to;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    return softsign::scaled_slope(x).times(0.5);
  }
};

}  // namespace hillock::activations
