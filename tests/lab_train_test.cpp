// SPDX-License-Identifier: Apache-2.0
// One run: early stopping, which weights are scored, what chance is.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "data/load.hpp"
#include "lab/evaluate.hpp"
#include "lab/train.hpp"

namespace hillock::lab {
namespace {

class Train : public ::testing::Test {
 protected:
  // Regression: R² sees every change of the weights, accuracy would not.
  Train() : on(data::load({.source = "friedman1", .rows = 150}), {}, 1) {
    options.model = "mlp:32x2";
    options.batch = 16;
    options.epochs = 60;
    options.patience = 8;
    options.learning_rate = 0.1;  // too large on purpose: the last weights are not the best
  }
  settings settled() const {
    settings s = settle(options);
    choose_metric(s, on.data.task, 0);
    fit(s, on.data);
    return s;
  }
  run once() const {
    const std::atomic<bool> stop{false};
    return train(settled(), on, {0, 3, false}, stop)->finished;
  }
  ground on;
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
  const settings s = settled();
  nn::network<float> net = initial_network(s, on.data, 0, 3);
  const evaluation before = evaluator(*s.metric, on.data)(net, on.data.validation);
  const run r = once();
  EXPECT_EQ(r.curve[0].validation_loss, before.loss);
  EXPECT_EQ(r.curve[0].validation_score, before.score);
}

TEST_F(Train, AForcedBiasIsInEveryHiddenLayerAndOnlyThere) {
  options.bias = -10;
  const nn::network<float> net = initial_network(settled(), on.data, 0, 1);
  for (const auto& layer : net.layers)
    for (const float b : layer.bias) EXPECT_EQ(b, layer.activated ? -10.0f : 0.0f);
}

TEST_F(Train, PausingChangesNothing) {
  const settings s = settled();
  const std::atomic<bool> stop{false};
  trainer whole(s, on, {0, 3, false}, 0.01, stop), parts(s, on, {0, 3, false}, 0.01, stop);
  ASSERT_TRUE(whole.run_to(40));
  for (const unsigned epoch : {0u, 1u, 7u, 7u, 40u}) ASSERT_TRUE(parts.run_to(epoch));
  EXPECT_EQ(whole.net().hash(), parts.net().hash());
  EXPECT_EQ(whole.best_epoch(), parts.best_epoch());
}

TEST_F(Train, TheSearchGoesOnWithTheRateThatIsBestOnValidation) {
  options.learning_rate.reset();
  options.epochs = 40;
  const run r = once();
  ASSERT_EQ(r.tried.size(), 4u);
  const auto best = std::max_element(r.tried.begin(), r.tried.end(), [](const trial& a, const trial& b) {
    return a.validation < b.validation;
  });
  EXPECT_EQ(r.learning_rate, best->learning_rate);
  // Going on gives the bits of a run that had that rate from the start.
  options.learning_rate = r.learning_rate;
  const run given = once();
  EXPECT_EQ(given.weights_hash, r.weights_hash);
  EXPECT_EQ(given.test, r.test);
  EXPECT_TRUE(given.tried.empty());
}

// A part is scored by every metric of its task; rows are numbers whose mean is the deciding score.
TEST_F(Train, KeepsEveryScoreAndWhatEachRowContributes) {
  const run r = once();
  ASSERT_EQ(r.test_scores.size(), 3u);
  EXPECT_EQ(r.test_scores[0].name, "r2");
  EXPECT_EQ(r.test_scores[0].score, r.test);
  EXPECT_EQ(r.validation_scores[0].score, r.validation);
  EXPECT_EQ(r.chance, 0);
  EXPECT_EQ(r.by_row.rows, on.data.test.sources);
  double mean = 0;
  for (const float v : r.by_row.values) mean += v / static_cast<double>(r.by_row.values.size());
  EXPECT_NEAR(mean, r.test, 1e-5) << "rounded to float row by row";
  EXPECT_TRUE(r.confusion.empty());
}

TEST_F(Train, OfLargeDataAShareOfTheRowsIsKept) {
  settings s = settled();
  s.rows = 3 * most_tracked_rows;  // as if these were the first rows of so many
  const std::atomic<bool> stop{false};
  const run r = train(s, on, {0, 3, false}, stop)->finished;
  ASSERT_FALSE(r.by_row.rows.empty());
  for (const std::uint32_t row : r.by_row.rows) EXPECT_EQ(row % 3, 0u);
}

TEST(Evaluate, ScoresAWholePartByTheMetric) {
  // One weight of 1: the logit is the feature.
  nn::network<float> net(1, {}, 1, find("relu"));
  net.layers[0].weights.values = {1};
  net.layers[0].bias = {0};
  data::split_data data;
  data.task = data::task::binary;
  data.outputs = 1;
  data.class_names = {"a", "b"};
  data::part& part = data.test;
  part.rows = 4;
  part.columns = 1;
  part.features = {-1, 0, 1, 2};
  part.labels = {0, 1, 1, 0};  // a logit of 0 says class 0
  EXPECT_EQ(evaluator(*metrics::find("accuracy"), data)(net, part).score, 0.5);
  data.task = data::task::regression;
  part.labels.clear();
  part.targets = {-1, 0, 1, 4};  // mean 1, total 4 + 1 + 0 + 9 = 14, error 4
  const evaluation e = evaluator(*metrics::find("r2"), data)(net, part);
  EXPECT_EQ(e.score, 1 - (4.0 / 4) / (14.0 / 4));
  EXPECT_EQ(e.loss, 1);
}

}  // namespace
}  // namespace hillock::lab
