// SPDX-License-Identifier: Apache-2.0
// Statistics for paired seeds on one data set. Each function names its source; tests
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

/// The interval with another, independent and normal source of error around the mean, of this deviation: each
/// end's distance becomes the root of the sum of its square and the square of the normal quantile times the
/// deviation (Zou & Donner, Statistics in Medicine 27 (2008) 1693–1702). A deviation of 0 changes nothing.
estimate widened(const estimate& interval, double deviation, double confidence = 0.95);

/// Two-sided sign-flip (permutation) test of mean difference 0: exact enumeration up to 20 non-zero
/// differences, 200,000 Monte Carlo draws with the +1 correction (Phipson & Smyth 2010) beyond. All
/// differences 0: p = 1. With `deviation`, the error of the mean that all differences share (the choice of
/// rows), every flipped mean gets a normal error of that size: p is the share of signs and errors as far from
/// 0 as the observed mean, and never less than without it.
double sign_flip_test(std::span<const double> differences, double deviation = 0, std::uint64_t seed = 1);

/// How much single rows' differences between two candidates vary beyond what seeds explain.
struct row_spread {
  double variance = 0;  ///< of a row's expected difference over seeds; 0 where the estimate is negative
  double pairs = 0;  ///< pairs of seeds that tested the same row, over all rows: what the estimate rests on
};

/// Estimates that variance from rows that two seeds or more tested, as the mean product of their centred
/// differences: what is random in a split or a draw is not the same in both, what belongs to the row is. Each
/// entry holds one seed's test rows. The mean over ever more seeds keeps the error √(variance / rows in all).
row_spread spread_of_rows(std::span<const row_scores> differences);

/// Fewest pairs with which the sign-flip test can reach p < alpha after Holm over `comparisons` tests: the
/// smallest p of n pairs is 2^(1−n). 6 for one comparison at 0.05, 8 for four.
unsigned fewest_pairs(std::size_t comparisons, double alpha = 0.05);

/// Holm's step-down adjustment (1979), in the order given; results are monotone and at most 1.
std::vector<double> holm(std::span<const double> p);

/// P(a > b) + ½P(a = b) over independent pairs (Mann–Whitney U / nm).
double probability_better(std::span<const double> a, std::span<const double> b);

/// Cliff's delta = P(a > b) − P(a < b).
double cliffs_delta(std::span<const double> a, std::span<const double> b);

/// What makes the mean difference of n seeds uncertain: its variance is by_seed²/n + by_rows².
struct uncertainty {
  double by_seed = 0;  ///< deviation of the differences between seeds
  double by_rows = 0;  ///< deviation of the mean that no number of seeds removes
};

/// Paired seeds needed for 80 % power of a two-sided paired t-test at alpha for this mean difference
/// (noncentral t); 0 when the mean is 0 or more than `limit` would be needed.
unsigned seeds_needed(double mean_difference, uncertainty u, double alpha = 0.05, unsigned limit = 10000);

/// Paired seeds needed so that with 80 % probability (or a little more) the whole 1 − alpha t interval of the
/// mean difference lies within ±margin; 0 when |mean_difference| ≥ margin or more than `limit` would be
/// needed.
unsigned seeds_for_equivalence(double mean_difference, uncertainty u, double margin, double alpha = 0.05,
                               unsigned limit = 10000);

/// By what factor the data must grow so that the present seeds settle the question as above, by a difference
/// or by equivalence, whichever takes less; every part of the mean's variance falls as 1/rows. 0: neither.
double rows_factor(double mean_difference, double deviation_of_mean, double margin, double alpha_difference,
                   double alpha_equivalence = 0.05);

/// Smallest mean difference that a two-sided paired t-test of `pairs` ≥ 2 pairs finds with 80 % power.
double detectable_difference(double deviation, unsigned pairs, double alpha = 0.05);

/// The chance that one of several looks at a growing experiment finds a difference between two equals at
/// level alpha: 0.05 for one look, 0.083 for two with twice as many seeds at the second. `seeds` at each
/// look, ascending.
double error_of_looks(std::span<const unsigned> seeds, double alpha = 0.05);

}  // namespace hillock::lab
