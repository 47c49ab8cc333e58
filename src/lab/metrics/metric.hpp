// SPDX-License-Identifier: Apache-2.0
// Scores: what a network's outputs are worth on rows whose answers are known. docs/metrics.md has the
// formulas.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "data/dataset.hpp"
#include "nn/matrix.hpp"

namespace hillock::lab::metrics {

/// What is true of the rows that are scored.
struct truth {
  data::task task = data::task::binary;
  std::size_t classes = 0;               ///< classification: 2 for binary
  std::span<const std::int32_t> labels;  ///< classification: 0 … classes − 1
  std::span<const float> targets;        ///< regression: standardised
  double target_deviation = 1;           ///< regression: turns standardised errors into the target's units

  std::size_t rows() const noexcept {
    return task == data::task::regression ? targets.size() : labels.size();
  }
};

/// How a score is shown.
enum class unit {
  share,   ///< in percent, differences in points
  plain,   ///< as a number
  target,  ///< in the target's own units
};

/// What is to be said of a metric.
struct facts {
  std::string_view name;   ///< as on the command line: "balanced_accuracy"
  std::string_view label;  ///< as people read it: "balanced accuracy"
  bool regression;         ///< else classification, of two classes or more
  bool more_is_better;
  unit shown_as;
  double best;  ///< the score of a network that is right and sure of it on every row
};

/// One metric. Logits are rows × outputs: one column for binary (class 1 above 0) and regression (the
/// standardised prediction), else one column per class. What does not fit, or a label out of range, throws
/// std::invalid_argument. Results have the same bits on every machine.
struct metric : facts {
  /// NaN where the score is undefined (no rows; AUC of one class; R² of targets that do not vary) or where a
  /// logit is NaN.
  double (*score)(const nn::matrix<float>& logits, const truth& answers);

  /// One number per row: their mean is the score, to rounding, and their variance over n is that of the score
  /// under the choice of the rows, to first order (score plus influence value; Hampel 1974). Differences of
  /// two networks' numbers do the same for the difference of their scores. NaN in every row where the score
  /// is undefined, at least in the row to blame where a logit is NaN; without meaning where it is infinite.
  std::vector<double> (*by_row)(const nn::matrix<float>& logits, const truth& answers);

  /// The score of the best guess that is the same for all of these rows: of a class, of shares (log loss,
  /// Brier) or of a number. NaN where the score is undefined whatever is guessed.
  double (*chance)(const truth& answers);
};

/// All metrics, in the order of list.hpp.
std::span<const metric> all();
/// The metric of that name; null where there is none.
const metric* find(std::string_view name);
/// Those that apply to a task, the usual one first.
std::vector<const metric*> of(data::task task);

}  // namespace hillock::lab::metrics
