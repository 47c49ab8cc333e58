// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "math/constant.hpp"
#include "math/domain.hpp"
#include "math/exp.hpp"

namespace hillock::activations {

struct selu {
  static constexpr card about{
      .name = "selu",
      .names = {{"PyTorch", "SELU"},
                {"Keras", "selu"},
                {"JAX", "selu"},
                {"ONNX", "Selu", "alpha=1.6732632423543772, gamma=1.0507009873554805", "both rounded to f32"},
                {"mlpack", "SELU"}},
      .formula = "1.0507 * (x for x > 0, 1.6733 * (exp(x) - 1) otherwise)",
      .derivative = "1.0507 for x > 0, 1.7581 * exp(x) otherwise",
      .range = {-0x1.c212cc640f031p+0, std::numeric_limits<double>::infinity()},
      .monotone = true,
      .smoothness = 0,
      .lipschitz = 0x1.c212cc640f031p+0,
      .good_for =
          "deep dense nets without normalisation: activations keep mean 0 and variance 1 (LeCun "
          "initialisation)",
      .bad_for = "convolutional and residual nets, dropout other than alpha dropout: the fixed point is lost",
      .references = {"Klambauer, Unterthiner, Mayr, Hochreiter, NIPS 2017"},
      .f64 = {0.888, -0x1.2f4eb1a3ef11bp-1022},
      .f64_slope = {0.741, -0x1.62d1bf0cbc0c2p+9},
      .f64_backward = {1.466, -0x1.1fa3341ac6fa6p-1, 0x1.f7f09e8114d51p+9},
      .regimes = {-690, -0x1.62e42fefa39efp-2, 0}};
  static constexpr pins pinned{.f32_sample = "0293f6ed887107a66fbb08d2ec2296af",
                               .f32_slope_sample = "a45669a8710221ea6d977802e00e44a2",
                               .f32 = "285002e30e705574c100a396ec33eec4",
                               .f32_slope = "5d9090e174a56c58e62ce3c8a2581ecb",
                               .f16 = "92955aba8b63f7a8a4ac934658b78d7d",
                               .f16_slope = "070acde9197691ac4a29d1b9198a8f31",
                               .bf16 = "fd9dcb89f720cd5711849187952fc57e",
                               .bf16_slope = "db266ee6607b32f419aca8fb21391623"};

  template <class R>
  static R exact(R x) {
    return x > R(0) ? R(scale) * x : R(scale) * R(alpha) * expm1(x);
  }
  template <class V>
  static HILLOCK_INLINE V value(V x) {
    const V negative = math::exponential<V>(min(x, V(0))).minus_one(x);
    return select(x > V(0), V(scale) * x, math::constant<V>(product) * negative);
  }
  static constexpr double value_error = 0x1p-49;

  /// At 0 that of negative x, as in PyTorch.
  template <class V>
  static HILLOCK_INLINE V slope(V x) {
    return select(x > V(0), V(scale), math::exponential<V>(min(x, V(0))).times(math::constant<V>(product)));
  }
  static constexpr double slope_error = 0x1p-50;
  static constexpr double slope_is_normal_to = 690;
  template <class V>
  static HILLOCK_INLINE math::scaled<V> scaled_slope(V x) {
    using lanes = math::double_double<V>;
    const auto s = math::exponential<lanes>(-abs(x)).scaled_times(math::constant<lanes>(product));
    return math::select_scaled(x < V(0), s, scale);
  }

 private:
  /// Those of the paper, as doubles, which PyTorch, Keras and JAX take too.
  static constexpr double alpha = 1.6732632423543772848170429916717,
                          scale = 1.0507009873554804934193349852946;
  static constexpr math::two_parts<double> product = math::constant_product(alpha, scale);
};

}  // namespace hillock::activations
