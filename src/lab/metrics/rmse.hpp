// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>

#include "lab/metrics/errors.hpp"

namespace hillock::lab::metrics {

/// √ of the mean squared error, in the target's units.
struct rmse {
  static constexpr facts about{.name = "rmse",
                               .label = "RMSE",
                               .regression = true,
                               .more_is_better = false,
                               .shown_as = unit::target,
                               .best = 0};

  static double score(const nn::matrix<float>& predictions, const truth& answers) {
    return answers.target_deviation * std::sqrt(mean(squared_errors(predictions, answers)));
  }

  /// √m + (error² − m) / 2√m, m being the mean.
  static std::vector<double> by_row(const nn::matrix<float>& predictions, const truth& answers) {
    std::vector<double> values = squared_errors(predictions, answers);
    const double m = mean(values);
    if (m == 0) return values;
    const double scale = answers.target_deviation / (2 * std::sqrt(m));
    for (double& v : values) v = scale * (m + v);
    return values;
  }

  /// The mean's: the targets' deviation about it.
  static double chance(const truth& answers) {
    return answers.target_deviation * std::sqrt(mean(squared_deviations(answers)));
  }
};

}  // namespace hillock::lab::metrics
