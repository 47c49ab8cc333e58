// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "lab/metrics/guesses.hpp"
#include "lab/metrics/mean.hpp"
#include "lab/metrics/probabilities.hpp"
#include "lab/metrics/ranks.hpp"

namespace hillock::lab::metrics {

/// The area under the ROC curve: the probability that a row of the class ranks above a row that is not of it,
/// ties half (Hanley & McNeil, Radiology 143, 1982). Binary: class 1, by its logit. Classes: the mean of each
/// class's against the rest, by its probability (macro one-versus-rest). Classes without rows are left out;
/// with rows of a single class it is undefined.
struct auc {
  static constexpr facts about{.name = "auc",
                               .label = "AUC",
                               .regression = false,
                               .more_is_better = true,
                               .shown_as = unit::plain,
                               .best = 1};

  static double score(const nn::matrix<float>& logits, const truth& answers) {
    return mean_of(rankings(logits, answers));
  }

  /// From the placement values of DeLong, DeLong & Clarke-Pearson, Biometrics 44, 1988.
  static std::vector<double> by_row(const nn::matrix<float>& logits, const truth& answers) {
    const std::vector<ranking> classes = rankings(logits, answers);
    std::vector<double> values(answers.rows(), mean_of(classes));
    const double share = static_cast<double>(answers.rows()) / static_cast<double>(classes.size());
    for (const ranking& one : classes) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t side = answers.labels[i] == one.of ? one.inside : one.outside;
        values[i] += share / static_cast<double>(side) * (one.placements[i] - one.area);
      }
    }
    return values;
  }

  static double chance(const truth& answers) {
    return classes_present(rows_per_class(answers)) > 1 ? 0.5 : undefined;
  }

 private:
  /// One class against the rest.
  struct ranking {
    std::int32_t of;
    std::size_t inside, outside;     ///< rows of the class, and not of it
    std::vector<double> placements;  ///< per row: the share of the other side that it ranks rightly to
    double area;
  };

  static double mean_of(const std::vector<ranking>& classes) {
    double sum = 0;
    for (const ranking& one : classes) sum += one.area;
    return classes.empty() ? undefined : sum / static_cast<double>(classes.size());
  }

  /// Of every class that has rows on both sides; of none where a logit is NaN. Log-probabilities rank as
  /// probabilities do, without the ties of those that round to 1.
  static std::vector<ranking> rankings(const nn::matrix<float>& logits, const truth& answers) {
    const bool binary = answers.task == data::task::binary;
    std::vector<double> scores = in_double(logits);
    if (!binary) apply_log_softmax(scores, logits.columns);
    if (std::any_of(scores.begin(), scores.end(), [](double s) { return std::isnan(s); })) return {};
    const std::vector<std::size_t> counts = rows_per_class(answers);
    std::vector<ranking> classes;
    std::vector<ranked_row> order(answers.rows()), spare;
    for (std::size_t k = binary ? 1 : 0; k < answers.classes; ++k) {
      if (counts[k] == 0 || counts[k] == order.size()) continue;
      for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = {scores[i * logits.columns + (binary ? 0 : k)], i};
      sort_by_score(order, spare);
      classes.push_back(rank(static_cast<std::int32_t>(k), counts[k], order, answers.labels));
    }
    return classes;
  }

  /// Counts are whole numbers, so the area is rounded once and the order of rows cannot matter.
  static ranking rank(std::int32_t k, std::size_t inside, const std::vector<ranked_row>& sorted,
                      std::span<const std::int32_t> labels) {
    const std::size_t n = sorted.size();
    ranking one{k, inside, n - inside, std::vector<double>(n), 0};
    const double all_below = 2 * static_cast<double>(one.outside),
                 all_above = 2 * static_cast<double>(inside);
    std::uint64_t twice_right = 0;  // pairs in the right order twice, ties once
    std::size_t in_below = 0, out_below = 0;
    for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
      std::size_t in_here = 0;
      for (; end < n && sorted[end].key == sorted[begin].key; ++end)
        in_here += labels[sorted[end].row] == k ? 1u : 0u;
      const std::size_t out_here = end - begin - in_here;
      const std::size_t twice_below = 2 * out_below + out_here;
      const std::size_t twice_above = 2 * (inside - in_below) - in_here;
      for (std::size_t i = begin; i < end; ++i) {
        const std::size_t row = sorted[i].row;
        one.placements[row] = labels[row] == k ? static_cast<double>(twice_below) / all_below
                                               : static_cast<double>(twice_above) / all_above;
      }
      twice_right += std::uint64_t{in_here} * twice_below;
      in_below += in_here;
      out_below += out_here;
    }
    one.area = static_cast<double>(twice_right) / (all_above * static_cast<double>(one.outside));
    return one;
  }
};

}  // namespace hillock::lab::metrics
