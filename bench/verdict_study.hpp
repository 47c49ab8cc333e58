// SPDX-License-Identifier: Apache-2.0
// How often verdicts are wrong, measured: many small experiments by the lab's own protocol on data whose
// truth is known. The program bench_verdicts runs them large (docs/statistics.md has its output), a test
// small.
#pragma once
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/philox.hpp"
#include "data/content.hpp"
#include "data/load.hpp"
#include "data/standardise.hpp"
#include "lab/comparison.hpp"
#include "lab/evaluate.hpp"
#include "lab/ground.hpp"
#include "lab/statistics.hpp"
#include "lab/train.hpp"
#include "lab/verdict.hpp"

namespace hillock::lab::study {

/// Runs act(0) … act(count − 1) on so many threads, in any order.
inline void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& act) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([&] {
      for (std::size_t i; (i = next++) < count;) act(i);
    });
}

/// One of the things compared: a candidate of the settings, and what is added to a seed for its draws (the
/// split stays the seed's own).
struct contestant {
  std::string name;
  std::size_t candidate = 0;
  std::uint64_t other_draws = 0;
};

/// The lab's settings for one data set. `options` says model, epochs, activations.
inline settings settings_for(const data::dataset& whole, const experiment_options& options) {
  settings s = settle(options);
  choose_metric(s, whole.task, 0);
  fit(s, ground(whole, s.options.split, 1).data);
  s.probe_every = 1'000'000;  // nobody looks inside
  return s;
}

/// Told of a run's network once it has its final weights, with the run's ground.
using visitor = std::function<void(nn::network<float>&, const ground&, std::size_t contestant)>;

/// All contestants over seeds first … first + seeds − 1, compared as an experiment compares; the first one is
/// the baseline. Throws std::runtime_error where a run diverges: how an experiment scores that is not part of
/// the study.
inline result experiment(const settings& s, const data::dataset& whole, std::uint64_t first, unsigned seeds,
                         const std::vector<contestant>& all, const visitor& visit = {}) {
  static const std::atomic<bool> stop{false};
  result r;
  r.metric = s.metric;
  r.baseline = all.front().name;
  for (const contestant& who : all) r.candidates.emplace_back().name = who.name;
  double chance = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const ground on(whole, s.options.split, seed);
    if (seed == first) r.data = on.data;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const planned_run plan{all[i].candidate, seed + all[i].other_draws, false};
      search_account unused;
      const auto trained = train_network(s, on, plan, stop, unused);
      run& mine = r.candidates[i].runs.emplace_back(finished_run(*trained, s, on, plan));
      mine.seed = seed, mine.candidate = all[i].name;
      if (mine.diverged) throw std::runtime_error("a run of " + mine.candidate + " diverged");
      if (visit) visit(trained->net(), on, i);
    }
    chance += r.candidates[0].runs.back().chance / seeds;
  }
  r.chance = chance;
  r.margin = s.options.margin ? *s.options.margin : 0.01 * std::fabs(r.metric->best - chance);
  for (candidate_summary& c : r.candidates)
    for (const run& each : c.runs) c.validation.mean += each.validation / seeds;
  r.verdicts = compare_all(r);
  return r;
}

/// Rows `rows` of a data set as one of their own.
inline data::dataset rows_of(const data::dataset& whole, const std::vector<std::uint32_t>& rows) {
  data::dataset part = whole;
  part.rows = rows.size();
  part.features.clear(), part.labels.clear(), part.targets.clear(), part.missing.clear();
  for (const std::uint32_t row : rows) {
    const auto from = whole.features.begin() + static_cast<std::ptrdiff_t>(row * whole.columns);
    const auto missing = std::lower_bound(whole.missing.begin(), whole.missing.end(), row * whole.columns);
    for (auto cell = missing; cell != whole.missing.end() && *cell < (row + std::size_t{1}) * whole.columns;
         ++cell)
      part.missing.push_back(part.features.size() + *cell % whole.columns);
    part.features.insert(part.features.end(), from, from + static_cast<std::ptrdiff_t>(whole.columns));
    if (!whole.labels.empty()) part.labels.push_back(whole.labels[row]);
    if (!whole.targets.empty()) part.targets.push_back(whole.targets[row]);
  }
  return part;
}

/// A network's score on rows outside of the data set its ground was dealt from, standardised as its training
/// part was.
inline double score_outside(const settings& s, nn::network<float>& net, const ground& on,
                            const data::dataset& sample, const data::dataset& outside) {
  data::split_data data = on.data;
  const std::vector<std::size_t> train_rows(on.data.train.sources.begin(), on.data.train.sources.end());
  std::vector<std::size_t> all(outside.rows);
  std::iota(all.begin(), all.end(), std::size_t{0});
  data.test = data::standardised(outside, all, data::measure(sample, train_rows));
  return evaluator(*s.metric, data)(net, data.test).score;
}

/// The same data with their labels or targets in another order: nothing can be learnt from them.
inline data::dataset permuted(data::dataset whole, std::uint64_t seed) {
  const std::vector<std::uint32_t> order = philox(seed, "permuted").permutation(whole.rows);
  const auto shuffle = [&](auto& values) {
    auto before = values;
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = before[order[i]];
  };
  shuffle(whole.labels), shuffle(whole.targets);
  return whole;
}

}  // namespace hillock::lab::study
