// SPDX-License-Identifier: Apache-2.0
// One run: early stopping, which weights are scored, what chance is.
#include <gtest/gtest.h>

#include <atomic>

#include "data/load.hpp"
#include "lab/evaluate.hpp"
#include "lab/train.hpp"

namespace hillock::lab {
namespace {

class Train : public ::testing::Test {
 protected:
  Train() {
    data::load_options from;
    from.source = "friedman1";  // regression: R² sees every change of the weights, accuracy would not
    from.rows = 150;
    data = data::split(data::load(from), {});
    options.model = "mlp:32x2";
    options.batch = 16;
    options.epochs = 60;
    options.patience = 8;
  }
  run once() const {
    settings s = settle(options);
    fit(s, data);
    const probe_set probes(data, 1);
    const std::atomic<bool> stop{false};
    // 0.1 is too large a rate on purpose: the last weights are not the best.
    return train({s, data, probes}, {0, 3, 0.1, false, false}, stop)->finished;
  }
  data::split_data data;
  experiment_options options;
};

TEST_F(Train, StopsWhenPatienceIsOver) {
  const run r = once();
  EXPECT_EQ(r.epochs, r.best_epoch + options.patience);
  EXPECT_LT(r.epochs, options.epochs);
  ASSERT_EQ(r.curve.size(), r.epochs + 1);
  for (const epoch_record& e : r.curve) EXPECT_GE(e.validation_loss, r.curve[r.best_epoch].validation_loss);
}

TEST_F(Train, ScoresTheWeightsOfTheBestEpoch) {
  const run longer = once();
  ASSERT_LT(longer.best_epoch, longer.epochs);
  // The same run, told to end where the longer one was best, can have no other weights than those.
  options.epochs = longer.best_epoch;
  const run shorter = once();
  EXPECT_EQ(shorter.best_epoch, longer.best_epoch);
  EXPECT_EQ(shorter.test, longer.test);
  EXPECT_EQ(shorter.validation, longer.validation);
  EXPECT_NE(shorter.weights_hash, longer.weights_hash);
}

TEST_F(Train, EpochZeroIsTheDrawnNetwork) {
  settings s = settle(options);
  fit(s, data);
  nn::network<float> net = initial_network(s, data, 0, 3);
  const evaluation before = evaluate(net, data.validation, data.task);
  const run r = once();
  EXPECT_EQ(r.curve[0].validation_loss, before.loss);
  EXPECT_EQ(r.curve[0].validation_score, before.score);
}

TEST_F(Train, AForcedBiasIsInEveryHiddenLayerAndOnlyThere) {
  options.bias = -10;
  const settings s = settle(options);
  const nn::network<float> net = initial_network(s, data, 0, 1);
  for (const auto& layer : net.layers)
    for (const float b : layer.bias) EXPECT_EQ(b, layer.activated ? -10.0f : 0.0f);
}

TEST(Evaluate, ChanceIsTheBestConstantGuess) {
  data::part part;
  part.rows = 5;
  part.labels = {0, 2, 2, 1, 2};
  EXPECT_EQ(chance_score(part, data::task::classes), 0.6);
  part.labels.clear();
  part.targets = {1, 2, 3, 4, 5};
  EXPECT_EQ(chance_score(part, data::task::regression), 0);
}

TEST(Evaluate, ScoresAreAccuracyAndRSquared) {
  // One weight of 1: the logit is the feature.
  nn::network<float> net(1, {}, 1, find("relu"));
  net.layers[0].weights.values = {1};
  net.layers[0].bias = {0};
  data::part part;
  part.rows = 4;
  part.columns = 1;
  part.features = {-1, 0, 1, 2};
  part.labels = {0, 1, 1, 0};  // a logit of 0 says class 0
  EXPECT_EQ(evaluate(net, part, data::task::binary).score, 0.5);
  part.labels.clear();
  part.targets = {-1, 0, 1, 4};  // mean 1, total 4 + 1 + 0 + 9 = 14, error 4
  EXPECT_EQ(evaluate(net, part, data::task::regression).score, 1 - 4.0 / 14);
  EXPECT_EQ(evaluate(net, part, data::task::regression).loss, 1);
}

}  // namespace
}  // namespace hillock::lab
