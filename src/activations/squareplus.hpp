// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/scaled.hpp"
#include "math/two_parts.hpp"

namespace hillock::activations {

struct squareplus {
  static constexpr card about{
      .name = "squareplus",
      .names = {{"Keras", "squareplus"}, {"JAX", "squareplus"}},
      .formula = "(x + sqrt(x^2 + b)) / 2",
      .derivative = "(1 + x / sqrt(x^2 + b)) / 2",
      .range = {0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .parameters = {{.name = "b",
                      .standard = 4,
                      .low = 1e-30,
                      .high = 1e30,
                      .about = "the size of the bend: f(0) = sqrt(b) / 2; 0 would be relu"}},
      .good_for = "as softplus, without an exponential: positive outputs, smooth, close to relu far out",
      .bad_for = "outputs that must come close to 0: it approaches its limits as 1/x",
      .references = {"Barron, Squareplus: a softplus-like algebraic rectifier, 2021"},
      .f64 = {0.501, 0x1p-25},
      .f64_slope = {0.501, 0x1.f8ca5ffffff4ep-33},
      .f64_backward = {1.814, -0x1.8f975f59daaap+689, 0x1.2d46f53b5ba57p+598},
      .regimes = {-4096, 0, 4096}};
  static constexpr pins pinned{.f32_sample = "cd311785b9bc81af39b129f540cd423e",
                               .f32_slope_sample = "144cbf01a09d087b76f3640d9b0bbd9c",
                               .f16 = "106d73eb16de99f6f9b0eb5cdf1d9a68",
                               .f16_slope = "5016751bdd729956c2c0f88d2f09c3ca",
                               .bf16 = "c20a5d61122db6fa8f2f2be18d84aa9d",
                               .bf16_slope = "554d44b47bcc5fee0030fee310740234"};

  /// For x < 0 as b / (2·(√(x² + b) − x)), which does not cancel.
  template <class R>
  static R exact(R x, R b) {
    const R root = sqrt(x * x + b);
    if (x < R(0)) return b / (R(2) * (root - x));
    return (x + root) / R(2);
  }
  template <class V>
  static HILLOCK_INLINE V value(V x, V b) {
    const parts<V> at(x, b);
    return select(x < V(0), at.below, x + at.below);
  }
  static constexpr double value_error = 0x1p-50;  // the root's one and a half roundings, and three more
  /// For x < 0 the value is b/(4|x|), and less by what x² lacks: from x² = 2^80·b on that is more than two
  /// parts hold of a quotient.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V a, V product, V rest, V b) {
    const V off = fma(product, x, a * (V(0.25) * b)), less = select(off == V(0), -product, off);
    return select(V::both(x<V(0), x * x> V(0x1p80) * b), less, rest);
  }
  /// f/√(x² + b), by the other side's for x > 0: 1 at infinity.
  template <class V>
  static HILLOCK_INLINE V slope(V x, V b) {
    const parts<V> at(x, b);
    const V s = at.below / at.root;
    return select(x < V(0), s, V(1) - s);
  }
  static constexpr double slope_error = 0x1p-49;
  /// Which side of `product`, a number of few bits, dy·(x + r)/(2r) lies on, r = √(x² + b). It may be that
  /// number only where r is rational and all these numbers have few bits; there every step is exact. Where x²
  /// < 2^-120·b the slope is 1/2 + x/(2r), and dy/2 is the product or far from it. For x < 0 it is b/(4x² +
  /// 3b − …), and from x² = 2^80·b on dy·b/4 − product·x² is 0 or larger than what is left. Else `rest`
  /// tells.
  template <class V>
  static HILLOCK_INLINE V side(V x, V dy, V product, V rest, V b) {
    const V x2 = x * x;  // exact, of a float
    const auto square = math::exact_sum(x2, b), top = math::exact_sum(x, sqrt(square.high));
    const V r = sqrt(square.high), below = product * r;
    const V lost =
        abs(square.low) + abs(fnma(r, r, square.high)) + abs(top.low) + abs(fma(product, r, -below));
    const V part = product * x2, off = fma(dy, V(0.25) * b, -part) - fma(product, x2, -part);
    const auto far = V::both(x<V(0), x2> V(0x1p80) * b);
    const V half_off = fma(dy, V(0.5), -product);
    const V outside = select(far, select(off == V(0), -product, off), rest);
    const V near_or_outside =
        select(x2 < V(0x1p-120) * b, select(half_off == V(0), dy * x, half_off), outside);
    return select(lost == V(0), fma(dy, top.high, -(below + below)), near_or_outside);
  }
  static constexpr double slope_is_normal_to = 0x1p440;
  /// b/(4x²) for x < 0, where b is nothing beside x²; 1 for x > 0.
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x, V b) {
    const V small = x * V(0x1p-700), power = select(x < V(0), V(0x1p-700), V(1));
    return {select(x < V(0), V(0.25) * b / (small * small), V(1)), power, power};
  }

 private:
  template <class V>
  struct parts {
    V root, below;  ///< √(x² + b), and f(−|x|)

    HILLOCK_INLINE parts(V x, V b) {
      // From 2^500 on b is nothing beside x², whose square overflows.
      const V size = abs(x);
      root = select(size < V(0x1p500), sqrt(fma(x, x, b)), size);
      below = V(0.25) * b / fma(root, V(0.5), size * V(0.5));
    }
  };
};

}  // namespace hillock::activations
