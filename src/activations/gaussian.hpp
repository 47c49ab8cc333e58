// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/exp.hpp"

namespace hillock::activations {

struct gaussian {
  static constexpr card about{
      .name = "gaussian",
      .names = {{"mlpack", "Gaussian"}},
      .formula = "exp(-x^2)",
      .derivative = "-2 * x * exp(-x^2)",
      .range = {0, 1},
      .smoothness = card::smooth,
      .lipschitz = 0x1.b72cd3f331398p-1,  // √(2/e)
      .good_for = "radial basis networks, fields over coordinates: answers near one place",
      .bad_for = "deep stacks: gradients vanish on both sides; not zero-centred",
      .references = {"Broomhead and Lowe, Complex Systems 2, 1988"},
      .f64 = {0.750, 0x1.a9fe071f002fcp+4},
      .f64_slope = {0.750, -0x1.ab1dd1a4f601fp+4},
      .f64_backward = {1.387, 0x1.5e4729cb25bf9p+4, 0x1.eac646a89b95p-5},
      .regimes = {-26.25, -14.5, -10.5, 0, 10.5, 14.5, 26.25}};
  static constexpr pins pinned{.f32_sample = "beb9b74f852e2c7bad4e6cb7e8963e84",
                               .f32_slope_sample = "d16ee0b686ca8aace0b21d3ed08435a8",
                               .f16 = "d431065fd8f6ba97f7f70b5f7119a55e",
                               .f16_slope = "0da1ec19c852799ec9ca397b2e120aed",
                               .bf16 = "f965a00086fbcde764377aa2e448e0bc",
                               .bf16_slope = "7caa6e610391a560e37282f058431291"};

  template <class R>
  static R exact(R x) {
    return exp(-(x * x));
  }
  static constexpr math::domain value_domain{
      0, 14.5, math::symmetry::even};  // e^-210 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return math::bell(x).value();  // the square of a float is exact
  }
  static constexpr double value_error = 0x1p-50;

  static constexpr math::domain slope_domain{-14.5, 14.5};  // 29·e^-210 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const V at = copysign(math::within_bell(x), x), doubled = -(at + at), y = math::bell(x).times(doubled);
    if constexpr (!math::is_double_double<V>) {
      return y;
    } else {
      // A gradient times −2x may be a tie: next to 0 the hair x² says on which side.
      return select(abs(x) < V(0x1p-30), doubled * (V(1) - at * at), y);
    }
  }
  static constexpr double slope_error = 0x1p-49;
  static constexpr double slope_is_normal_to = 26.25;  // 52·e^-690 > 2^-1022
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    const lanes at = copysign(math::within_bell(lanes(x)), lanes(x));
    return math::bell(at).scaled_times(lanes(-2) * at);
  }
};

}  // namespace hillock::activations
