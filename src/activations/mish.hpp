// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/side.hpp"
#include "math/silu.hpp"

namespace hillock::activations {

struct mish {
  static constexpr card about{
      .name = "mish",
      .names = {{"PyTorch", "Mish"},
                {"Keras", "mish"},
                {"JAX", "mish"},
                {"ONNX", "Mish"},
                {"oneDNN", "mish"},
                {"mlpack", "Mish"}},
      .formula = "x * tanh(log(1 + exp(x)))",
      .derivative = "t + x * sigmoid(x) * (1 - t^2), t = tanh(log(1 + exp(x)))",
      .range = {-0x1.3c417299f9f85p-2, std::numeric_limits<double>::infinity()},
      .smoothness = card::smooth,
      .lipschitz = 0x1.16a7d0c455120p+0,
      .good_for = "convolutional nets for vision: smooth, keeps a slope for negative x",
      .bad_for = "outputs; hardware where an exponential is dear",
      .references = {"Misra, arXiv 1908.08681, 2019"},
      .f64 = {0.732, -0x1.6597d232a445cp+9},
      .f64_slope = {0.746, -0x1.658de81a7798ap+9},
      .f64_backward = {1.441, 0x1.a2dc47d5afe2cp+2, 0x1.e41cc14d0d9eap+17},
      .regimes = {-690, -205, -130, -0x1.31432c0d12d84p+0, 0, 200}};
  static constexpr pins pinned{.f32_sample = "9211e6c633aaed7db7fb06708760eea6",
                               .f32_slope_sample = "b0c19cf5167ad6bf76f4b49538a38afb",
                               .f32 = "b4148be3b88536869317124674d6c673",
                               .f32_slope = "8a4407816f6c0e34d83671e530de957c",
                               .f16 = "6f55eb6d594461f7307beb55a6f14aa8",
                               .f16_slope = "244f90c4644b4e8e2d0ae9a455e2d708",
                               .bf16 = "1127a4e9f52088a3b26b41d2a495e41b",
                               .bf16_slope = "0404f7020593e3a45aacc98cfcbdf683"};

  template <class R>
  static R exact(R x) {
    if (x < R(0)) {
      const R e = exp(x);
      return times_exp(x * (e + R(2)) / (e * e + R(2) * e + R(2)), x);
    }
    const R q = exp(-x), d = R(1) + R(2) * q;
    return x * d / (d + R(2) * q * q);
  }
  static constexpr math::domain value_domain{-205,  // 205·e^-205 times the largest float < 2^-150
                                             std::numeric_limits<double>::infinity()};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    const math::exponential<V> e(-abs(x));
    const V q = e.value(), twice = q + q;
    const auto negative = x < V(0);
    const V top = select(negative, V(2) + q, V(1) + twice);
    const V bottom = select(negative, fma(q, q, twice + V(2)), fma(twice, q, twice + V(1)));
    const V quotient = x * (top / bottom);
    return select(negative, e.times(quotient), quotient);
  }
  static constexpr double value_error = 0x1p-48;
  /// Next to 0 the value is 3x/5 and a hair more, which two parts do not tell from the quotient; far out it
  /// is less than x.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest) {
    const V off = fma(a * x, V(3), V(-5) * product);
    return select(abs(x) < V(0x1p-80), select(off == V(0), a, off), math::rest_or_hair(x, rest, -product));
  }

  /// 205·e^-205 times the largest float < 2^-150; from 200 on the slope is 1 and a hair.
  static constexpr math::domain slope_domain{-205, 200};
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const math::exponential<V> e(-abs(x));
    const V q = e.value(), one_and = V(1) + q, four_x = V(4) * x;
    const auto negative = x < V(0);
    // x < 0: q³ + 4q² + 6q + 4 + 4x(1 + q); else 1 + 4q + 6q² + 4q³ + 4x·q²(1 + q)
    const V left = fma(fma(q + V(4), q, V(6)), q, V(4)),
            right = fma(fma(fma(V(4), q, V(6)), q, V(4)), q, V(1));
    const V top = select(negative, fma(four_x, one_and, left), fma(four_x * (q * q), one_and, right));
    const V bottom = select(negative, fma(q, q + V(2), V(2)), fma(q + q, one_and, V(1)));
    const V quotient = top / (bottom * bottom);
    return math::near_root(root_of_slope, x, select(negative, e.times(quotient), quotient));
  }
  static constexpr double slope_error = 0x1p-45;
  /// At 0 the slope is 3/5, next to it a hair off on the side of x, and far out more than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V rest) {
    const V off = fma(dy, V(3), V(-5) * product);
    return select(abs(x) < V(0x1p-80), select(off == V(0), dy * x, off),
                  math::rest_or_hair(x, rest, product));
  }
  static constexpr double slope_is_normal_to = 690;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    return math::scaled_times_logistic_slope<V>(x, x);  // there the two are one
  }

 private:
  static constexpr math::root_series root_of_slope{
      {-0x1.31432c0d12d84p+0, -0x1.bf319154da210p-55, -0x1.3b82ea8c1efc4p-109},
      {{0x1.115acb42500bbp-2, 0x1.1ad72de557d4cp-56},
       {0x1.a34a251d8ad7bp-3, 0x1.1a24b1362ba50p-58},
       {0x1.574f121a868dbp-5, 0x1.77627779edc02p-59},
       {-0x1.4c222fe64d4fbp-6, -0x1.40b3dc6eb0283p-60},
       {-0x1.03369d4ac90fap-6, -0x1.427f7136e6f64p-60},
       {-0x1.b87ddfb51b745p-9, -0x1.2165b31a4c84cp-63},
       {0x1.1e5e184a0fe00p-10, 0x1.61dec079dd7bbp-64},
       {0x1.03799182b217fp-10, 0x1.4324b61670783p-65},
       {0x1.0a7954e868670p-12, 0x1.597c623865872p-68},
       {-0x1.5fffa067220abp-15, -0x1.ccad57eba6d3cp-69},
       {-0x1.d453aef9813d0p-15, 0x1.b1cedd6cef038p-72},
       {-0x1.223bcd6871175p-16, -0x1.7c7c13befea58p-73},
       {0x1.fa20aae0364c5p-21, 0x1.26a126df374d7p-75},
       {0x1.866a4abf08ed3p-19, -0x1.54a3139c0fa46p-74}}};
};

}  // namespace hillock::activations
