// SPDX-License-Identifier: Apache-2.0
// One run: one candidate, one seed, one thread.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "lab/probe_set.hpp"
#include "lab/record.hpp"
#include "lab/settings.hpp"

namespace hillock::lab {

/// What a run is: everything else is held equal.
struct planned_run {
  std::size_t candidate = 0;  ///< index in settings::candidates
  std::uint64_t seed = 0;
  double learning_rate = 0;  ///< 0 in the plan of a comparison run whose rate is still being chosen
  bool tuning = false;
  bool draws_map = false;  ///< also computes the decision map
};

/// What all runs of an experiment share; nothing in it changes while they run.
struct training_ground {
  const settings& how;
  const data::split_data& data;
  const probe_set& probes;
};

/// A network with its weights and biases drawn for this candidate and seed, as training starts with it.
nn::network<float> initial_network(const settings& s, const data::split_data& data, std::size_t candidate,
                                   std::uint64_t seed);

/// Trains, with early stopping on the validation loss, and scores the test part once, with the weights of the
/// best validation epoch. Empty when `stop` became true before the run was finished.
std::optional<record> train(const training_ground& ground, const planned_run& plan,
                            const std::atomic<bool>& stop);

}  // namespace hillock::lab
