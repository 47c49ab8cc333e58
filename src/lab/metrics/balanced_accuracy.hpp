// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/metrics/guesses.hpp"
#include "lab/metrics/mean.hpp"

namespace hillock::lab::metrics {

/// The mean over classes of each class's share of rows that are guessed (its recall). A class without rows
/// has no recall and is left out, as in scikit-learn.
struct balanced_accuracy {
  static constexpr facts about{.name = "balanced_accuracy",
                               .label = "balanced accuracy",
                               .regression = false,
                               .more_is_better = true,
                               .shown_as = unit::share,
                               .best = 1};

  static double score(const nn::matrix<float>& logits, const truth& answers) {
    return mean_recall(tally(logits, answers));
  }

  static std::vector<double> by_row(const nn::matrix<float>& logits, const truth& answers) {
    const tally counted(logits, answers);
    const double score = mean_recall(counted);
    std::vector<double> values(answers.rows(), score);
    if (!counted.defined) return values;
    const double share =
        static_cast<double>(values.size()) / static_cast<double>(classes_present(counted.occurs));
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto label = static_cast<std::size_t>(answers.labels[i]);
      const double correct = counted.guesses[i] == answers.labels[i] ? 1 : 0;
      values[i] += share / static_cast<double>(counted.occurs[label]) * (correct - recall(counted, label));
    }
    return values;
  }

  static double chance(const truth& answers) {
    const std::size_t present = classes_present(rows_per_class(answers));
    return present == 0 ? undefined : 1 / static_cast<double>(present);
  }

 private:
  static double recall(const tally& counted, std::size_t k) {
    return static_cast<double>(counted.correct[k]) / static_cast<double>(counted.occurs[k]);
  }
  static double mean_recall(const tally& counted) {
    if (!counted.defined) return undefined;
    double sum = 0;
    for (std::size_t k = 0; k < counted.occurs.size(); ++k)
      if (counted.occurs[k] > 0) sum += recall(counted, k);
    return sum / static_cast<double>(classes_present(counted.occurs));
  }
};

}  // namespace hillock::lab::metrics
