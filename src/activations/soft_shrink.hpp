// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "hillock/card.hpp"

namespace hillock::activations {

struct soft_shrink {
  static constexpr card about{
      .name = "soft_shrink",
      .names = {{"PyTorch", "Softshrink"}, {"Keras", "soft_shrink"}, {"mlpack", "SoftShrink"}},
      .formula = "sign(x) * max(0, |x| - lambda)",
      .derivative = "1 for |x| > lambda, 0 otherwise",
      .monotone = true,
      .zero_centred = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1,
      .parameters = {{.name = "lambda",
                      .standard = 0.5,
                      .low = 0,
                      .high = 1e30,
                      .about = "how much nearer to 0 every output is; ONNX's Shrink has it as lambd and bias",
                      .aliases = {{"lambd", {"PyTorch"}}, {"threshold", {"Keras"}}}}},
      .good_for = "sparse codes: the step of iterative methods for the lasso, without a jump",
      .bad_for = "large inputs, which lose lambda too; what is within lambda gets no gradient",
      .references = {"Donoho, IEEE Trans. Inf. Theory 41, 1995", "Gregor and LeCun, ICML 2010"},
      .f64 = {0.5, -0x1.c9ddb280a600ap+52},
      .regimes = {-0.5, 0.5}};
  static constexpr pins pinned{.f32_sample = "865d551704ae670aec8db10304c8a89a",
                               .f32_slope_sample = "c44b0de7f93f8db30d022fbd324a1766",
                               .f32 = "9cf4776cf46c15579b834a647e5e96e7",
                               .f32_slope = "a5d7dd529707694df123d0b0e4ef8eb7",
                               .f16 = "3e05b7e972329abe29645e75e647b9c8",
                               .f16_slope = "756d9861374b6ce5daca40c3978fc7c4",
                               .bf16 = "f507a8920df6c21c72bffd56d17ee7f6",
                               .bf16_slope = "63b7d993894af96eebe4b4499b885a2b"};
  static constexpr int roundings = 1;

  template <class R>
  static R exact(R x, R lambda) {
    if (x > lambda) return x - lambda;
    return x < -lambda ? x + lambda : R(0);
  }
  /// +0 wherever it is 0, as in PyTorch.
  template <class V>
  static V value(V x, V lambda) {
    const V shrunk = select(x > lambda, x - lambda, select(x < -lambda, x + lambda, V(0)));
    return select(is_nan(x), x + x, shrunk);
  }
  /// 0 at both kinks, as in PyTorch.
  template <class V>
  static V slope(V x, V lambda) {
    return select(abs(x) > lambda, V(1), V(0));
  }
};

}  // namespace hillock::activations
