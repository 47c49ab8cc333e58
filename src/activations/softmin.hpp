// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/pins.hpp"
#include "kernel/row_softmax.hpp"

namespace hillock::activations {

struct softmin : kernel::softmax_of<kernel::row_kind::negated> {
  static constexpr card about{.name = "softmin",
                              .names = {{"PyTorch", "Softmin", "dim=-1"}},
                              .formula = "exp(min z - z_i) / sum_j exp(min z - z_j), z = x / temperature",
                              .derivative = "-y_i * ([i = j] - y_j) / temperature",
                              .of_rows = true,
                              .range = {0, 1},
                              .smoothness = card::smooth,
                              .lipschitz = 0.5,
                              .parameters = {kernel::temperature},
                              .good_for = "weights from distances or costs: the smallest weighs most",
                              .bad_for = "hidden layers",
                              .references = {"Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"},
                              .f64 = {0.80, 0x1.6253cbd39a8f5p+9}};
  static constexpr pins pinned{.f32 = "9e32431aaca1784aa8840602fd9a2f09",
                               .f32_slope = "7f7b633eeaafaa42a84c940d3e2cd120",
                               .f16 = "20e647795519d887bfda1c870cb4e9a2",
                               .f16_slope = "04f1ed1c09d3629d61353e61f4524e27",
                               .bf16 = "2212433e133fc0c58cd6ebe11f775ca9",
                               .bf16_slope = "738d1a870653cdf05721aba3764da16d"};
};

}  // namespace hillock::activations
