// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/scaled.hpp"
#include "math/two_parts.hpp"

namespace hillock::activations {

struct softsign {
  static constexpr card about{
      .name = "softsign",
      .names = {{"PyTorch", "Softsign"},
                {"Keras", "softsign"},
                {"JAX", "soft_sign"},
                {"ONNX", "Softsign"},
                {"mlpack", "Elliot", "its x / (1 + |x|)"}},
      .formula = "x / (1 + |x|)",
      .derivative = "1 / (1 + |x|)^2",
      .range = {-1, 1},
      .monotone = true,
      .zero_centred = true,
      .smoothness = 1,  // the second derivative jumps from 2 to -2 at 0
      .lipschitz = 1,
      .good_for = "as tanh, where saturation hurts: approaches its limits as 1/x, so gradients fade slowly",
      .bad_for = "outputs that must come close to -1 or 1",
      .references = {"Bergstra, Desjardins, Lamblin, Bengio, report 1337, Universite de Montreal, 2009",
                     "Glorot and Bengio, AISTATS 2010"},
      .f64 = {0.501, 0x1.e2d5db2e1cfbdp-38},
      .f64_slope = {0.750, 0x1.430bcc32f0a59p+511},
      .f64_backward = {1.482, 0x1.ef1a4888c83dcp+4, 0x1.fba4cacac52c6p-20}};
  static constexpr pins pinned{.f32_sample = "eba6c735d766eab2660c0c8d5b696450",
                               .f32_slope_sample = "5684778f70b597f1b7b2a27b9cd313fd",
                               .f32 = "480fa4377663d7019abf82278500a534",
                               .f32_slope = "72eb4843ebaa1898bdb99805ffb74229",
                               .f16 = "2f6ac42305b5f4fcd7931cc01fde81c2",
                               .f16_slope = "963f59c08d92513ca79a19237814b0ae",
                               .bf16 = "e23ce4b33f77debe251f092ad80d10fb",
                               .bf16_slope = "35085ea16feef677d60ee3a6fdec52ff"};

  static constexpr bool careful_lanes = true;

  /// x / (1 + |x|), from |x| = 1 on as 1 - 1 / (1 + |x|): the same number, and a limit at infinity.
  template <class R>
  static R exact(R x) {
    if (x > R(1)) return R(1) - R(1) / (R(1) + x);
    if (x < R(-1)) return R(1) / (R(1) - x) - R(1);
    return x > R(0) ? x / (R(1) + x) : x / (R(1) - x);
  }
  static constexpr math::domain value_domain{0, 0x1p60, math::symmetry::odd};
  template <class V>
  static V value(V x) {
    const V d = V(1) + x, y = x / d;
    if constexpr (V::spare_bits) {
      // This one quotient rounds to the middle between two floats, though it lies below.
      return select(x == V(0x1.17022cp-7), V(0x1.14a722p-7), y);
    } else {
      const V whole = y + (fnma(y, d, x) - y * lost(x, d)) / d;
      return select(x < V(0x1p60), whole, V(1));  // also at infinity
    }
  }
  template <class V>
  static V factor(V x) {
    return x / (V(1) + x);
  }
  static constexpr double factor_error = 0x1p-51;  // two roundings
  /// a·x/(1 + x) may be a tie only where 1 + x has no more bits than a.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest) {
    const auto d = math::exact_sum(V(1), x);
    return select(d.low == V(0), fma(-product, d.high, a * x), rest);
  }
  static constexpr math::domain slope_domain{0, std::numeric_limits<double>::infinity(),
                                             math::symmetry::even};
  /// r^2, r = 1 / (1 + |x|), and what the three roundings on the way to it lost.
  template <class V>
  static V slope(V x) {
    if constexpr (V::spare_bits) {
      const V d = V(1) + x;
      const V y =
          select(x == V(std::numeric_limits<double>::infinity()), V(0), inverse_square(d, x - (d - V(1))));
      // As in value: just below the middle of two floats. Not rounded further, for backward multiplies it.
      return select(x == V(0x1.2d5dc4p-9), V(0x1.fda756fffffffp-1), y);
    } else {
      const auto far = x > V(0x1p400);  // scaled by 2^600, so that nothing lost underflows
      const V d = select(far, x * V(0x1p-600), V(1) + x);
      const V y = inverse_square(d, select(far, V(0), lost(x, d)));
      return select(far, select(x < V(0x1p600), y * V(0x1p-600) * V(0x1p-600), V(0)), y);
    }
  }
  static constexpr double slope_error = 0x1p-51;  // three roundings, and the constant above
  template <class V>
  static HILLOCK_INLINE math::two_parts<V> precise_slope(V x) {
    const auto q = math::exact_sum(V(1), min(x, V(0x1p128)));
    const V r = V(1) / q.high;
    const math::two_parts<V> inverse{r, r * (fnma(q.high, r, V(1)) - q.low * r)},
        y = math::product(inverse, inverse);
    const auto finite = x < V(std::numeric_limits<double>::infinity());
    return {select(finite, y.high, V(0)), select(finite, y.low, V(0))};
  }
  /// Which side of `product`, a number of few bits, dy/q² lies on, q = 1 + x: the sign of dy − product·q². It
  /// may be that number only where q has no more than 12 bits, for q²·product is dy; there q² is exact. From
  /// 2^75 on dy − product·x² is 0 or larger than what is left, product·(2x + 1), for these have 73 bits. Else
  /// `rest` tells.
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V rest) {
    const V q = V(1) + x, square = q * q, off = fnma(product, square, dy);
    const auto exact = abs(lost(x, q)) + abs(fma(q, q, -square)) == V(0);
    const auto far = V::both(x >= V(0x1p75), x < V(0x1p128));
    return select(far, select(off == V(0), -product, off), select(exact, off, rest));
  }
  static constexpr double slope_is_normal_to = 0x1p510;
  /// As `slope`, scaled so that no square of a double underflows.
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    const auto far = x > V(0x1p400);
    const V d = select(far, x * V(0x1p-600), V(1) + x), power = select(far, V(0x1p-600), V(1));
    const V y = inverse_square(d, select(far, V(0), lost(x, d)));
    return {select(x < V(std::numeric_limits<double>::infinity()), y, V(0)), power, power};
  }

 private:
  /// What the sum d = 1 + x lost, exactly (Dekker 1971).
  template <class V>
  static V lost(V x, V d) {
    return select(x < V(1), x - (d - V(1)), V(1) - (d - x));
  }
  /// 1 / (d + lost)^2 with one rounding, nearly always.
  template <class V>
  static V inverse_square(V d, V lost) {
    const V r = V(1) / d, y = r * r;
    return y + (fma(r, r, -y) + V(2) * y * (fnma(d, r, V(1)) - lost * r));
  }
};

}  // namespace hillock::activations
