// SPDX-License-Identifier: Apache-2.0
// Statistics for paired seeds on one data set (DESIGN section 8). Each function names its source; tests compare with
// independent results.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lab/result.hpp"

namespace hillock::lab {

/// Mean and 95 % BCa bootstrap interval (Efron 1987), `resamples` draws from a Philox stream (deterministic).
/// One value, or all equal: the interval is the value itself.
estimate bca_mean(std::span<const double> values, double confidence = 0.95, unsigned resamples = 10000, std::uint64_t seed = 1);

/// Two-sided sign-flip (permutation) test of mean difference 0: exact enumeration up to 20 pairs, 10^6 Monte Carlo
/// draws with the +1 correction (Phipson & Smyth 2010) beyond. All differences 0: p = 1.
double sign_flip_test(std::span<const double> differences, std::uint64_t seed = 1);

/// Holm's step-down adjustment (1979), in the order given; results are monotone and at most 1.
std::vector<double> holm(std::span<const double> p);

/// P(a > b) + ½P(a = b) over independent pairs (Mann–Whitney U / nm).
double probability_better(std::span<const double> a, std::span<const double> b);

/// Cliff's delta = P(a > b) − P(a < b).
double cliffs_delta(std::span<const double> a, std::span<const double> b);

/// Paired seeds needed for 80 % power of a two-sided paired t-test at alpha for this mean and deviation of differences
/// (noncentral t); 0 when the mean is 0 or more than `limit` would be needed.
unsigned seeds_needed(double mean_difference, double deviation, double alpha = 0.05, unsigned limit = 10000);

/// Compares each candidate's scores with the baseline's, paired by position. `margin` is the region of practical
/// equivalence: `equivalent` when the whole interval lies within ±margin.
std::vector<verdict> compare_with_baseline(const std::vector<candidate_summary>& candidates, const std::string& baseline,
                                           double margin, double alpha = 0.05);

}  // namespace hillock::lab
