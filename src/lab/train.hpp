// SPDX-License-Identifier: Apache-2.0
// One run: one candidate, one seed, one thread.
#pragma once
#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "lab/record.hpp"
#include "lab/trainer.hpp"

namespace hillock::lab {

/// What a search for the learning rate tried, and the time all of it took to look inside.
struct search_account {
  std::vector<trial> tried;
  double probe_seconds = 0;
};

/// Trains to the end. Where there are several learning rates, each trains for a quarter of the epochs, and
/// the best on validation goes on: by score, then by loss, then the smaller rate. The search is part of the
/// run, so no row that the run is tested on can have had a say in it. Null when `stop` became true before the
/// end.
std::unique_ptr<trainer> train_network(const settings& s, const ground& on, const planned_run& plan,
                                       const std::atomic<bool>& stop, search_account& told);

/// Scores the test part once, with the weights of the best validation epoch, which the network keeps. Takes
/// the trainer's curve.
run finished_run(trainer& trained, const settings& s, const ground& on, const planned_run& plan);

/// Trains a network and scores the test part once, with the weights of the best validation epoch. Empty when
/// `stop` became true before the run was finished.
std::optional<record> train(const settings& s, const ground& on, const planned_run& plan,
                            const std::atomic<bool>& stop);

}  // namespace hillock::lab
