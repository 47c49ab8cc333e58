// SPDX-License-Identifier: Apache-2.0
// What metrics of regression share.
#pragma once
#include <cstddef>
#include <vector>

#include "lab/metrics/mean.hpp"
#include "lab/metrics/metric.hpp"

namespace hillock::lab::metrics {

/// prediction − target per row, standardised as both are.
inline std::vector<double> errors(const nn::matrix<float>& predictions, const truth& answers) {
  std::vector<double> differences(answers.rows());
  for (std::size_t i = 0; i < differences.size(); ++i)
    differences[i] = static_cast<double>(predictions.values[i]) - static_cast<double>(answers.targets[i]);
  return differences;
}

inline std::vector<double> squared_errors(const nn::matrix<float>& predictions, const truth& answers) {
  std::vector<double> squares = errors(predictions, answers);
  for (double& e : squares) e *= e;
  return squares;
}

/// (target − mean of these rows' targets)² per row. Exactly 0 where they do not vary: sums of equal floats
/// are exact in double for up to 2^29 rows.
inline std::vector<double> squared_deviations(const truth& answers) {
  std::vector<double> values(answers.targets.begin(), answers.targets.end());
  const double middle = mean(values);
  for (double& v : values) v = (v - middle) * (v - middle);
  return values;
}

}  // namespace hillock::lab::metrics
