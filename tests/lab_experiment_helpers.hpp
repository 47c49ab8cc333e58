// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <string>

#include "lab/experiment.hpp"
#include "lab/journal.hpp"
#include "lab_helpers.hpp"

namespace hillock::lab::testing {

/// Small enough for a test: two candidates, a tiny net, a few epochs.
inline experiment_options tiny_experiment(const std::filesystem::path& out) {
  experiment_options o;
  o.data.source = "moons";
  o.data.rows = 120;
  o.model = "mlp:6x2";
  o.activations = {"relu", "tanh"};
  o.seeds = 3;
  o.epochs = 6;
  o.batch = 16;
  o.threads = 2;
  o.out = out;
  return o;
}

/// Everything an experiment found, to the bit, without its times.
inline std::string fingerprint(const result& r) {
  std::string text = r.configuration_hash + r.headline + (r.complete ? " complete" : " incomplete");
  const auto add = [&](double x) { text += " " + std::to_string(std::bit_cast<std::uint64_t>(x)); };
  for (const candidate_summary& c : r.candidates) {
    text += "\n" + c.name;
    for (const double x : {c.learning_rate, c.gain, c.test.mean, c.test.low, c.test.high, c.validation.mean})
      add(x);
    for (const rate_summary& t : c.rates) add(t.learning_rate), add(t.validation), add(t.chosen);
    for (const finding& f : c.health)
      text += "\n" + f.kind + std::to_string(static_cast<int>(f.weight)) + f.sentence;
    for (run each : c.runs) {
      each.seconds_per_step = each.probe_share = 0;
      text += "\n" + to_line(record{each, {}, 0, 0}) + std::to_string(each.steps_to_target.value_or(0));
    }
    if (c.map)
      for (const float v : c.map->values) add(v);
  }
  for (const verdict& v : r.verdicts) {
    text += "\n" + v.sentence;
    for (const double x :
         {v.difference, v.low, v.high, v.p, v.p_holm, v.probability_better, v.effect_size, v.rows_deviation})
      add(x);
  }
  return text;
}

}  // namespace hillock::lab::testing
