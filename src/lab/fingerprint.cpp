// SPDX-License-Identifier: Apache-2.0
#include "lab/fingerprint.hpp"

#include <algorithm>

#include "base/philox.hpp"
#include "lab/trainer.hpp"

namespace hillock::lab {
namespace {

constexpr std::size_t steps = 3;   // the third one's optimiser has moments of its own making
constexpr std::uint64_t seed = 0;  // of the draws; runs begin at 1

}  // namespace

std::vector<std::pair<std::string, std::string>> fingerprints_of(const settings& s, const ground& on) {
  std::vector<std::pair<std::string, std::string>> all;
  const data::part& part = on.data.train;
  const auto order = philox(seed, "batches").permutation(part.rows);
  mini_batch batch;
  nn::matrix<float> dlogits;
  for (std::size_t candidate = 0; candidate < s.candidates.size(); ++candidate) {
    nn::network<float> net = initial_network(s, on.data, candidate, seed);
    nn::optimizer<float> optimizer(optimizer_for(s, s.learning_rates.front()), net);
    for (std::size_t step = 0; step < steps; ++step) {
      const std::size_t begin = step * s.batch % part.rows;
      batch.gather(part, std::span(order).subspan(begin, std::min(s.batch, part.rows - begin)));
      loss_of(on.data.task, net.forward(batch.features), batch, dlogits);
      net.backward(batch.features, dlogits);
      optimizer.step(net);
    }
    make_nans_equal(net);
    all.emplace_back(s.candidates[candidate].to_string(), net.hash());
  }
  return all;
}

}  // namespace hillock::lab
