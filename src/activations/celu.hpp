// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/exp.hpp"
#include "math/side.hpp"

namespace hillock::activations {

struct celu {
  static constexpr card about{
      .name = "celu",
      .names =
          {{"PyTorch", "CELU"}, {"Keras", "celu"}, {"JAX", "celu"}, {"ONNX", "Celu"}, {"mlpack", "CELU"}},
      .formula = "x for x > 0, alpha * (exp(x / alpha) - 1) otherwise",
      .derivative = "1 for x > 0, exp(x / alpha) otherwise",
      .range = {-1, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 1,
      .lipschitz = 1,
      .parameters = {{.name = "alpha",
                      .standard = 1,
                      .low = 1e-30,
                      .high = 1e30,
                      .about = "the limit at -infinity is -alpha; the slope has no jump, whatever it is"}},
      .good_for = "as elu, where alpha is not 1: smooth at 0",
      .bad_for = "hardware where an exponential is dear; saturates for negative x",
      .references = {"Barron, arXiv 1704.07483, 2017"},
      .f64 = {0.501, -0x1.aa905d192f2d4p-2},
      .f64_slope = {0.750, -0x1.62833a0b3629ap+9},
      .f64_backward = {1.384, -0x1.1abde3db4b799p+5, 0x1.cc2ed9fe3f955p-8},
      .regimes = {-690, -0x1.62e42fefa39efp-2, 0}};
  static constexpr pins pinned{.f32_sample = "fc45bfc3d7f81150592af76b89ecbd55",
                               .f32_slope_sample = "a1b8a9e17a528926f5c9f394bdbac5e4",
                               .f32 = "c2fe6c00ef3d2b576fb9f88dd1d74032",
                               .f32_slope = "f8bb862f6e7c2d0dc33b26757d3a8da2",
                               .f16 = "122546716b7946c424ff0a7e06359bd2",
                               .f16_slope = "89e5e5614c2e7c2a1f12859a17613174",
                               .bf16 = "e9ef46741908a520bceecb70ff18e496",
                               .bf16_slope = "cb7ebdd9ad0f2ab1a6d4a7506b4615fd"};

  template <class R>
  static R exact(R x, R alpha) {
    return x > R(0) ? x : alpha * expm1(x / alpha);
  }
  template <class V>
  static HILLOCK_INLINE V value(V x, V alpha) {
    const V z = inner(x, alpha);  // of which the smallest are lost, and there alpha * (e^z - 1) is x
    const V rest = alpha * math::exponential<V>(z).minus_one(x);
    if constexpr (math::is_double_double<V>) {
      return select(z > V(-0x1p-110), x + x * z * V(0.5), rest);  // by a hair not x
    } else {
      return select(z > V(-0x1p-110), x, rest);
    }
  }
  static constexpr double value_error = 0x1p-45;  // x / alpha is off by 2^-46 where that still shows
  /// Far out the value is less than alpha.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest, V) {
    return select(x < V(0), math::rest_or_hair(x, rest, -product), rest);
  }

  template <class V>
  static HILLOCK_INLINE V slope(V x, V alpha) {
    return select(x > V(0), V(1), math::exponential<V>(inner(x, alpha)).value());
  }
  static constexpr double slope_error = 0x1p-44;
  static double slope_is_normal_to(const double* parameters) { return 690 * parameters[0]; }
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x, V alpha) {
    using lanes = math::double_double<V>;
    const math::exponential<lanes> e(inner<lanes>(-abs(x), alpha));
    return math::select_scaled(x < V(0), e.scaled_times(lanes(1)));
  }

 private:
  /// x / alpha for x < 0, at least −2000, for e^−1500 is 0; of x > 0 it is 0.
  template <class V>
  static HILLOCK_INLINE V inner(V x, V alpha) {
    const V negative = min(x, V(0));
    return select(negative > alpha * V(-2000), negative, alpha * V(-2000)) / alpha;
  }
};

}  // namespace hillock::activations
