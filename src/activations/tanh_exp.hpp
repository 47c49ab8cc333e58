// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/hyperbolic.hpp"
#include "math/near_root.hpp"
#include "math/silu.hpp"

namespace hillock::activations {

struct tanh_exp {
  static constexpr card about{.name = "tanh_exp",
                              .names = {{"mlpack", "TanhExp"}},
                              .formula = "x * tanh(exp(x))",
                              .derivative = "tanh(exp(x)) + x * exp(x) / cosh(exp(x))^2",
                              .range = {-0x1.69c3bf37fffd0p-2, std::numeric_limits<double>::infinity()},
                              .smoothness = card::smooth,
                              .lipschitz = 0x1.0fdd9d241a5b2p+0,
                              .good_for = "small convolutional nets: as mish, and closer to x for positive x",
                              .bad_for = "outputs; hardware where an exponential is dear",
                              .references = {"Liu and Di, arXiv 2003.09855, 2020"},
                              .f64 = {0.844, -0x1.5c71978aeb9acp-1021},
                              .f64_slope = {0.746, -0x1.658de81a7798ap+9},
                              .f64_backward = {1.445, 0x1.f9ed418ffbb16p-1, 0x1.e5afcf17e3ceap-9},
                              .regimes = {-690, -205, -130, -40, -0x1.14302c3c10f30p+0, 0, 4.5}};
  static constexpr pins pinned{.f32_sample = "e79ab9c95a5577b5cf6a145814e3d579",
                               .f32_slope_sample = "bdb0b10787d7b17d64621ac19d9bf3a1",
                               .f16 = "1f3e246eee361c2ac208a2f6003dbb73",
                               .f16_slope = "f55c108d1873c9facc055311ce219606",
                               .bf16 = "3ad1d938d69f39d730cb6f0b3879d475",
                               .bf16_slope = "c53e9f58bb70fd7e95342fd0106d784d"};

  template <class R>
  static R exact(R x) {
    using std::tanh;  // not the struct
    // Beyond, no number shows how close it is to these.
    if (x < R(-1500)) return times_exp(x, x);
    if (x > R(1500)) return x;
    return x * tanh(exp(x));
  }
  static constexpr math::domain value_domain{-205,  // 205·e^-205 times the largest float < 2^-150
                                             std::numeric_limits<double>::infinity()};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    const math::exponential<V> e(at_most(x, V(highest)));
    return select(x < V(faint), e.times(x), x * math::hyperbolic<V>(e.value()).value());
  }
  static constexpr double value_error = 0x1p-47;

  /// 205·e^-205 times the largest float < 2^-150; from 4.5 on the slope is 1 and a hair.
  static constexpr math::domain slope_domain{-205, 4.5};
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const V at = at_most(x, V(highest));
    const math::exponential<V> e(at);
    const V y = e.value();
    const math::hyperbolic<V> h(y);
    const V far = select(x < V(faint), e.times(V(1) + at), h.value() + h.slope_times(at * y));
    return math::near_root(root_of_slope, x, far);
  }
  static constexpr double slope_error = 0x1p-44;
  static constexpr double slope_is_normal_to = 690;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    return math::scaled_times_logistic_slope<V>(x, x);  // there the two are one
  }

 private:
  static constexpr double highest = 4.5;  // tanh(e^4.5) = 1 − 2^-258
  static constexpr double faint = -40;    // below, tanh(e^x) is e^x less 2^-116 of it
  static constexpr math::root_series root_of_slope{
      {-0x1.14302c3c10f30p+0, -0x1.b8c761c7b1289p-54, -0x1.4130ba31f9f48p-108},
      {{0x1.68f6b660942b4p-2, -0x1.accdac615c81fp-57},
       {0x1.4d0848bbb42d2p-2, 0x1.51ff9946b6a97p-58},
       {0x1.b9cbc0b27eec1p-4, -0x1.9ae6974fe6292p-58},
       {-0x1.76ccc7f75d22ep-6, 0x1.87d39638a4034p-61},
       {-0x1.75ed50eb6a649p-5, 0x1.3ee13fa7802efp-63},
       {-0x1.a1972d506d2b2p-6, 0x1.308c1a2832a39p-60},
       {-0x1.70f433c7c74bap-8, 0x1.49544e9e4f060p-62},
       {0x1.6b4739aae7342p-9, 0x1.79b79d105474ep-64},
       {0x1.bdae46c4aa443p-9, -0x1.eac2608d78f67p-63},
       {0x1.b4407e9585bf4p-10, -0x1.5df21a5b70728p-65},
       {0x1.3cfb94822219dp-12, -0x1.99663d097f2ecp-70},
       {-0x1.a75d380d7788fp-13, 0x1.ee43e7e042e35p-68},
       {-0x1.bc6a8ec2730e1p-13, 0x1.b95b51fab75f4p-70},
       {-0x1.92ccb9469151dp-14, -0x1.64a8ab7a14319p-68}}};
};

}  // namespace hillock::activations
