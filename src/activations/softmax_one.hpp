// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "kernel/row_softmax.hpp"

namespace hillock::activations {

/// softmax of a row with one more element, 0, that is not put out: a row may sum to less than 1, and one of
/// −∞ alone gives zeros.
struct softmax_one : kernel::softmax_of<kernel::row_kind::with_one> {
  static constexpr card about{.name = "softmax_one",
                              .formula = "exp(z_i) / (1 + sum_j exp(z_j)), z = x / temperature",
                              .derivative = "y_i * ([i = j] - y_j) / temperature",
                              .of_rows = true,
                              .range = {0, 1},
                              .smoothness = card::smooth,
                              .lipschitz = 0.5,
                              .parameters = {kernel::temperature},
                              .good_for = "attention that may attend to nothing: fewer outliers to quantise",
                              .bad_for = "probabilities: they do not sum to 1",
                              .references = {"Miller, Attention Is Off By One, 2023"},
                              .f64 = {0.80, -0x1.62240e86b30ecp+9}};
  static constexpr pins pinned{.f32 = "bcbc54bdae98ca4586ca58b4abd2fb1f",
                               .f32_slope = "7ff0eed81d573b3e6b29de2d145e1cd0",
                               .f16 = "c9762c2927b4f299afdaa9208916c15d",
                               .f16_slope = "57882b0f067fb8ef973c82e79c7b1a76",
                               .bf16 = "13ee67f6e3b9b46a85c0418e7c359770",
                               .bf16_slope = "5803ddcf481da633e0efa2b5b778a5e7"};
};

}  // namespace hillock::activations
