// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/metrics/guesses.hpp"
#include "lab/metrics/probabilities.hpp"

namespace hillock::lab::metrics {

/// Squared error of probabilities. Binary: (p − y)², p for class 1, from 0 to 1. Classes: summed over the
/// classes, from 0 to 2 (Brier, Monthly Weather Review 78, 1950). Of two classes the sum would be twice the
/// binary form; scikit-learn makes the same difference.
struct brier {
  static constexpr facts about{.name = "brier",
                               .label = "Brier score",
                               .regression = false,
                               .more_is_better = false,
                               .shown_as = unit::plain,
                               .best = 0};

  static std::vector<double> by_row(const nn::matrix<float>& logits, const truth& answers) {
    return answers.task == data::task::binary ? binary(logits, answers) : classes(logits, answers);
  }

  /// Of guessing the classes' shares: 1 − Σ share², half of it for binary.
  static double chance(const truth& answers) {
    const double n = static_cast<double>(answers.rows());
    double sum = 0;
    for (const std::size_t count : rows_per_class(answers)) {
      const double share = static_cast<double>(count) / n;
      sum += share * (1 - share);
    }
    return answers.task == data::task::binary ? sum / 2 : sum;
  }

 private:
  static std::vector<double> binary(const nn::matrix<float>& logits, const truth& answers) {
    std::vector<double> values = logits_of_error(logits, answers);
    apply_sigmoid(values);
    for (double& wrong : values) wrong *= wrong;
    return values;
  }

  static std::vector<double> classes(const nn::matrix<float>& logits, const truth& answers) {
    std::vector<double> p = in_double(logits), values(answers.rows());
    apply_softmax(p, logits.columns);
    for (std::size_t i = 0; i < values.size(); ++i) {
      double others = 0, squares = 0;  // 1 − p of the label is the others' sum, which does not cancel
      for (std::size_t j = 0; j < logits.columns; ++j) {
        if (j == static_cast<std::size_t>(answers.labels[i])) continue;
        const double share = p[i * logits.columns + j];
        others += share;
        squares += share * share;
      }
      values[i] = others * others + squares;
    }
    return values;
  }
};

}  // namespace hillock::lab::metrics
