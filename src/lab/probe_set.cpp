// SPDX-License-Identifier: Apache-2.0
#include "lab/probe_set.hpp"

#include <algorithm>

#include "base/philox.hpp"
#include "lab/evaluate.hpp"
#include "lab/probes/list.hpp"

namespace hillock::lab {

probe_set::probe_set(const data::split_data& data, std::uint64_t seed) : task_(data.task) {
  std::vector<std::uint32_t> rows = philox(seed, "probe").permutation(data.train.rows);
  rows.resize(std::min(rows.size(), most_examples));
  std::sort(rows.begin(), rows.end());  // neighbours in memory; which rows, not their order, is what is drawn
  mini_batch chosen;
  chosen.gather(data.train, rows);
  features_ = std::move(chosen.features);
  labels_ = std::move(chosen.labels);
  targets_ = std::move(chosen.targets);
}

std::vector<layer_probe> probe_set::look(nn::network<float>& net, const weights_snapshot& before) const {
  const mini_batch answers{{}, labels_, targets_};
  nn::matrix<float> dlogits;
  loss_of(task_, net.forward(features_), answers, dlogits);
  net.backward(features_, dlogits);

  const activation& f = net.hidden_activation();
  const float steepest = steepest_slope(f);
  std::vector<layer_probe> seen(net.layers.size());
  std::vector<float> slopes;
  for (std::size_t i = 0; i < net.layers.size(); ++i) {
    const nn::dense<float>& layer = net.layers[i];
    slopes.resize(layer.activated ? layer.pre.values.size() : 0);
    if (layer.activated) f.slope(std::span<const float>(layer.pre.values), std::span<float>(slopes));
    const std::span<const float> weights_before = before.empty() ? std::span<const float>{} : before[i];
    probes::list::measure({layer, slopes, steepest, f.card().bounded(), weights_before}, seen[i]);
  }
  return seen;
}

float steepest_slope(const activation& f) {
  constexpr int reach = 20, per_unit = 64;
  std::vector<float> x, slopes;
  for (int i = -reach * per_unit; i <= reach * per_unit; ++i) x.push_back(static_cast<float>(i) / per_unit);
  slopes.resize(x.size());
  f.slope(std::span<const float>(x), std::span<float>(slopes));
  float steepest = 0;
  for (const float slope : slopes) steepest = std::max(steepest, std::fabs(slope));
  return steepest;
}

}  // namespace hillock::lab
