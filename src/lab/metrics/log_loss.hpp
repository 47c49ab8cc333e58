// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/metrics/guesses.hpp"
#include "lab/metrics/probabilities.hpp"

namespace hillock::lab::metrics {

/// −log of the probability given to the true class, in nats: the loss that training minimises, from the
/// logits and without clipping (scikit-learn clips probabilities at 2.2e-16, a loss of 36).
struct log_loss {
  static constexpr facts about{.name = "log_loss",
                               .label = "log loss",
                               .regression = false,
                               .more_is_better = false,
                               .shown_as = unit::plain,
                               .best = 0};

  static std::vector<double> by_row(const nn::matrix<float>& logits, const truth& answers) {
    return answers.task == data::task::binary ? binary(logits, answers) : classes(logits, answers);
  }

  /// Of guessing the classes' shares: their entropy.
  static double chance(const truth& answers) { return entropy(rows_per_class(answers)); }

 private:
  /// log(1 + e^s), s being the logit of error: no cancellation, and no end but infinity's.
  static std::vector<double> binary(const nn::matrix<float>& logits, const truth& answers) {
    std::vector<double> values = logits_of_error(logits, answers);
    apply_softplus(values);
    return values;
  }

  static std::vector<double> classes(const nn::matrix<float>& logits, const truth& answers) {
    std::vector<double> log_p = in_double(logits), values(answers.rows());
    apply_log_softmax(log_p, logits.columns);
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = 0 - log_p[i * logits.columns + static_cast<std::size_t>(answers.labels[i])];  // never −0
    return values;
  }
};

}  // namespace hillock::lab::metrics
