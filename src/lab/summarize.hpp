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

/// Fills everything that follows from the records: estimates, steps to the target, health, verdicts,
/// headline, limits. `looks`: the numbers of seeds with which the experiment was complete before.
void summarize(result& r, const settings& s, std::span<const record> records,
               std::vector<unsigned> looks = {});

}  // namespace hillock::lab
