// SPDX-License-Identifier: Apache-2.0
// Statistics for paired seeds on one data set (DESIGN section 8). Each function names its source; tests
// compare with independent results; docs/statistics.md says what is computed, why, and how to read it. All of
// them throw std::invalid_argument for empty or non-finite input and for levels outside (0, 1).
//
// The numbers depend on +, −, ×, ÷, comparisons and Philox draws in a fixed order, except for the normal and
// Student quantiles (Boost.Math over libm's exp and log): those may differ in the last bits between machines,
// so an interval may too. Nothing here reaches a hash.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lab/result.hpp"

namespace hillock::lab {

/// Mean and 95 % BCa bootstrap interval (Efron 1987). Up to 10 values the n^n resamples are enumerated, so
/// the interval is exact and `resamples` and `seed` do not matter; beyond, `resamples` draws from a Philox
/// stream (deterministic). One value, or all equal: the interval is the value itself, because nothing is
/// known about its spread.
estimate bca_mean(std::span<const double> values, double confidence = 0.95, unsigned resamples = 10000,
                  std::uint64_t seed = 1);

/// Two-sided sign-flip (permutation) test of mean difference 0: exact enumeration up to 20 non-zero
/// differences, 10^6 Monte Carlo draws with the +1 correction (Phipson & Smyth 2010) beyond. All differences
/// 0: p = 1.
double sign_flip_test(std::span<const double> differences, std::uint64_t seed = 1);

/// Fewest pairs with which the sign-flip test can reach p < alpha after Holm over `comparisons` tests: the
/// smallest p of n pairs is 2^(1−n). 6 for one comparison at 0.05, 8 for four.
unsigned fewest_pairs(std::size_t comparisons, double alpha = 0.05);

/// Holm's step-down adjustment (1979), in the order given; results are monotone and at most 1.
std::vector<double> holm(std::span<const double> p);

/// P(a > b) + ½P(a = b) over independent pairs (Mann–Whitney U / nm).
double probability_better(std::span<const double> a, std::span<const double> b);

/// Cliff's delta = P(a > b) − P(a < b).
double cliffs_delta(std::span<const double> a, std::span<const double> b);

/// Paired seeds needed for 80 % power of a two-sided paired t-test at alpha for this mean and deviation of
/// differences (noncentral t); 0 when the mean is 0 or more than `limit` would be needed.
unsigned seeds_needed(double mean_difference, double deviation, double alpha = 0.05, unsigned limit = 10000);

/// Paired seeds needed so that with 80 % probability (or a little more) the whole 1 − alpha t interval of the
/// mean difference lies within ±margin; 0 when |mean_difference| ≥ margin or more than `limit` would be
/// needed.
unsigned seeds_for_equivalence(double mean_difference, double deviation, double margin, double alpha = 0.05,
                               unsigned limit = 10000);

/// Smallest mean difference that a two-sided paired t-test of `pairs` ≥ 2 pairs finds with 80 % power.
double detectable_difference(double deviation, unsigned pairs, double alpha = 0.05);

/// Half-width of the region of practical equivalence unless a caller chooses another: one point of accuracy,
/// or 0.01 of R².
inline constexpr double default_margin = 0.01;

/// Compares each candidate's test scores with the baseline's, paired by seed (seeds that only one of them has
/// are left out); one verdict per candidate other than the baseline, in their order. `margin` is the region
/// of practical equivalence. `better` or `worse`: p_holm < alpha and the 1 − alpha interval excludes 0;
/// `equivalent`: the whole interval lies within ±margin, with at least fewest_pairs(1, alpha) seeds.
/// Sentences show "accuracy" in percentage points and any other score as a number. Throws
/// std::invalid_argument when the baseline is missing or a candidate has a seed twice.
std::vector<verdict> compare_with_baseline(const std::vector<candidate_summary>& candidates,
                                           const std::string& baseline, double margin = default_margin,
                                           double alpha = 0.05, const std::string& score_name = "accuracy");

}  // namespace hillock::lab
