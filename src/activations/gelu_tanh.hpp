// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/side.hpp"
#include "math/silu.hpp"

namespace hillock::activations {

struct gelu_tanh {
  static constexpr card about{
      .name = "gelu_tanh",
      .names = {{"PyTorch", "GELU", "approximate='tanh'", "approximate='none'"},
                {"Keras", "gelu", "approximate=True", "approximate=False"},
                {"JAX", "gelu", "approximate=True"},
                {"ONNX", "Gelu", "approximate=tanh", "approximate=none"},
                {"oneDNN", "gelu_tanh"},
                {"ggml", "GGML_UNARY_OP_GELU"},
                {"mlpack", "GELU", "its tanh form"}},
      .formula = "x / (1 + exp(-2 * sqrt(2 / pi) * (x + 0.044715 * x^3)))",
      .derivative = "s * (1 + x * u' * (1 - s)), s = sigmoid(u), u = sqrt(8 / pi) * (x + 0.044715 * x^3)",
      .range = {-0x1.5c3e533586d1ap-3, std::numeric_limits<double>::infinity()},
      .smoothness = card::smooth,
      .lipschitz = 0x1.2105b0934cd3ep+0,
      .good_for = "transformers that were trained with it: within 0.00048 of gelu",
      .bad_for = "new nets: an approximation made when erf was dear",
      .references = {"Hendrycks and Gimpel, arXiv 1606.08415, 2016"},
      .f64 = {0.748, -0x1.52ef3cb833017p+4},
      .f64_slope = {0.750, -0x1.53ae80a687a98p+4},
      .f64_backward = {1.459, 0x1.7adc863ecf63ap+1, 0x1.f4f0fe004d018p+7},
      .regimes = {-21, -13.75, -11.5, -0x1.81429f9e97e4dp-1, 0, 13.5}};
  static constexpr pins pinned{.f32_sample = "cdff5b16c0f330456e8e7aba99c2ff1b",
                               .f32_slope_sample = "f29e2d87b22457de46f0aa6ac80aa0d4",
                               .f32 = "b555cd54e0529c079d3cfa8fc3e67423",
                               .f32_slope = "5102eb2bd76ac98769a8ee4452e6d62c",
                               .f16 = "a87113ce09b37a59476fe37265a35086",
                               .f16_slope = "eb3886189e96a063c8599a63eb04a7f4",
                               .bf16 = "26c79e31e93e4822b0b4604e4284d144",
                               .bf16_slope = "ed868789813339ac107ae1b706485236"};

  template <class R>
  static R exact(R x) {
    const R root = R(0x1.9884533d43651p-1) + R(-0x1.cbc0d30ebfd15p-55) +
                   R(-0x1.c7402c7d60cfbp-111);  // √(2/π), off by 2^-160
    const R z = root * (R(2) * x + R(8943) / R(100000) * x * x * x);
    if (z < R(0)) return times_exp(x / (R(1) + exp(z)), z);
    return x / (R(1) + exp(-z));
  }
  static constexpr math::domain value_domain{-13.75,  // 13.75·e^-207 times the largest float < 2^-150
                                             std::numeric_limits<double>::infinity()};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return math::times_logistic(x, inner(x, 1).z);
  }
  static constexpr double value_error = 0x1p-43;  // z is off by 2^-46, and e^z by as much of itself
  /// Far out the value is less than |x|.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, -product);
  }

  static constexpr math::domain slope_domain{-13.75,
                                             13.5};  // e^-207 times w = 440 and the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const auto [z, w] = inner(x, 3);
    return math::near_root(root_of_slope, x, math::times_logistic_slope(z, w));
  }
  static constexpr double slope_error = 0x1p-43;
  /// Far out the slope is more than 1.
  template <class V>
  static HILLOCK_INLINE V side(V x, V, V product, V rest) {
    return math::rest_or_hair(x, rest, product);
  }
  static constexpr double slope_is_normal_to = 20.5;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    const auto [z, w] = inner(math::double_double<V>(x), 3);
    return math::scaled_times_logistic_slope<V>(z, w);
  }

 private:
  static constexpr math::root_series root_of_slope{
      {-0x1.81429f9e97e4dp-1, 0x1.4f523ed77dbdcp-55, -0x1.a649fca8ac0e5p-109},
      {{0x1.b8bacd2c96b91p-2, 0x1.7625a206be83dp-56},
       {0x1.8cd1a2b2fff33p-2, -0x1.d8ac0572d1edbp-56},
       {-0x1.029615edb077ap-6, 0x1.5f4a8473328ecp-60},
       {-0x1.d2b77346470abp-4, 0x1.d419c77b0c3edp-60},
       {-0x1.104a83edc0ddcp-6, -0x1.ada95ffa32235p-60},
       {0x1.427996dc249cep-6, -0x1.3e301c225d050p-61},
       {0x1.58c9ed713486cp-8, -0x1.bae477471e7c8p-65},
       {-0x1.3d8d64170bb72p-9, 0x1.0cdfb36efc807p-63},
       {-0x1.e63f294331885p-11, -0x1.bd077a5604cb6p-68},
       {0x1.14bf895a69517p-12, -0x1.ba7ffbb170c21p-69},
       {0x1.04936f0ef73dbp-13, 0x1.13f1131fb807bp-70},
       {-0x1.253bce9ecae48p-15, -0x1.715d84c0c0a70p-70},
       {-0x1.0b9c949575db9p-16, -0x1.0e77ede76ad8dp-78},
       {0x1.8d30f995eee7cp-18, 0x1.36e32433a1db3p-77}}};
  /// z = 2·√(2/π)·(x + 0.044715·x³) and x times its derivative, for `power` = 3. From |x| = 1000 on both are
  /// what they are there: e^−|z| is 0.
  template <class V>
  struct inner_parts {
    V z, w;
  };
  template <class V>
  static HILLOCK_INLINE inner_parts<V> inner(V x, double power) {
    constexpr auto cubic = math::ratio(8943, 200000);
    x = at_most(at_least(x, V(-1000)), V(1000));
    const V z1 = x * math::constant<V>(0x1.9884533d43651p+0, -0x1.cbc0d30ebfd15p-54),
            cube = math::constant<V>(cubic) * (x * x);
    return {fma(z1, cube, z1), fma(z1 * V(power), cube, z1)};
  }
};

}  // namespace hillock::activations
