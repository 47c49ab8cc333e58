// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/exp.hpp"
#include "math/side.hpp"

namespace hillock::activations {

struct elu {
  static constexpr card about{
      .name = "elu",
      .names = {{"PyTorch", "ELU"},
                {"Keras", "elu"},
                {"JAX", "elu"},
                {"ONNX", "Elu"},
                {"oneDNN", "elu", "alpha=1", "none"},
                {"ggml", "elu"},
                {"mlpack", "ELU", "alpha=1", "selu"}},
      .formula = "x for x > 0, alpha * (exp(x) - 1) otherwise",
      .derivative = "1 for x > 0, alpha * exp(x) otherwise",
      .range = {-1, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 1,
      .lipschitz = 1,
      .parameters = {{.name = "alpha",
                      .standard = 1,
                      .low = 1e-30,
                      .high = 1e30,
                      .about = "the limit at -infinity is -alpha; other values than 1 make a kink at 0"}},
      .good_for = "hidden layers without normalisation: mean outputs nearer to 0 than relu's, no dead units",
      .bad_for = "hardware where an exponential is dear; saturates for negative x",
      .references = {"Clevert, Unterthiner, Hochreiter, arXiv 1511.07289, 2015"},
      .f64 = {0.501, -0x1.aa905d192f2d4p-2},
      .f64_slope = {0.750, -0x1.62833a0b3629ap+9},
      .f64_backward = {1.384, -0x1.1abde3db4b799p+5, 0x1.cc2ed9fe3f955p-8},
      .regimes = {-600, -0x1.62e42fefa39efp-2, 0}};
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
    return x > R(0) ? x : alpha * expm1(x);
  }
  template <class V>
  static HILLOCK_INLINE V value(V x, V alpha) {
    const V negative = min(x, V(0));
    return select(x > V(0), x, alpha * math::exponential<V>(negative).minus_one(x));
  }
  static constexpr double value_error = 0x1p-49;
  /// Far out the value is less than alpha.
  template <class V>
  static HILLOCK_INLINE V factor_side(V x, V, V product, V rest, V) {
    return select(x < V(0), math::rest_or_hair(x, rest, -product), rest);
  }

  /// alpha at 0, as in PyTorch.
  template <class V>
  static HILLOCK_INLINE V slope(V x, V alpha) {
    return select(x > V(0), V(1), math::exponential<V>(min(x, V(0))).times(alpha));
  }
  static constexpr double slope_error = 0x1p-50;
  static constexpr double slope_is_normal_to = 600;  // 1e-30·e^-600 > 2^-1022
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x, V alpha) {
    using lanes = math::double_double<V>;
    return math::select_scaled(x < V(0), math::exponential<lanes>(-abs(x)).scaled_times(alpha));
  }
};

}  // namespace hillock::activations
