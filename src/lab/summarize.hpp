// SPDX-License-Identifier: Apache-2.0
// From the journal's records to the result everyone is shown. The same records give the same result, in
// whatever order they finished.
#pragma once
#include <span>
#include <vector>

#include "lab/record.hpp"
#include "lab/settings.hpp"

namespace hillock::lab {

/// The result with data, configuration and candidates filled, before any run.
result blank_result(const settings& s, const data::split_data& data);

/// Mean validation score per learning rate of a candidate's finished tuning runs, in the grid's order; a rate
/// with runs missing is left out.
std::vector<std::pair<double, double>> tuning_scores(const settings& s, const std::string& candidate,
                                                     std::span<const record> records);

/// The rate with the best mean validation score; ties go to the smaller mean validation loss, then to the
/// smaller rate.
double choose_learning_rate(const settings& s, const std::string& candidate, std::span<const record> records);

/// Fills everything that follows from the records: estimates, steps to the target, health, verdicts,
/// headline, limits.
void summarize(result& r, const settings& s, std::span<const record> records);

}  // namespace hillock::lab
