// SPDX-License-Identifier: Apache-2.0
// The list of runs: candidates × seeds.
#pragma once
#include <span>
#include <vector>

#include "lab/record.hpp"
#include "lab/settings.hpp"
#include "lab/trainer.hpp"

namespace hillock::lab {

/// All runs in the order they are started: seed by seed, so that an interrupted experiment has whole seeds to
/// compare and the candidates of a seed share its ground.
std::vector<planned_run> make_plan(const settings& s, bool draw_maps);

/// Whether a record of this run is among the finished ones.
bool is_done(const settings& s, const planned_run& plan, std::span<const record> records);

}  // namespace hillock::lab
