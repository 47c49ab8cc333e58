// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/metrics/guesses.hpp"
#include "lab/metrics/mean.hpp"

namespace hillock::lab::metrics {

/// The share of rows whose class is guessed.
struct accuracy {
  static constexpr facts about{.name = "accuracy",
                               .label = "accuracy",
                               .regression = false,
                               .more_is_better = true,
                               .shown_as = unit::share,
                               .best = 1};

  static std::vector<double> by_row(const nn::matrix<float>& logits, const truth& answers) {
    std::vector<double> values(answers.rows());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::int32_t guess = guess_of(logits.row(i));
      values[i] = guess == no_guess ? undefined : guess == answers.labels[i] ? 1 : 0;
    }
    return values;
  }

  static double chance(const truth& answers) { return largest_share(answers); }
};

}  // namespace hillock::lab::metrics
