// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/exp.hpp"
#include "math/float_pairs.hpp"
#include "math/logistic.hpp"
#include "math/precise_logistic.hpp"

namespace hillock::activations {

struct tanh {
  static constexpr card about{
      .name = "tanh",
      .names = {{"PyTorch", "Tanh"},
                {"Keras", "tanh"},
                {"JAX", "tanh"},
                {"ONNX", "Tanh"},
                {"oneDNN", "tanh"},
                {"ggml", "tanh"},
                {"mlpack", "TanH"}},
      .formula = "(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
      .derivative = "1 / cosh(x)^2",
      .range = {-1, 1},
      .monotone = true,
      .zero_centred = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .good_for = "recurrent cells, small nets, outputs in [-1, 1]: zero-centred with slope 1 at 0",
      .bad_for = "very deep nets without normalisation: saturates on both sides",
      .references = {"LeCun, Bottou, Orr, Mueller, Efficient BackProp, 1998"},
      .f64 = {0.829, 0x1.231f38f5f8e1bp+4},
      .f64_slope = {0.821, 0x1.28c908fda592ap+4},
      .f64_backward = {1.629, 0x1.c0f2a4cf9abeep-1, 0x1.f29edb8befab7p+4},
      .regimes = {-98, -9.25, -0x1.62e42fefa39efp-3, 0x1.62e42fefa39efp-3, 9.25, 98}};
  static constexpr pins pinned{.f32_sample = "7338dadd66187268b127056fa9f56e07",
                               .f32_slope_sample = "66c65fd9102d1c3360a67c83c73e5f7f",
                               .f32 = "2be52c487971e90ea4179b53c92c9585",
                               .f32_slope = "add02ea944b3101a0b974ed0f96bb999",
                               .f16 = "a674149aae43256502006fc371ce890e",
                               .f16_slope = "454102fdd6e1d16f696797b67c005b7b",
                               .bf16 = "a0f5c72ef45e4d57df1db399d5299dad",
                               .bf16_slope = "32af65ca5a3739df6fa55729fcd4796c"};

  static constexpr bool has_slope_from_output = true;

  static constexpr bool careful_lanes = true;

  template <class R>
  static R exact(R x) {
    using std::tanh;  // the struct's own name hides it
    return tanh(x);
  }
  static constexpr bool float_lanes_suffice = true;
  static constexpr math::domain value_domain{0, 9.25, math::symmetry::odd};  // 1 - 2e^-18.5 > 1 - 2^-25
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return math::tanh_of_positive(x);
  }
  template <std::size_t table_entries>
  using pairs = math::tanh_in_pairs<table_entries>;

  /// On lanes of double-double −d/(2 + d), d = e^−2x − 1; next to 0, where that would not tell it from x, as
  /// x − x³/3.
  template <class V>
  static HILLOCK_INLINE V factor(V x) {
    if constexpr (math::is_double_double<V>) {
      const V twice = -(x + x), d = math::exponential<V>(twice).minus_one(twice);
      const auto cube = x.high * x.high * x.high;
      return select(x < V(0x1p-27), V(x.high, cube * decltype(cube)(-1.0 / 3)), -d / (V(2) + d));
    } else {
      return value(x);
    }
  }
  static constexpr double factor_error = 0x1p-46;

  static constexpr math::domain slope_domain{
      0, 98, math::symmetry::even};  // 4e^-196 times the largest float < 2^-150
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    return math::logistic_slope<2>(x, 4);
  }
  static constexpr double slope_error = math::logistic_slope_error;
  template <class V>
  static HILLOCK_INLINE math::two_parts<V> precise_slope(V x) {
    return math::precise_logistic_slope(x + x, 4);  // 1 / cosh(x)^2
  }
  static constexpr double slope_is_normal_to = 354;  // 4e^-708 > 2^-1022
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    return math::scaled_logistic_slope<2>(x, 4);
  }

  template <class V>
  static V slope_from_output(V y) {
    return fnma(y, y, V(1));
  }
  static constexpr double slope_from_output_error = 0x1p-53;  // one rounding
  /// 1 − y²: exact where it fits two doubles, and nothing that does not can make a tie.
  template <class V>
  static HILLOCK_INLINE math::two_parts<V> precise_slope_from_output(V y) {
    const V square = y * y;  // of 24 bits: exact
    return math::exact_sum(V(1), -square);
  }
};

}  // namespace hillock::activations
