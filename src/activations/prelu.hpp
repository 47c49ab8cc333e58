// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "activations/leaky_relu.hpp"

namespace hillock::activations {

/// leaky_relu's formulas; another name, and the slope that a learned one starts from.
struct prelu : leaky_relu {
  static constexpr card about{
      .name = "prelu",
      .names = {{"PyTorch", "PReLU"},
                {"Keras", "PReLU", "alpha=0.25", "alpha=0"},
                {"ONNX", "PRelu", "slope=0.25", "none"},
                {"oneDNN", "prelu", "weights=0.25", "none"},
                {"mlpack", "PReLU", "alpha=0.25", "alpha=0.03"}},
      .formula = "x for x > 0, slope * x otherwise",
      .derivative = "1 for x > 0, slope otherwise",
      .monotone = true,
      .smoothness = 0,
      .flat = true,
      .lipschitz = 1,
      .parameters = {{.name = "slope",
                      .standard = 0.25,
                      .low = -1e30,
                      .high = 1e30,
                      .about = "the slope for negative x, meant to be learned: one, or one for each channel",
                      .aliases = {{"weight", {"PyTorch"}}, {"alpha", {"Keras"}}, {"weights", {"oneDNN"}}}}},
      .good_for = "as leaky_relu, with a slope that fits the data: deep convolutional nets",
      .bad_for = "small data sets, which a slope for each channel may overfit",
      .references = {"He, Zhang, Ren, Sun, ICCV 2015"},
      .f64 = {0.5, -0x1p-1073},
      .f64_backward = {0.5}};
  static constexpr pins pinned{.f32_sample = "fa362ad2697040342e9f7bcf0f2b8566",
                               .f32_slope_sample = "2688ed5fb1041b52c6076e98026585fd",
                               .f32 = "3c975f73883852b1376d6bd912fda792",
                               .f32_slope = "c7ca80c619d870e58ad71a2e67d44eaf",
                               .f16 = "586960da838b656344bdb9e0a7c6d54f",
                               .f16_slope = "cbe1c448a5175f61be425edb67f69ea9",
                               .bf16 = "96c489602408785f2b834ce0b5293abb",
                               .bf16_slope = "1952ff9ad82f864bcf148100b2ecca86"};
};

}  // namespace hillock::activations
