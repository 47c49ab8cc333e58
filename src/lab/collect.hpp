// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>

#include "lab/record.hpp"
#include "lab/settings.hpp"

namespace hillock::lab {

/// Puts the records of the asked seeds to their candidates, gives diverged runs their scores, and fills each
/// summary's means and intervals. Needs r.data and r.metric.
void collect(result& r, const settings& s, std::span<const record> records);

}  // namespace hillock::lab
