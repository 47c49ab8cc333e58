// SPDX-License-Identifier: Apache-2.0
// A journal with something in every field.
#pragma once
#include <limits>
#include <string>

#include "lab/journal.hpp"

namespace hillock::lab::testing {

inline journal_header some_header() {
  journal_header h;
  h.program = "1.2.3";
  h.options = to_configuration({});
  settings s = settle({});
  choose_metric(s, data::task::binary, 0.5);
  h.identity = identity_of(s);
  h.fingerprints = {{"relu", "0a"}, {"tanh", "0b"}};
  h.source = "spirals";
  h.data.name = "spirals";
  h.data.columns = 2;
  h.data.outputs = 1;
  h.data.train.rows = 600;
  h.data.class_names = {"0", "ein \"Wort\"\n"};
  h.data.hash = "abc";
  h.chance = 0.5;
  h.machine = "a machine";
  return h;
}

inline record some_record(std::uint64_t seed) {
  record r;
  run& f = r.finished;
  f.candidate = "leaky_relu(slope=0.2)";
  f.seed = seed;
  f.tried = {{0.001, 0.5, 1.0 / 7, false}, {0.1, 0, 0, true}};
  f.chance = 2.0 / 3;
  f.test_scores = {{"accuracy", 1.0 / 3}, {"auc", std::numeric_limits<double>::quiet_NaN()}};
  f.validation_scores = {{"accuracy", 0.25}};
  f.confusion = {1, 0, 7, 4'000'000'000};
  f.by_row = {{0, 3, 4, 4'000'000'000}, {0.1f, -1e30f, 0, 1}};
  f.learning_rate = 0.1;  // no double is a tenth: only digits enough to round-trip give it back
  f.test = 1.0 / 3;
  f.validation = std::numeric_limits<double>::denorm_min();
  f.diverged = true;
  f.best_epoch = 7;
  f.epochs = 9;
  f.weights_hash = "0123456789abcdef0123456789abcdef";
  f.seconds_per_step = 1e-7;
  epoch_record e;
  e.epoch = 3;
  e.train_loss = std::numeric_limits<double>::infinity();
  e.validation_loss = std::numeric_limits<double>::quiet_NaN();
  e.validation_score = -0.0;
  e.layers.resize(2);
  e.layers[0].update_ratio = 0x1.fffffffffffffp-3;
  e.layers[1].zeros = 0.6;
  f.curve = {epoch_record{}, e};
  r.map = decision_map{2, -1.5, 1.5, {0, 0.123f, 1, 0.999f}};
  r.seconds = 0.25;
  r.elapsed = 1e10 / 3;
  return r;
}

inline std::string some_journal(unsigned runs) {
  std::string text = to_line(some_header());
  for (unsigned seed = 1; seed <= runs; ++seed) text += to_line(some_record(seed));
  return text;
}

}  // namespace hillock::lab::testing
