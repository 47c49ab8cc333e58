// SPDX-License-Identifier: Apache-2.0
#include "lab/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

namespace hillock::lab {
namespace {

// An interval that ends at the margin lies within it, however the subtraction of two scores was rounded.
constexpr double rounding = 1 + 1e-9;

std::map<std::uint64_t, const run*> by_seed(const candidate_summary& candidate) {
  std::map<std::uint64_t, const run*> runs;
  for (const run& r : candidate.runs)
    if (!runs.emplace(r.seed, &r).second)
      throw std::invalid_argument(fmt::format("{} has two runs with seed {}", candidate.name, r.seed));
  return runs;
}

/// Row by row, where both runs know the same rows.
row_scores minus(const run& a, const run& b, double gain) {
  row_scores difference;
  if (a.by_row.rows != b.by_row.rows) return difference;
  difference.rows = a.by_row.rows;
  for (std::size_t i = 0; i < difference.rows.size(); ++i)
    difference.values.push_back(static_cast<float>(gain * (a.by_row.values[i] - b.by_row.values[i])));
  return difference;
}

double deviation_of(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  const double n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  return std::sqrt(squares / (n - 1));
}

std::size_t times(std::size_t rows, double factor) {
  return static_cast<std::size_t>(std::ceil(factor * static_cast<double>(rows)));
}

/// How many rows a given test part needs so that the mean's variance is `wanted`, of which seeds leave
/// by_seed². More rows to test take away from their own part only; where the seeds' part takes more than
/// half, more seeds are asked for as well.
void ask_for_test_rows(verdict& v, double by_seed, double wanted, std::size_t rows) {
  double for_rows = wanted - by_seed * by_seed;
  if (for_rows < wanted / 2) {
    for_rows = wanted / 2;
    v.seeds_needed =
        static_cast<unsigned>(std::min(10000.0, std::ceil(2 * v.deviation * v.deviation / wanted)));
  }
  v.rows_needed = times(rows, std::max(1.0, v.rows_deviation * v.rows_deviation / for_rows));
}

}  // namespace

comparison_rules rules_of(const result& r) {
  const data::split_data& d = r.data;
  return {.by = r.metric,
          .margin = r.margin,
          .rows = d.given_test ? d.test.rows : d.train.rows + d.validation.rows + d.test.rows,
          .given_test = d.given_test,
          .fixed_split = r.fixed_split};
}

double deviation_from_rows(std::span<const row_scores> by_seed, const comparison_rules& rules) {
  if (rules.fixed_split || rules.rows == 0) return 0;
  return std::sqrt(spread_of_rows(by_seed).variance / static_cast<double>(rules.rows));
}

paired_scores pair_by_seed(const candidate_summary& candidate, const candidate_summary& reference,
                           const metrics::metric& by) {
  const auto mine = by_seed(candidate), theirs = by_seed(reference);
  const double gain = gain_of(by);
  paired_scores pairs;
  for (const auto& [seed, a] : mine) {
    const auto other = theirs.find(seed);
    if (other == theirs.end()) continue;
    const run& b = *other->second;
    pairs.candidate.push_back(gain * a->test);
    pairs.reference.push_back(gain * b.test);
    pairs.differences.push_back(gain * (a->test - b.test));
    pairs.by_row.push_back(minus(*a, b, gain));
    pairs.candidate_diverged += a->diverged ? 1u : 0u;
    pairs.reference_diverged += b.diverged ? 1u : 0u;
  }
  return pairs;
}

verdict measure(const std::string& candidate, const std::string& reference, const paired_scores& pairs,
                const comparison_rules& rules) {
  verdict v;
  v.candidate = candidate, v.reference = reference;
  v.has_size = pairs.has_size();
  if (pairs.differences.empty()) return v;
  v.deviation = deviation_of(pairs.differences);
  v.rows_deviation = deviation_from_rows(pairs.by_row, rules);
  const estimate interval =
      widened(bca_mean(pairs.differences, 1 - rules.alpha), v.rows_deviation, 1 - rules.alpha);
  const bool turned = !rules.by->more_is_better;
  v.difference = turned ? -interval.mean : interval.mean;
  v.low = turned ? -interval.high : interval.low;
  v.high = turned ? -interval.low : interval.high;
  v.p = v.p_holm = sign_flip_test(pairs.differences, v.rows_deviation);
  v.probability_better = probability_better(pairs.candidate, pairs.reference);
  v.effect_size = cliffs_delta(pairs.candidate, pairs.reference);
  return v;
}

judgement judge(const verdict& v, const paired_scores& pairs, const comparison_rules& rules) {
  if (v.p_holm < rules.alpha && (v.low > 0 || v.high < 0))
    return (v.low > 0) == rules.by->more_is_better ? judgement::better : judgement::worse;
  // The interval of very few values is too narrow to trust; ask for as many pairs as a difference would need.
  const bool inside = v.low >= -rules.margin * rounding && v.high <= rules.margin * rounding;
  return inside && !pairs.any_diverged() && pairs.seeds() >= fewest_pairs(1, rules.alpha)
             ? judgement::equivalent
             : judgement::not_enough_evidence;
}

void look_ahead(verdict& v, const paired_scores& pairs, const comparison_rules& rules) {
  if (pairs.all_diverged()) return;
  const auto n = static_cast<unsigned>(pairs.seeds());
  const unsigned least = fewest_pairs(rules.comparisons, rules.alpha);
  if (n < 2) {
    v.seeds_needed = least;
    return;
  }
  // Holm's strictest step, so that the estimate does not depend on how the other candidates do.
  const double strictest = rules.alpha / static_cast<double>(rules.comparisons);
  const uncertainty u{v.deviation, v.rows_deviation};
  unsigned difference = seeds_needed(v.difference, u, strictest);
  // Who diverges is never tied: within a margin of 0 nothing is.
  const double margin = pairs.any_diverged() ? 0 : rules.margin;
  unsigned equivalence = seeds_for_equivalence(v.difference, u, margin, rules.alpha);
  if (difference != 0) difference = std::max(difference, least);
  if (equivalence != 0) equivalence = std::max(equivalence, fewest_pairs(1, rules.alpha));
  unsigned needed = difference == 0 || equivalence == 0 ? std::max(difference, equivalence)
                                                        : std::min(difference, equivalence);
  // Where t-test theory says that the seeds at hand should do but the tests disagree: as many again.
  if (needed != 0 && needed <= n) needed = 2 * n;
  // Seeds can settle it only as long as they are the larger part of what is uncertain.
  const double from_seeds = v.deviation / std::sqrt(static_cast<double>(std::max(needed, n)));
  if (needed != 0 && v.rows_deviation <= from_seeds) {
    v.seeds_needed = needed;
    return;
  }
  const double by_seed = v.deviation / std::sqrt(static_cast<double>(n));
  const double of_mean = std::hypot(by_seed, v.rows_deviation);
  const double factor = rows_factor(v.difference, of_mean, margin, strictest, rules.alpha);
  if (!(v.rows_deviation > 0 && factor > 1))
    v.seeds_needed = needed;
  else if (rules.given_test)
    ask_for_test_rows(v, by_seed, of_mean * of_mean / factor, rules.rows);
  else
    v.rows_needed = times(rules.rows, factor);
}

}  // namespace hillock::lab
