// SPDX-License-Identifier: Apache-2.0
// The ground a seed's runs stand on: its split of the data, standardised, and the examples its probes look
// at.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "data/dataset.hpp"
#include "lab/probe_set.hpp"
#include "lab/settings.hpp"

namespace hillock::lab {

/// What all runs of one seed share; nothing in it changes while they run.
struct ground {
  data::split_data data;
  probe_set probes;

  /// `split_seed` draws the split and the probes' examples.
  ground(const data::dataset& whole, data::split_options how, std::uint64_t split_seed);
};

/// Makes each seed's ground when its first run asks for it and lets it go after its last one, because ten
/// splits of large data would not fit into memory side by side. May be called from any thread.
class grounds {
 public:
  /// Keeps a reference to the data. With options.fixed_split there is one ground for all seeds.
  grounds(const data::dataset& whole, const experiment_options& options);

  std::shared_ptr<const ground> of(std::uint64_t seed);

 private:
  const data::dataset& whole_;
  const data::split_options how_;
  const bool fixed_;
  std::mutex mutex_;
  std::map<std::uint64_t, std::weak_ptr<const ground>> made_;
  std::shared_ptr<const ground>
      latest_;  // runs come seed by seed: spares making it again between two of them
};

}  // namespace hillock::lab
