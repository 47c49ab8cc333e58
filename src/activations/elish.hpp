// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/side.hpp"
#include "math/silu.hpp"

namespace hillock::activations {

struct elish {
  static constexpr card about{
      .name = "elish",
      .names = {{"mlpack", "Elish"}},
      .formula = "x / (1 + exp(-x)) for x > 0, (exp(x) - 1) / (1 + exp(-x)) otherwise",
      .derivative = "silu'(x) for x >= 0, e * (e^2 + 2 e - 1) / (1 + e)^2 otherwise, e = exp(x)",
      .range = {-0x1.5f619980c4337p-3, std::numeric_limits<double>::infinity()},
      .smoothness = 1,
      .lipschitz = 0x1.198f11d6cef09p+0,
      .good_for = "as silu; found by a search over small classifiers",
      .bad_for = "a first choice: little was measured with it",
      .references = {"Basirat and Roth, arXiv 1808.00783, 2018"},
      .f64 = {0.750, -0x1.62833a0b3629ap+9},
      .f64_slope = {0.750, -0x1.62833a0b3629ap+9},
      .f64_backward = {1.455, 0x1.0ea9e70d1fbfdp+5, 0x1.fc2fbe586a9eep+2},
      .regimes = {-690, -195, -105, -0x1.c34366179d427p-1, -0x1.62e42fefa39efp-2, 0, 200}};
  static constexpr pins pinned{.f32_sample = "0a51a582645046a4c7cec29bf79e6b32",
                               .f32_slope_sample = "d6dcace76240d0ce973e0aa9ea4cd2c8",
                               .f32 = "bac7fc59c5deea74fd3c508863d7d85b",
                               .f32_slope = "047df83dc6452a8b9aff7d2580dc69bb",
                               .f16 = "891582b72756508bf78d607e9b404145",
                               .f16_slope = "a16643b0b8a061795e74ec87399905da",
                               .bf16 = "f4df32c9b391209a553dd84061929075",
                               .bf16_slope = "5fd8e17f8a62fec087e00606a5c5a066"};

  template <class R>
  static R exact(R x) {
    if (x < R(0)) return times_exp(expm1(x) / (R(1) + exp(x)), x);
    return x / (R(1) + exp(-x));
  }
  static constexpr math::domain value_domain{-195,  // e^-195 times the largest float < 2^-150
                                             std::numeric_limits<double>::infinity()};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    const math::exponential<V> e(-abs(x));
    const V sum = V(1) + e.value();
    return select(x < V(0), e.times(e.minus_one(x) / sum), x / sum);
  }
  static constexpr double value_error = 0x1p-48;
  /// Far out the value is less than |x|.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, -product);
  }

  /// e^-195 times the largest float < 2^-150; from 200 on the slope is 1 and a hair. At 0 both sides have
  /// 1/2.
  static constexpr math::domain slope_domain{-195, 200};
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const math::exponential<V> e(-abs(x));
    const V q = e.value(), sum = V(1) + q;
    const auto negative = x < V(0);
    const V quotient = select(negative, fma(q, q + V(2), V(-1)), fma(x, q, sum)) / (sum * sum);
    return math::near_root(root_of_slope, x, select(negative, e.times(quotient), quotient));
  }
  static constexpr double slope_error = 0x1p-45;
  /// Far out the slope is more than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, product);
  }
  static constexpr double slope_is_normal_to = 690;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    return math::select_scaled(x < V(0), math::exponential<lanes>(-abs(x)).scaled_times(lanes(-1)));
  }

 private:
  static constexpr math::root_series root_of_slope{
      {-0x1.c34366179d427p-1, 0x1.9f270661722dbp-56, -0x1.8a53cd3ba8080p-112},
      {{0x1.f0ed99bed9b2ep-3, -0x1.cbce1d8b96808p-57},
       {0x1.0789332093269p-2, 0x1.cbce1d8b96808p-57},
       {0x1.c8bc89111e3a7p-4, 0x1.4b6e9002d7e2ep-62},
       {0x1.2d6ffd16fe071p-6, -0x1.3e5b1183df613p-64},
       {-0x1.2c056c0d0feddp-9, -0x1.7fcfdbf4892abp-65},
       {-0x1.67a99e8662743p-11, 0x1.a95f74daec8f5p-65},
       {0x1.26be7f818ff13p-11, 0x1.86b5b1e50db93p-66},
       {0x1.0845bdd038f3dp-12, 0x1.d377706545b66p-69},
       {-0x1.6830f6ce33dbfp-17, 0x1.25c82e803f710p-71},
       {-0x1.f40321b77e458p-16, -0x1.e8a48834a81fcp-72},
       {-0x1.101debbc23238p-18, -0x1.606e170bbafb1p-76},
       {0x1.5bfbd07de91bap-19, -0x1.7ef38e09a5b2ap-73},
       {0x1.e74fe3a34a80fp-21, -0x1.6f323dea8310dp-76},
       {-0x1.0171f0e85669cp-23, -0x1.ac41a44321538p-78}}};
};

}  // namespace hillock::activations
