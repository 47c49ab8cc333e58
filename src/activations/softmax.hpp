// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "kernel/row_softmax.hpp"

namespace hillock::activations {

struct softmax : kernel::softmax_of<kernel::row_kind::plain> {
  static constexpr card about{.name = "softmax",
                              .names = {{"PyTorch", "Softmax", "dim=-1", "none"},
                                        {"Keras", "softmax"},
                                        {"JAX", "softmax"},
                                        {"ONNX", "Softmax"},
                                        {"oneDNN", "softmax"},
                                        {"ggml", "soft_max"},
                                        {"mlpack", "Softmax"}},
                              .formula = "exp(z_i - max z) / sum_j exp(z_j - max z), z = x / temperature",
                              .derivative = "y_i * ([i = j] - y_j) / temperature",
                              .of_rows = true,
                              .range = {0, 1},
                              .smoothness = card::smooth,
                              .lipschitz = 0.5,
                              .parameters = {kernel::temperature},
                              .good_for = "a distribution over classes at the output, attention weights",
                              .bad_for = "hidden layers; a loss should take log_softmax or logits instead",
                              .references = {"Bridle, Neurocomputing NATO ASI F68, 1990",
                                             "Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"},
                              .f64 = {0.80, -0x1.626362a529debp+9}};
  static constexpr pins pinned{.f32 = "a99902989be4cda1ee7109c08f0caa0c",
                               .f32_slope = "18311935a4bed78425049abbcf7d1d1c",
                               .f16 = "550abbcce48fa03eabb86074c5497ee9",
                               .f16_slope = "e81a3ea177ec6da19179ce5412c0115e",
                               .bf16 = "f54d288a645dfed1f4753c02a9df67f6",
                               .bf16_slope = "4227fbe5c958bdc3621be36bdd1e8cf7"};
};

}  // namespace hillock::activations
