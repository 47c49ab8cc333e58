// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/domain.hpp"
#include "math/erf.hpp"
#include "math/near_root.hpp"
#include "math/silu.hpp"
#include "math/softplus.hpp"

namespace hillock::activations {

struct serf {
  static constexpr card about{
      .name = "serf",
      .formula = "x * erf(log(1 + exp(x)))",
      .derivative = "erf(p) + x * sigmoid(x) * 2 / sqrt(pi) * exp(-p^2), p = log(1 + exp(x))",
      .range = {-0x1.64ccca084ba18p-2, std::numeric_limits<double>::infinity()},
      .smoothness = card::smooth,
      .lipschitz = 0x1.160c512dfb64dp+0,
      .good_for = "convolutional nets and transformers: as mish, and closer to x for positive x",
      .bad_for = "outputs; hardware where an exponential is dear",
      .references = {"Nag and Bhattacharyya, arXiv 2108.09598, 2021"},
      .f64 = {0.747, -0x1.65d5eed03dc12p+9},
      .f64_slope = {0.749, -0x1.65d1bde2c7c58p+9},
      .f64_backward = {1.423, -0x1.88ddba8c9daf1p+8, 0x1.eb23e612e133ap-25},
      .regimes = {-690, -205, -130, -80, -0x1.316c60ccb69dbp+0, 0, 14.5}};
  static constexpr pins pinned{.f32_sample = "e477947491fbbc534ae90e7b28ace6ba",
                               .f32_slope_sample = "40b6ecce2bae13aff4481ab6d9e523dd",
                               .f16 = "bf42f8fd90e29d4b4f79c4dfc2563c78",
                               .f16_slope = "6e5de6d73bfb55cce3e63dc32234a345",
                               .bf16 = "8adaf604a88b1557eee699f59c90aa3e",
                               .bf16_slope = "21764e92edc6dd1959d415b140476670"};

  template <class R>
  static R exact(R x) {
    using std::erf;  // not the struct
    if (x > R(0)) return x * erf(x + log1p(exp(-x)));
    if (x < R(-1500)) return times_exp(x, x);  // no number has the factor 2/√π of it
    return x * erf(log1p(exp(x)));
  }
  static constexpr math::domain value_domain{-205,  // 205·e^-205 times the largest float < 2^-150
                                             std::numeric_limits<double>::infinity()};
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    const V at = at_most(x, V(highest)),
            faded = math::exponential<V>(at).times(x * math::erf_slope_at_zero<V>());
    return select(x < V(faint), faded, x * math::erf_of_positive(softened(at)));
  }
  static constexpr double value_error = 0x1p-46;

  /// 205·e^-205 times the largest float < 2^-150; from 14.5 on the slope is 1 and a hair.
  static constexpr math::domain slope_domain{-205, 14.5};
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    const V at = at_most(x, V(highest)), s = softened(at), factor = math::erf_slope_at_zero<V>();
    const V density = math::bell(s).times(factor);
    const V near = math::erf_of_positive(s) + math::times_logistic(at * density, at);
    const V faded = math::exponential<V>(at).times((V(1) + at) * factor);
    return math::near_root(root_of_slope, x, select(x < V(faint), faded, near));
  }
  static constexpr double slope_error = 0x1p-43;
  static constexpr double slope_is_normal_to = 690;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    const lanes at = at_least(lanes(x), lanes(-1500));
    return math::select_scaled(x < V(0), math::exponential<lanes>(-abs(at)).scaled_times(
                                             (at + lanes(1)) * math::erf_slope_at_zero<lanes>()));
  }

 private:
  static constexpr double highest = 14.5;  // 1 − erf(14.5) < 2^-300
  static constexpr double faint = -80;     // below, erf(log(1 + e^x)) is 2/√π·e^x to 2^-115
  /// log(1 + e^x)
  template <class V>
  static HILLOCK_INLINE V softened(V x) {
    return max(x, V(0)) + math::softplus_rest(x, V(1));
  }
  static constexpr math::root_series root_of_slope{
      {-0x1.316c60ccb69dbp+0, 0x1.1d9ecd0f85993p-55, -0x1.a67c7a7d0f8ccp-109},
      {{0x1.34bdb29d97b36p-2, -0x1.84f991267b077p-58},
       {0x1.da577f6c75892p-3, 0x1.ca4c3cdd27bd4p-59},
       {0x1.857e8a8303fb9p-5, -0x1.8d99002736ba7p-60},
       {-0x1.7e4ec0f21ae43p-6, -0x1.90715b046c2c7p-61},
       {-0x1.32985cfc85e04p-6, 0x1.dd3e43eca2814p-60},
       {-0x1.28850b62918b7p-8, -0x1.d1f16a8f0cbdfp-64},
       {0x1.c90510bd10426p-11, -0x1.8315c847bac12p-65},
       {0x1.12c41477b1844p-10, -0x1.cd00ed8bf6d96p-64},
       {0x1.5c3c306944606p-12, -0x1.81382481ab30bp-68},
       {-0x1.428b3e7e9fcc2p-20, -0x1.00aa8f2be7c23p-74},
       {-0x1.762b8a30c0347p-15, -0x1.7848dbef26547p-70},
       {-0x1.33ed4a345f071p-16, 0x1.0a36d4febdfe5p-70},
       {-0x1.fb5a25f67be5dp-20, 0x1.160cc540b18cep-78},
       {0x1.8f069e9d66a4dp-20, -0x1.2d7f7158f847cp-74}}};
};

}  // namespace hillock::activations
