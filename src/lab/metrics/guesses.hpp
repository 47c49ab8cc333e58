// SPDX-License-Identifier: Apache-2.0
// What metrics of guessed classes share: the guesses, and how often each class occurs and is guessed.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lab/metrics/metric.hpp"

namespace hillock::lab::metrics {

inline constexpr std::int32_t no_guess = -1;

/// The class that a row of logits speaks for: that of the largest, the first among equals; of one logit, 1
/// above 0, else 0. `no_guess` where a logit is NaN.
inline std::int32_t guess_of(std::span<const float> row) {
  if (row.size() == 1) return row[0] > 0 ? 1 : row[0] <= 0 ? 0 : no_guess;
  std::size_t best = 0;
  bool defined = true;
  for (std::size_t j = 0; j < row.size(); ++j) {
    defined = defined && row[j] == row[j];
    best = row[j] > row[best] ? j : best;
  }
  return defined ? static_cast<std::int32_t>(best) : no_guess;
}

/// How many rows are of each class.
inline std::vector<std::size_t> rows_per_class(const truth& answers) {
  std::vector<std::size_t> counts(answers.classes);
  for (const std::int32_t label : answers.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

/// Of how many classes there are rows.
inline std::size_t classes_present(const std::vector<std::size_t>& counts) {
  return counts.size() - static_cast<std::size_t>(std::count(counts.begin(), counts.end(), 0u));
}

/// The share of the largest class; NaN without rows.
inline double largest_share(const truth& answers) {
  const std::vector<std::size_t> counts = rows_per_class(answers);
  return static_cast<double>(*std::max_element(counts.begin(), counts.end())) /
         static_cast<double>(answers.rows());
}

/// Guesses against the truth.
struct tally {
  std::vector<std::int32_t> guesses;                  ///< per row
  std::vector<std::size_t> occurs, guessed, correct;  ///< per class: rows of it, rows guessed it, both
  bool defined;                                       ///< there are rows, and each has a guess

  tally(const nn::matrix<float>& logits, const truth& answers)
      : occurs(rows_per_class(answers)),
        guessed(answers.classes),
        correct(answers.classes),
        defined(answers.rows() > 0) {
    guesses.reserve(answers.rows());
    for (std::size_t i = 0; i < answers.rows(); ++i) {
      const std::int32_t guess = guess_of(logits.row(i));
      guesses.push_back(guess);
      if (guess == no_guess) {
        defined = false;
        continue;
      }
      ++guessed[static_cast<std::size_t>(guess)];
      if (guess == answers.labels[i]) ++correct[static_cast<std::size_t>(guess)];
    }
  }
};

}  // namespace hillock::lab::metrics
