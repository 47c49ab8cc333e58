// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/hyperbolic.hpp"

namespace hillock::activations {

struct lisht {
  static constexpr card about{.name = "lisht",
                              .names = {{"mlpack", "LiSHT"}},
                              .formula = "x * tanh(x)",
                              .derivative = "tanh(x) + x / cosh(x)^2",
                              .range = {0, std::numeric_limits<double>::infinity()},
                              .smoothness = card::smooth,
                              .lipschitz = 0x1.331e23ad9de11p+0,  // at x where x·tanh(x) = 1: x itself
                              .good_for = "features whose sign does not matter: close to |x|, and smooth",
                              .bad_for = "telling x from -x: it is even; never negative",
                              .references = {"Roy and others, arXiv 1901.05894, 2019"},
                              .f64 = {0.501, 0x1.77be9e4p-57},
                              .f64_slope = {0.501, 0x1.fa50ae6560092p-1},
                              .f64_backward = {1.443, 0x1.33858a821aff4p+2, 0x1.f998ac7e9f954p+10},
                              .regimes = {-60, -10, 0, 10, 60}};
  static constexpr pins pinned{.f32_sample = "d24fdb4d7ff5973a750dc44401169584",
                               .f32_slope_sample = "698128b74d60c4ac1c6328e36de3fb3b",
                               .f16 = "eb6e25d65e91afd6a48c64fe8ebd66f5",
                               .f16_slope = "1d08cb957336b73c80e3135065c6f8be",
                               .bf16 = "d2c40704174efaf631be0b1405c7204f",
                               .bf16_slope = "e02994567ed66eb197477f75bc180925"};

  template <class R>
  static R exact(R x) {
    using std::tanh;  // not the struct
    return x * tanh(x);
  }
  static constexpr math::domain value_domain{0, std::numeric_limits<double>::infinity(),
                                             math::symmetry::even};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    return x * math::hyperbolic<V>(at_most(x, V(60))).value();
  }
  static constexpr double value_error = 0x1p-48;

  static constexpr math::domain slope_domain{0, 60, math::symmetry::odd};  // 1 + 240e^-120
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const V at = at_most(x, V(60));
    const math::hyperbolic<V> h(at);
    return h.value() + h.slope_times(at);
  }
  static constexpr double slope_error = 0x1p-48;
};

}  // namespace hillock::activations
