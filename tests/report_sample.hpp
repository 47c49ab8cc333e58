// SPDX-License-Identifier: Apache-2.0
// A made-up but realistic result: what two spirals look like when sigmoid fails, relu and leaky_relu tie and
// one run of tanh diverges. Tests of the exporters use it; no number in it was measured.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "lab/result.hpp"

namespace hillock::report_sample {

struct options {
  std::size_t candidates = 5;
  unsigned seeds = 10;
  unsigned epochs = 30;
  std::size_t layers = 5;    ///< hidden ones and the output layer
  bool nasty_names = false;  ///< names that would break HTML, JSON in HTML, CSV or a terminal
  data::task task = data::task::binary;
};

/// splitmix64 (Steele et al. 2014); the sum of four uniforms is normal enough for a picture.
class noise {
 public:
  explicit noise(std::uint64_t seed) : state_(seed) {}
  double uniform() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }
  double normal() { return (uniform() + uniform() + uniform() + uniform() - 2) * 1.732; }

 private:
  std::uint64_t state_;
};

struct character {
  std::string name;
  double test, deviation, speed, zeros, dead, saturated,
      shrink;  ///< shrink: gradient factor per layer towards the input
};

inline std::vector<character> characters(bool nasty) {
  return {{"identity", 0.648, 0.012, 0.9, 0, 0, 0, 1.0},
          {"sigmoid", 0.507, 0.010, 0.02, 0, 0, 0.72, 0.06},
          {"tanh", 0.991, 0.003, 0.22, 0, 0, 0.07, 0.8},
          {"relu", 0.987, 0.005, 0.25, 0.57, 0.06, 0, 0.95},
          {nasty ? "</script><b>\"leaky\" & 'co'\x1b[31m,\xff" : "leaky_relu(slope=0.2)", 0.988, 0.005, 0.25,
           0, 0, 0, 0.97},
          {"gelu", 0.994, 0.003, 0.3, 0, 0, 0, 0.93},
          {"silu", 0.993, 0.003, 0.28, 0, 0, 0, 0.91},
          {"softsign", 0.979, 0.006, 0.16, 0, 0, 0.01, 0.7},
          {"elu", 0.990, 0.004, 0.27, 0, 0, 0, 0.98},
          {"hard_tanh", 0.981, 0.006, 0.2, 0, 0.012, 0.31, 0.75}};
}

inline lab::run make_run(const character& who, const options& o, std::uint64_t seed, double chance) {
  noise draw(seed * 977 + who.name.size() * 131 + static_cast<std::uint64_t>(1e6 * who.test));
  lab::run run;
  run.candidate = who.name, run.seed = seed;
  run.learning_rate = 0.003;
  run.diverged = who.name == "tanh" && seed == 7;
  run.test = run.diverged ? chance : std::min(1.0, who.test + who.deviation * draw.normal());
  run.validation = run.test + 0.004 * draw.normal();
  run.epochs = run.diverged ? 9 : o.epochs - static_cast<unsigned>(draw.uniform() * 0.4 * o.epochs);
  run.best_epoch = run.epochs - 2;
  if (run.test > 0.95) run.steps_to_target = static_cast<unsigned>(110 / who.speed + 60 * draw.uniform());
  run.seconds_per_step = 41e-6 + 4e-6 * draw.uniform();
  run.probe_share = 0.021;
  for (int i = 0; i < 32; ++i)
    run.weights_hash += "0123456789abcdef"[static_cast<std::size_t>(draw.uniform() * 16)];
  for (unsigned epoch = 0; epoch <= run.epochs; ++epoch) {
    const double learnt = 1 - std::exp(-who.speed * epoch);
    lab::epoch_record e;
    e.epoch = epoch;
    e.train_loss = 0.6931 * (1 - learnt) + (1.02 - who.test) * learnt * (1 + 0.2 * draw.normal());
    e.validation_loss = e.train_loss * 1.1 + 0.01;
    e.validation_score = std::min(1.0, chance + (run.validation - chance) * learnt + 0.006 * draw.normal());
    if (run.diverged && epoch == run.epochs)
      e.train_loss = e.validation_loss = std::numeric_limits<double>::quiet_NaN();
    // As in the lab, the probes look at some epochs only.
    const bool probed = epoch < 2 || epoch % 3 == 0 || epoch == run.epochs;
    for (std::size_t layer = 0; probed && layer < o.layers; ++layer) {
      lab::layer_probe p;
      const bool output = layer + 1 == o.layers;
      p.gradient_norm = 0.3 * std::pow(who.shrink, static_cast<double>(o.layers - 1 - layer)) *
                        std::exp(0.4 * draw.normal()) * (1.1 - learnt);
      p.update_ratio = 0.002 * (1.05 - learnt);
      p.pre_deviation = 1.1, p.post_deviation = 0.7, p.post_mean = 0.4, p.zero_centredness = 0.6;
      if (!output) {
        p.zeros = who.zeros * (0.85 + 0.06 * static_cast<double>(layer)) + 0.04 * learnt * (who.zeros > 0);
        p.dead = who.dead * learnt * static_cast<double>(layer + 1) / 3;
        p.nearly_dead = p.dead * 1.5;
        p.saturated = who.saturated * learnt * (1.1 - 0.15 * static_cast<double>(layer));
      }
      e.layers.push_back(p);
    }
    run.curve.push_back(e);
  }
  return run;
}

inline lab::decision_map make_map(double test, noise draw) {
  lab::decision_map map{.side = 64, .low = -2.2, .high = 2.2, .values = {}};
  const double sure = (test - 0.5) * 14;
  for (std::size_t row = 0; row < map.side; ++row) {
    for (std::size_t column = 0; column < map.side; ++column) {
      const double x = -2.2 + 4.4 * static_cast<double>(column) / 63,
                   y = 2.2 - 4.4 * static_cast<double>(row) / 63;
      const double radius = std::sqrt(x * x + y * y), angle = std::atan2(y, x);
      const double z = sure * std::sin(angle + 3.4 * radius) + 0.1 * draw.normal();
      map.values.push_back(static_cast<float>(1 / (1 + std::exp(-z))));
    }
  }
  return map;
}

inline data::split_data make_data(const options& o) {
  data::split_data d;
  d.name = o.nasty_names ? "<spirals> & \"friends\".csv" : "spirals";
  d.task = o.task, d.columns = 2, d.outputs = 1;
  d.feature_names = {"x", "y"};
  if (o.task != data::task::regression) d.class_names = {o.nasty_names ? "<i>inner</i>" : "inner", "outer"};
  d.means = {0, 0}, d.deviations = {1, 1};
  d.notes = {"Generated: two spirals of one turn and a half each, noise 0.1.",
             "Split 60/20/20, stratified by class, seed 1."};
  d.hash = "5f1d9c3ab0e2774686d1c2f9ab34e750";
  d.train.rows = 600, d.validation.rows = 200;
  d.train.columns = d.validation.columns = 2;
  noise draw(5);
  d.test.rows = 200, d.test.columns = 2;
  for (std::size_t i = 0; i < d.test.rows; ++i) {
    const double radius = 0.2 + 1.7 * draw.uniform();
    const bool outer = i % 2 == 1;
    const double angle = -3.4 * radius + (outer ? 1.571 : -1.571) + 0.12 * draw.normal();
    d.test.features.push_back(static_cast<float>(radius * std::cos(angle)));
    d.test.features.push_back(static_cast<float>(radius * std::sin(angle)));
    if (o.task == data::task::regression) {
      d.test.targets.push_back(static_cast<float>(radius));
    } else {
      d.test.labels.push_back(outer ? 1 : 0);
    }
  }
  return d;
}

inline lab::estimate around(const std::vector<lab::run>& runs, double lab::run::*score) {
  double mean = 0, square = 0;
  for (const lab::run& r : runs) mean += r.*score / static_cast<double>(runs.size());
  for (const lab::run& r : runs)
    square += (r.*score - mean) * (r.*score - mean) / static_cast<double>(runs.size());
  const double half = 2 * std::sqrt(square / static_cast<double>(runs.size()));
  return {mean, mean - half, std::min(1.0, mean + half)};
}

inline lab::candidate_summary make_candidate(const character& who, const options& o, double chance) {
  lab::candidate_summary c;
  c.name = who.name;
  if (who.name == "leaky_relu(slope=0.2)") c.parameters = {{"slope", 0.2}};
  c.learning_rate = 0.003;
  c.rates = {{0.001, who.test - 0.02, 0, 0}, {0.003, who.test, o.seeds, 0}, {0.01, who.test - 0.01, 0, 1}};
  c.init = "gain", c.gain = 1.4142135623730951;
  for (unsigned seed = 1; seed <= o.seeds; ++seed) c.runs.push_back(make_run(who, o, seed, chance));
  c.test = around(c.runs, &lab::run::test);
  c.validation = around(c.runs, &lab::run::validation);
  for (const lab::run& r : c.runs) c.diverged += r.diverged ? 1 : 0;
  for (const lab::run& r : c.runs) c.reached_target += r.steps_to_target ? 1 : 0;
  if (c.reached_target * 2 > o.seeds) c.median_steps_to_target = 110 / who.speed + 30;
  c.microseconds_per_step = 42.7 + who.saturated * 9;
  c.map = make_map(who.test, noise(3));
  if (o.task != data::task::regression) {
    c.test_scores = {{"accuracy", c.test.mean}, {"auc", std::numeric_limits<double>::quiet_NaN()}};
    c.confusion = {{100 * c.test.mean, 100 - 100 * c.test.mean}, {0, 100}};
  } else {
    c.test_scores = {{"r2", c.test.mean}, {"rmse", 1234.5 * (1 - c.test.mean)}};
  }
  c.validation_scores = c.test_scores;
  if (who.name == "sigmoid") {
    c.health = {{"vanishing", lab::severity::fault, "its gradient shrinks 10^5-fold from layer 4 to layer 1"},
                {"saturated", lab::severity::fault, "72 % of the units of layer 1 are saturated"}};
  } else if (who.name == "tanh") {
    c.health = {{"diverged", lab::severity::fault, "1 of 10 runs diverged (seed 7, epoch 9)"}};
  } else if (who.zeros > 0) {
    c.health = {{"sparse", lab::severity::information,
                 "57 % of its outputs are exact zeros, as healthy rectifier nets have"}};
  } else {
    c.health = {
        {"healthy", lab::severity::information, "gradients, units and updates are where they should be"}};
  }
  return c;
}

inline lab::verdict make_verdict(const lab::candidate_summary& c, const lab::candidate_summary& baseline) {
  lab::verdict v;
  v.candidate = c.name, v.reference = baseline.name;
  v.difference = c.test.mean - baseline.test.mean;
  v.low = v.difference - 0.004, v.high = v.difference + 0.004;
  v.effect_size = v.difference > 0 ? 0.41 : -0.99;
  v.probability_better = v.difference > 0 ? 0.7 : 0.005;
  if (c.name == "tanh") {
    v.says = lab::judgement::not_enough_evidence, v.p = 0.31, v.p_holm = 0.62, v.seeds_needed = 1234;
    v.low = v.difference - 0.14, v.high = v.difference + 0.05;
    v.sentence =
        "tanh and relu cannot be told apart: p=0.62 with 10 seeds; about 1,234 would probably settle it.";
  } else if (v.difference < -0.005) {
    v.says = lab::judgement::worse, v.p = 0.00195, v.p_holm = 0.0078;
    v.sentence = c.name == "sigmoid"
                     ? "sigmoid fails: its gradient shrinks 10^5-fold from layer 4 to layer 1."
                     : c.name + " is worse than relu: it cannot bend its decision boundary.";
  } else if (v.difference > 0.004) {
    v.says = lab::judgement::better, v.p = 0.0039, v.p_holm = 0.0312;
    v.sentence = c.name + " is better than relu: p=0.031, 10 seeds.";
  } else {
    v.says = lab::judgement::equivalent, v.p = 0.62, v.p_holm = 0.8;
    v.sentence = c.name + " and relu are tied: p=0.80, 10 seeds.";
  }
  return v;
}

inline lab::result make(const options& o = {}) {
  lab::result r;
  const double chance = o.task == data::task::regression ? 0 : 0.5;
  r.configuration = {{"data", "spirals"},
                     {"model", "mlp:64x4"},
                     {"activations", "identity,sigmoid,tanh,relu,leaky_relu(slope=0.2)"},
                     {"seeds", "10"},
                     {"epochs", "30"},
                     {"optimizer", "adam"},
                     {"lr", "auto"},
                     {"init", "auto"}};
  r.configuration_hash = "0f0e0d0c0b0a09080706050403020100";
  r.data = make_data(o);
  r.metric = lab::metrics::find(o.task == data::task::regression ? "r2" : "accuracy");
  r.margin = 0.01;
  r.chance = chance, r.target_score = 0.95, r.baseline = "relu";
  const std::vector<character> who = characters(o.nasty_names);
  for (std::size_t i = 0; i < o.candidates && i < who.size(); ++i)
    r.candidates.push_back(make_candidate(who[i], o, chance));
  for (const lab::candidate_summary& c : r.candidates) {
    if (c.name != "relu" && r.candidates.size() > 3) r.verdicts.push_back(make_verdict(c, r.candidates[3]));
  }
  r.headline =
      "Use relu: nothing tried is better on spirals, and leaky_relu is its equal (10 seeds, accuracy 98.7 "
      "%).";
  r.held_equal = {
      "The same split of the data into training, validation and test part.",
      "Per seed the same initial draws, scaled by each activation’s gain, and the same order of batches.",
      "The same budget for choosing the learning rate: 3 rates × 2 seeds each."};
  r.limits = {"One data set: nothing here says how the order would be on others.",
              "10 seeds resolve differences of about 0.4 points; smaller ones may be real."};
  r.probe_share = 0.021, r.seconds = 23.4;
  r.machine = "AMD EPYC 9575F, 2 cores, avx512, gcc 12.2";
  r.complete = true;
  return r;
}

/// What an experiment looks like when `name` diverged with every seed, as the lab writes it.
inline void diverge_everywhere(lab::result& r, const std::string& name) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (lab::candidate_summary& c : r.candidates) {
    if (c.name != name) continue;
    c.test = c.validation = {nan, nan, nan};
    c.diverged = static_cast<unsigned>(c.runs.size());
    for (lab::run& run : c.runs) run.diverged = true, run.test = run.validation = 0.5;
  }
  for (lab::verdict& v : r.verdicts)
    if (v.candidate == name) v.has_size = false, v.difference = v.low = v.high = 0;
}

}  // namespace hillock::report_sample
