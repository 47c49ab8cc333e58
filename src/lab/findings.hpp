// SPDX-License-Identifier: Apache-2.0
// From probe values to sentences. Thresholds and their sources: docs/lab.md.
#pragma once
#include <span>
#include <vector>

#include "lab/result.hpp"

namespace hillock::lab {

/// Fills `health` of every candidate. A symptom is a fault only where the candidate is worse than the best on
/// validation by the verdict's test and by more than the margin, or even the best is at chance; the best is
/// never at fault otherwise. `predicted` holds mean-field theory's gradient ratio per candidate. Needs
/// verdicts.
void judge_health(result& r, std::span<const double> predicted);

}  // namespace hillock::lab
