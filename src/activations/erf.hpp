// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/erf.hpp"

namespace hillock::activations {

struct erf {
  static constexpr card about{
      .name = "erf",
      .names = {{"ONNX", "Erf"}},
      .formula = "2 / sqrt(pi) * integral of exp(-t^2) from 0 to x",
      .derivative = "2 / sqrt(pi) * exp(-x^2)",
      .range = {-1, 1},
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::smooth,
      .lipschitz = 0x1.20dd750429b6dp+0,
      .good_for = "as tanh, in theory: what it does to normally distributed inputs has closed forms",
      .bad_for = "deep nets without normalisation: saturates faster than tanh",
      .references = {"Williams, Computation with infinite networks, NIPS 1996"},
      .f64 = {0.501, -0x1.2c1343122d7a6p+2},
      .f64_slope = {0.750, 0x1.a9e8ca7862707p+4},
      .f64_backward = {1.422, 0x1.59cd88eb5969p-2, 0x1.f8cf9488a7c0ap-15},
      .regimes = {-26.25, -14.5, -6, -0.5, 0.5, 6, 14.5, 26.25}};
  static constexpr pins pinned{.f32_sample = "5aa3b44f7b4988595b8991482e77ebb6",
                               .f32_slope_sample = "42da73eaada2e1b4de17d409dd44047e",
                               .f16 = "ba89be33e794c08088d3850b9db47162",
                               .f16_slope = "2ed65bbc1f9380ac1350777e77fc606b",
                               .bf16 = "5b0e40d9b45d3e0930f3cd84e8393ab3",
                               .bf16_slope = "370b49acb854c711f6f56f8b8dad8bd9"};

  template <class R>
  static R exact(R x) {
    using std::erf;  // the struct's own name hides it
    return erf(x);
  }
  static constexpr math::domain value_domain{0, 6, math::symmetry::odd};  // 1 - e^-36 > 1 - 2^-25
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return math::erf_of_positive(x);
  }
  static constexpr double value_error = 0x1p-48;

  static constexpr math::domain slope_domain{
      0, 14.5, math::symmetry::even};  // e^-210 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    return math::bell(x).times(math::erf_slope_at_zero<V>());
  }
  static constexpr double slope_error = 0x1p-49;
  static constexpr double slope_is_normal_to = 26.25;  // e^-690 > 2^-1022
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    return math::bell(lanes(x)).scaled_times(math::erf_slope_at_zero<lanes>());
  }
};

}  // namespace hillock::activations
