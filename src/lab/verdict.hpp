// SPDX-License-Identifier: Apache-2.0
// From numbers to words: verdicts, the first sentence of a report, its limits, and the exit code they amount
// to.
#pragma once
#include <string>
#include <vector>

#include "lab/comparison.hpp"

namespace hillock::lab {

/// Indices of r.candidates by validation score, best first (test scores are reported, never chosen by). Of
/// equal ones the baseline comes first, the others keep the user's order; who has no score comes last.
std::vector<std::size_t> ranking(const result& r);

/// The first of ranking(). Null where none has a score.
const candidate_summary* best_of(const result& r);

/// Every comparison the report rests on, one family for Holm: each candidate with the baseline, in their
/// order, then each with the best on validation, unless that is the baseline. Needs candidates, baseline,
/// metric, margin and data. Throws std::invalid_argument when the baseline is missing or a candidate has a
/// seed twice.
std::vector<verdict> compare_all(const result& r);

/// The candidates other than the best, held against it: taken from r.verdicts.
std::vector<verdict> against_best(const result& r);

/// Whether no candidate does better than the best constant guess, by the intervals of their means.
bool all_at_chance(const result& r);

/// The candidate to use; empty without runs. Where others are tied with the best on validation: identity if
/// it is among them, else the baseline, else the best.
std::string recommended(const result& r);

/// The first sentence of a report: which activation to use on this data and how sure that is. Needs what
/// compare_all() needs, and r.verdicts.
std::string headline(const result& r);

/// Sentences on what this evidence cannot say: one data set, these sizes and budget, differences too small to
/// see, diverged runs. Needs what headline() needs, and r.configuration and r.complete.
std::vector<std::string> limits(const result& r);

/// exit_code::not_enough_evidence when there were comparisons and none reached a verdict, else exit_code::ok.
exit_code evidence_code(const result& r);

}  // namespace hillock::lab
