// SPDX-License-Identifier: Apache-2.0
// One candidate held against another over the seeds both have: numbers and judgement. docs/statistics.md says
// what is computed, why, and what was measured of its errors.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "lab/result.hpp"
#include "lab/statistics.hpp"

namespace hillock::lab {

/// What all comparisons of an experiment share.
struct comparison_rules {
  const metrics::metric* by = nullptr;
  double margin = 0;         ///< of practical equivalence, in the metric's unit
  std::size_t rows = 0;      ///< that can be tested: all of the data set, or those of a given test part
  bool given_test = false;   ///< then more rows to test make the seeds' part no smaller
  bool fixed_split = false;  ///< the claim is about this split: then the choice of rows is no source of error
  std::size_t comparisons = 1;  ///< that Holm adjusts for
  double alpha = 0.05;
};

/// The rules of an experiment, from its data and configuration; `comparisons` is left to the caller.
comparison_rules rules_of(const result& r);

/// The error of a mean over seeds from the choice of rows, which no number of seeds removes; 0 for a fixed
/// split. One entry per seed.
double deviation_from_rows(std::span<const row_scores> by_seed, const comparison_rules& rules);

/// The scores of the seeds that both have, turned so that more is better.
struct paired_scores {
  std::vector<double> candidate, reference, differences;
  std::vector<row_scores> by_row;  ///< differences row by row, one entry per seed; empty where a run has none
  std::size_t candidate_diverged = 0, reference_diverged = 0;  ///< runs

  std::size_t seeds() const noexcept { return differences.size(); }
  /// Any run of the two diverged: they are never tied.
  bool any_diverged() const noexcept { return candidate_diverged + reference_diverged > 0; }
  /// Every run of both did: nothing can be compared.
  bool all_diverged() const noexcept {
    return seeds() > 0 && candidate_diverged == seeds() && reference_diverged == seeds();
  }
  /// Whether both have a score of their own: else the size of the difference means nothing.
  bool has_size() const noexcept { return candidate_diverged < seeds() && reference_diverged < seeds(); }
};

/// Throws std::invalid_argument where a candidate has a seed twice.
paired_scores pair_by_seed(const candidate_summary& candidate, const candidate_summary& reference,
                           const metrics::metric& by);

/// The numbers of a comparison, before Holm: everything of a verdict but p_holm, its judgement and sentence.
/// `says` is not_enough_evidence, p_holm is p.
verdict measure(const std::string& candidate, const std::string& reference, const paired_scores& pairs,
                const comparison_rules& rules);

/// better or worse: p_holm < alpha and the 1 − alpha interval excludes 0. Equivalent: the whole interval lies
/// within ±margin, with at least fewest_pairs(1, alpha) seeds, and neither diverged.
judgement judge(const verdict& v, const paired_scores& pairs, const comparison_rules& rules);

/// Fills seeds_needed and rows_needed of an undecided verdict: what would settle it with 80 % probability.
/// Both where a given test part needs more rows and more seeds.
void look_ahead(verdict& v, const paired_scores& pairs, const comparison_rules& rules);

/// The largest size of the difference that the interval holds.
inline double largest(const verdict& v) { return std::max(std::fabs(v.low), std::fabs(v.high)); }

/// +1 where more is better, else −1: turns a difference of scores into a gain.
inline double gain_of(const metrics::metric& by) { return by.more_is_better ? 1 : -1; }

}  // namespace hillock::lab
