// SPDX-License-Identifier: Apache-2.0
// The list of runs: candidates × seeds × learning rates, with the same budget for every candidate.
#pragma once
#include <span>
#include <vector>

#include "lab/record.hpp"
#include "lab/settings.hpp"
#include "lab/train.hpp"

namespace hillock::lab {

/// All runs in the order they are started: the search for learning rates first, candidate by candidate; then
/// the comparison, seed by seed, so that an interrupted experiment has whole seeds to compare.
std::vector<planned_run> make_plan(const settings& s, bool draw_maps);

/// Whether a record of this run is among the finished ones.
bool is_done(const settings& s, const planned_run& plan, std::span<const record> records);

}  // namespace hillock::lab
