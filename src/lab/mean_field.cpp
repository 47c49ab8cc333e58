// SPDX-License-Identifier: Apache-2.0
#include "lab/mean_field.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace hillock::lab {
namespace {

double mean(std::span<const float> values) {
  double sum = 0;
  for (const float x : values) sum += x;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double mean_square(std::span<const float> values) {
  double sum = 0;
  for (const float x : values) sum += static_cast<double>(x) * x;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

gaussian_means gaussian_means_of(const activation& f, double q, double m) {
  // The midpoint rule on [−9, 9] in steps of 1/128: for smooth functions its error is far below 10^-15 (the
  // integrand dies out at both ends), at a kink about 10^-5, both far below what a finite width leaves
  // uncertain. Midpoints, so that no node falls on a kink at zero.
  constexpr int reach = 9, per_unit = 128, nodes = 2 * reach * per_unit;
  std::vector<double> x(nodes), value(nodes), slope(nodes);
  const double deviation = std::sqrt(q);
  const auto z = [](int i) { return (i + 0.5) / per_unit - reach; };
  for (int i = 0; i < nodes; ++i) x[static_cast<std::size_t>(i)] = m + deviation * z(i);
  f.forward(std::span<const double>(x), std::span<double>(value));
  f.slope(std::span<const double>(x), std::span<double>(slope));
  gaussian_means means;
  for (int i = 0; i < nodes; ++i) {
    const std::size_t at = static_cast<std::size_t>(i);
    const double weight = std::exp(-0.5 * z(i) * z(i)) / (per_unit * std::sqrt(2 * std::numbers::pi));
    means.value_squared += weight * value[at] * value[at];
    means.slope_squared += weight * slope[at] * slope[at];
  }
  return means;
}

mean_field predict(const nn::network<float>& net) {
  mean_field field;
  double input = 1;  // E[x²] of what enters the layer; standardised features at first
  double first_fed = 0, last_fed = 0, squared_ratio = 1;
  double slope_squared = 0;
  for (const auto& layer : net.layers) {
    if (!layer.activated) break;
    const double fan_in = static_cast<double>(layer.weights.rows);
    const double weight_variance = fan_in * mean_square(layer.weights.values);
    const double bias_mean = mean(layer.bias);
    const double q = weight_variance * input + std::max(0.0, mean_square(layer.bias) - bias_mean * bias_mean);
    if (!field.q.empty()) {
      field.chi.push_back(weight_variance * slope_squared);
      squared_ratio *= field.chi.back();
    }
    field.q.push_back(q);
    // ‖dL/dW‖² is the product of what feeds the layer and the signal that comes back to it.
    last_fed = fan_in * input;
    if (field.q.size() == 1) first_fed = last_fed;
    const gaussian_means means = gaussian_means_of(net.hidden_activation(), q, bias_mean);
    input = means.value_squared;
    slope_squared = means.slope_squared;
  }
  if (last_fed > 0) field.gradient_ratio = std::sqrt(squared_ratio * first_fed / last_fed);
  return field;
}

}  // namespace hillock::lab
