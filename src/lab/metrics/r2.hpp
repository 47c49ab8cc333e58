// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/metrics/errors.hpp"

namespace hillock::lab::metrics {

/// R² = 1 − Σ error² / Σ (target − mean)², the mean being that of the rows that are scored. The same in any
/// unit of the target. Undefined where the targets do not vary (scikit-learn says 0 or 1).
struct r2 {
  static constexpr facts about{.name = "r2",
                               .label = "R²",
                               .regression = true,
                               .more_is_better = true,
                               .shown_as = unit::plain,
                               .best = 1};

  static double score(const nn::matrix<float>& predictions, const truth& answers) {
    return 1 - mean(squared_errors(predictions, answers)) / variance(answers);
  }

  /// The rows set the variance as well as the error: where all errors are as large as the deviations, R² is 0
  /// whichever rows are drawn, and so are these numbers.
  static std::vector<double> by_row(const nn::matrix<float>& predictions, const truth& answers) {
    std::vector<double> values = squared_errors(predictions, answers);
    const std::vector<double> deviations = squared_deviations(answers);
    const double total = variance(answers), ratio = mean(values) / total;
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = 1 - ratio + (ratio * deviations[i] - values[i]) / total;
    return values;
  }

  /// The mean's.
  static double chance(const truth& answers) { return variance(answers) > 0 ? 0 : undefined; }

 private:
  static double variance(const truth& answers) {
    const double v = mean(squared_deviations(answers));
    return v > 0 ? v : undefined;
  }
};

}  // namespace hillock::lab::metrics
