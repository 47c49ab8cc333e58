// SPDX-License-Identifier: Apache-2.0
// From numbers to words: the first sentence of a report, its limits, and the exit code they amount to.
#pragma once
#include <string>
#include <vector>

#include "lab/result.hpp"
#include "lab/statistics.hpp"

namespace hillock::lab {

/// The candidate to use, chosen on validation scores only (test scores are reported, never chosen by); empty
/// without runs. Where others are tied with the best: identity if it is among them, else the baseline, else
/// the best on validation.
std::string recommended(const result& r, double margin = default_margin);

/// The first sentence of a report: which activation to use on this data and how sure that is. Needs
/// r.candidates, r.baseline, r.verdicts, r.score_name and r.chance.
std::string headline(const result& r, double margin = default_margin);

/// Sentences on what this evidence cannot say: one data set, one split, these sizes and budget, differences
/// too small to see, diverged runs. Needs r.candidates, r.data, r.configuration, r.score_name, r.chance and
/// r.complete.
std::vector<std::string> limits(const result& r, double margin = default_margin);

/// exit_code::not_enough_evidence when there were comparisons and none reached a verdict, else exit_code::ok.
exit_code evidence_code(const result& r);

}  // namespace hillock::lab
