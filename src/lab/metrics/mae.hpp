// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cmath>

#include "lab/metrics/errors.hpp"

namespace hillock::lab::metrics {

/// The mean absolute error, in the target's units.
struct mae {
  static constexpr facts about{.name = "mae",
                               .label = "mean absolute error",
                               .regression = true,
                               .more_is_better = false,
                               .shown_as = unit::target,
                               .best = 0};

  static std::vector<double> by_row(const nn::matrix<float>& predictions, const truth& answers) {
    std::vector<double> values = errors(predictions, answers);
    for (double& v : values) v = std::fabs(v) * answers.target_deviation;
    return values;
  }

  /// The median's. Of an even number of rows any number between the two in the middle does as well.
  static double chance(const truth& answers) {
    if (answers.targets.empty()) return undefined;
    std::vector<float> sorted(answers.targets.begin(), answers.targets.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    std::vector<double> distances;
    for (const float t : answers.targets)
      distances.push_back(std::fabs(static_cast<double>(t) - static_cast<double>(*middle)));
    return answers.target_deviation * mean(distances);
  }
};

}  // namespace hillock::lab::metrics
