// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <tuple>
#include <utility>

#include "lab/probes/layer_view.hpp"

namespace hillock::lab::probes {

/// Mean and standard deviation before and after the activation, over all units and examples (the forward
/// variance that mean-field theory speaks about), and zero-centredness |mean|/deviation after it.
struct moments {
  static void measure(const layer_view& view, layer_probe& out) {
    std::tie(out.pre_mean, out.pre_deviation) = of(view.layer.pre);
    if (view.slopes.empty()) return;  // the output layer has no activation
    std::tie(out.post_mean, out.post_deviation) = of(view.layer.post);
    out.zero_centredness = out.post_deviation > 0 ? std::fabs(out.post_mean) / out.post_deviation : 0;
  }

 private:
  /// Sums per unit first: independent chains that a compiler can keep in vector lanes without changing their
  /// order.
  static std::pair<double, double> of(const nn::matrix<float>& m) {
    std::vector<double> sums(m.columns), squares(m.columns);
    for (std::size_t i = 0; i < m.rows; ++i) {
      const float* row = m.values.data() + i * m.columns;
      for (std::size_t j = 0; j < m.columns; ++j) {
        const double x = row[j];
        sums[j] += x;
        squares[j] += x * x;
      }
    }
    double sum = 0, square = 0;
    for (std::size_t j = 0; j < m.columns; ++j) sum += sums[j], square += squares[j];
    const double n = static_cast<double>(m.rows * m.columns);
    if (n == 0) return {0, 0};
    const double mean = sum / n, variance = square / n - mean * mean;
    // Where all values are equal, rounding leaves a variance of a few parts in 10^16 of the mean's square.
    return {mean, variance > 1e-14 * mean * mean ? std::sqrt(variance) : 0};
  }
};

}  // namespace hillock::lab::probes
