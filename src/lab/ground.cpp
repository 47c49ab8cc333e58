// SPDX-License-Identifier: Apache-2.0
#include "lab/ground.hpp"

#include "data/load.hpp"

namespace hillock::lab {
namespace {

data::split_options with_seed(data::split_options how, std::uint64_t seed) {
  how.seed = seed;
  return how;
}

}  // namespace

ground::ground(const data::dataset& whole, data::split_options how, std::uint64_t split_seed)
    : data(data::split(whole, with_seed(how, split_seed))), probes(data, split_seed) {}

grounds::grounds(const data::dataset& whole, const experiment_options& options)
    : whole_(whole), how_(options.split), fixed_(options.fixed_split) {}

std::shared_ptr<const ground> grounds::of(std::uint64_t seed) {
  if (fixed_) seed = how_.seed;
  const std::lock_guard lock(mutex_);
  std::weak_ptr<const ground>& known = made_[seed];
  if (const auto made = known.lock()) return made;
  latest_ = std::make_shared<const ground>(whole_, how_, seed);
  known = latest_;
  return latest_;
}

}  // namespace hillock::lab
