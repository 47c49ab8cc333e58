// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>
#include <span>

#include "lab/record.hpp"
#include "lab/settings.hpp"

namespace hillock::lab {

inline constexpr double infinite = std::numeric_limits<double>::infinity();

/// Puts the records of the asked seeds to their candidates, gives diverged runs their scores, and fills each
/// summary's means and intervals. Needs r.data and r.metric.
void collect(result& r, const settings& s, std::span<const record> records);

}  // namespace hillock::lab
