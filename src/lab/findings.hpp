// SPDX-License-Identifier: Apache-2.0
// From probe values to sentences. Thresholds and their sources: docs/lab.md.
#pragma once
#include <span>
#include <vector>

#include "lab/result.hpp"

namespace hillock::lab {

/// What a run's probes say, in the few numbers the rules need.
struct symptoms {
  double gradient_ratio = 1;  ///< first over last hidden layer's gradient norm, before training and after one
                              ///< epoch: the one nearer to 1
  std::vector<layer_probe> hidden;  ///< each hidden layer at the end
};

symptoms symptoms_of(const run& r);

/// Whether a candidate does badly: at chance, or behind the best candidate by more than the margin with the
/// whole 95 % interval of the paired differences below zero. Only then can a problem be a fault.
bool does_badly(const candidate_summary& candidate, const candidate_summary& best, double chance);

/// Fills `health` of every candidate. `predicted` holds mean-field theory's gradient ratio per candidate.
void judge_health(std::vector<candidate_summary>& candidates, std::span<const double> predicted,
                  double chance);

}  // namespace hillock::lab
