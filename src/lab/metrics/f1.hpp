// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lab/metrics/guesses.hpp"
#include "lab/metrics/mean.hpp"

namespace hillock::lab::metrics {

/// Macro F1: the mean over classes of 2·both / (rows of it + guesses of it), the harmonic mean of precision
/// and recall. A class without rows and guesses has none and is left out; one that is only guessed counts 0.
/// So does scikit-learn unless it is given `labels`, of which it then counts every one.
struct f1 {
  static constexpr facts about{.name = "f1",
                               .label = "macro F1",
                               .regression = false,
                               .more_is_better = true,
                               .shown_as = unit::plain,
                               .best = 1};

  static double score(const nn::matrix<float>& logits, const truth& answers) {
    return per_class(tally(logits, answers)).mean;
  }

  /// The influence on a ratio 2t/d of means is (2·tᵢ − F·dᵢ)/d; a row touches its class and its guess.
  static std::vector<double> by_row(const nn::matrix<float>& logits, const truth& answers) {
    const tally counted(logits, answers);
    const per_class classes(counted);
    std::vector<double> values(answers.rows(), classes.mean);
    if (!counted.defined) return values;
    const double share = static_cast<double>(values.size()) / static_cast<double>(classes.involved);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto label = static_cast<std::size_t>(answers.labels[i]);
      const auto guess = static_cast<std::size_t>(counted.guesses[i]);
      const double correct = label == guess ? 1 : 0;
      values[i] += share * ((correct - classes.f1[label]) / classes.size[label] +
                            (correct - classes.f1[guess]) / classes.size[guess]);
    }
    return values;
  }

  /// Of guessing the largest class: 2·share / (share + 1), and 0 for every other class.
  static double chance(const truth& answers) {
    const double share = largest_share(answers);
    return 2 * share / (share + 1) / static_cast<double>(classes_present(rows_per_class(answers)));
  }

 private:
  struct per_class {
    std::vector<double> f1, size;  ///< size: rows of it + guesses of it
    std::size_t involved = 0;      ///< classes of any size
    double mean = undefined;

    explicit per_class(const tally& counted) : f1(counted.occurs.size()), size(counted.occurs.size()) {
      double sum = 0;
      for (std::size_t k = 0; k < f1.size(); ++k) {
        size[k] = static_cast<double>(counted.occurs[k] + counted.guessed[k]);
        if (size[k] == 0) continue;
        f1[k] = 2 * static_cast<double>(counted.correct[k]) / size[k];
        sum += f1[k];
        ++involved;
      }
      if (counted.defined) mean = sum / static_cast<double>(involved);
    }
  };
};

}  // namespace hillock::lab::metrics
