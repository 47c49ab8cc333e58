// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/arctan.hpp"
#include "math/domain.hpp"
#include "math/scaled.hpp"

namespace hillock::activations {

struct arctan {
  static constexpr card about{.name = "arctan",
                              .names = {{"ONNX", "Atan"}},
                              .formula = "atan(x)",
                              .derivative = "1 / (1 + x^2)",
                              .range = {-0x1.921fb54442d18p+0, 0x1.921fb54442d18p+0},  // ±π/2
                              .monotone = true,
                              .zero_centred = true,
                              .smoothness = card::smooth,
                              .lipschitz = 1,
                              .good_for = "as tanh, where saturation hurts: its slope fades as 1/x^2",
                              .bad_for = "outputs that must come close to their limits",
                              .references = {"Kamruzzaman and Aziz, IEEE IJCNN 2002"},
                              .f64 = {0.501, 0x1.3893f9dfeee06p-1},
                              .f64_slope = {0.612, -0x1.f39bee854f4ap+510},
                              .f64_backward = {1.437, -0x1.6903699968f1dp+9, 0x1.ee482f049dba8p-805},
                              .regimes = {-1, -0.28, 0.28, 1, 0x1p510}};
  static constexpr pins pinned{.f32_sample = "9f6f1156f56a81e9dc85a13c5a5cefe9",
                               .f32_slope_sample = "1203f6c253180d340900ea6405628dbf",
                               .f16 = "43dc9aa5b4ed898f82f04f3ea7377626",
                               .f16_slope = "08803fcbeccc5bddbe06c34331a15b51",
                               .bf16 = "72f4a74cb638924595bc1a53ad0b5877",
                               .bf16_slope = "4945e3f529423f81069b5d14be0e7b15"};

  template <class R>
  static R exact(R x) {
    return atan(x);
  }
  static constexpr math::domain value_domain{0, std::numeric_limits<double>::infinity(), math::symmetry::odd};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return math::atan_of_positive(x);
  }
  static constexpr double value_error = 0x1p-49;

  static constexpr math::domain slope_domain{0, std::numeric_limits<double>::infinity(),
                                             math::symmetry::even};
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const V y = V(1) / (V(1) + x * x);
    if constexpr (!math::is_double_double<V>) {
      return y;
    } else {
      const V inverse = V(1) / x;
      return select(x > V(0x1p500), inverse * inverse, y);  // whose square overflows
    }
  }
  static constexpr double slope_error = 0x1p-51;
  /// Which side of `product`, a number of few bits, dy/(1 + x²) lies on: the sign of dy − product −
  /// product·x², the larger of the two taken off first, without error where little is left.
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V) {
    const V square = x * x, part = product * square, rest = fma(product, square, -part);
    const auto far = square > V(1);
    const auto off = math::exact_sum(dy - select(far, part, product), -select(far, product, part)),
               all = math::exact_sum(off.high, -rest);
    return all.high + (all.low + off.low);
  }
  static constexpr double slope_is_normal_to = 0x1p510;
  /// 1/x², scaled so that no square underflows.
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    const V small = x * V(0x1p-700), square = small * small;
    const auto finite = x < V(std::numeric_limits<double>::infinity());
    return {select(finite, V(1) / square, V(0)), V(0x1p-700), V(0x1p-700)};
  }
};

}  // namespace hillock::activations
