// SPDX-License-Identifier: Apache-2.0
// What an experiment measures: the metric that decides, scores that are none, intervals, runs that diverged.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "lab/statistics.hpp"
#include "lab_experiment_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fresh_folder;
using testing::message_of;
using testing::tiny_experiment;

TEST(Experiment, TheMetricDecidesAndTheOthersAreTold) {
  experiment_options o = tiny_experiment(fresh_folder());
  o.metric = "log_loss";
  const result r = run_experiment(o);
  EXPECT_EQ(r.metric->name, "log_loss");
  EXPECT_GT(r.chance, 0.69);  // ln 2 where the parts are balanced
  EXPECT_NEAR(r.margin, 0.01 * r.chance, 1e-15);
  const candidate_summary& c = r.candidates[0];
  EXPECT_LT(c.test.mean, r.chance) << "less is better";
  ASSERT_EQ(c.test_scores.size(), 6u);
  for (const named_score& each : c.test_scores)
    if (each.name == "log_loss") {
      EXPECT_NEAR(each.score, c.test.mean, 1e-12);
    }
  ASSERT_EQ(c.confusion.size(), 2u);
  double rows = 0;
  for (const auto& row : c.confusion)
    for (const double cell : row) rows += cell;
  EXPECT_NEAR(rows, static_cast<double>(r.data.test.rows), 1e-9);

  o = tiny_experiment(fresh_folder());
  o.metric = "rmse";
  const std::string message = message_of<usage_error>([&] { run_experiment(o); });
  EXPECT_EQ(
      message,
      "metric 'rmse' is for regression, and this is a classification task; expected auto or one of accuracy, "
      "balanced_accuracy, f1, auc, log_loss, brier");
}

// Of one row, or of rows that all have the same target, no share of a variance can be explained: never 0.
TEST(Experiment, AnUndefinedScoreIsRefusedBeforeAnythingIsTrained) {
  const auto folder = fresh_folder();
  std::ofstream file(folder / "few.csv");
  for (int i = 0; i < 5; ++i) file << i << ',' << 2.5 * i + 1 << '\n';
  file.close();
  experiment_options o = tiny_experiment(folder / "out");
  o.data = {};
  o.data.source = (folder / "few.csv").string();
  o.data.task = data::task::regression;
  EXPECT_EQ(
      message_of<data_error>([&] { run_experiment(o); }),
      "few.csv: R² is undefined on the validation part of seed 1: it has one row; choose mae or rmse with "
      "--metric, or give more rows");
  EXPECT_FALSE(std::filesystem::exists(o.out));
  experiment_options reported = o;
  reported.data.source = HILLOCK_SOURCE_DIR "/tests/faults/08_r2_one_test_row.csv";
  EXPECT_EQ(message_of<data_error>([&] {
              run_experiment(reported);
            }).rfind("08_r2_one_test_row.csv: R² is undefined", 0),
            0u);
  o.metric = "mae";
  EXPECT_TRUE(run_experiment(o).complete);

  // Four in five targets are zero: some seed's part of six rows will hold nothing else.
  std::ofstream zeros(folder / "zeros.csv");
  for (int i = 0; i < 30; ++i) zeros << i % 7 << ',' << i % 11 << ',' << (i % 10 == 0 ? i + 0.5 : 0) << '\n';
  zeros.close();
  o.data.source = (folder / "zeros.csv").string();
  o.metric = "auto";
  o.seeds = 40;
  o.out /= "zeros";
  const std::string message = message_of<data_error>([&] { run_experiment(o); });
  EXPECT_EQ(message.rfind("zeros.csv: R² is undefined on the ", 0), 0u) << message;
  EXPECT_NE(message.find(": its 6 rows all have the same target; choose mae or rmse"), std::string::npos)
      << message;
}

// The first seed's parts are fine; another's would hold one target only, and that is seen before training.
TEST(Experiment, EverySeedsPartsAreLookedAt) {
  const auto folder = fresh_folder();
  std::ofstream file(folder / "rare.csv");
  for (int i = 0; i < 30; ++i) file << i % 7 << ',' << i % 11 << ',' << (i % 5 == 0 ? i + 0.5 : 0) << '\n';
  file.close();
  experiment_options o = tiny_experiment(folder / "out");
  o.data = {};
  o.data.source = (folder / "rare.csv").string();
  o.data.task = data::task::regression;
  o.seeds = 1;
  unsigned fine = 0;
  for (o.first_seed = 1; fine == 0 && o.first_seed < 40; ++o.first_seed) {
    o.out = folder / std::to_string(o.first_seed);
    try {
      run_experiment(o);
      fine = static_cast<unsigned>(o.first_seed);
    } catch (const data_error&) {
    }
  }
  ASSERT_GT(fine, 0u);
  o.first_seed = fine, o.seeds = 100;
  const std::string message = message_of<data_error>([&] { run_experiment(o); });
  EXPECT_NE(message.find(" part of seed "), std::string::npos) << message;
  EXPECT_EQ(message.find(" of seed " + std::to_string(fine) + ":"), std::string::npos) << message;
}

TEST(Experiment, AMarginBeyondTheBestScoreIsRefused) {
  experiment_options o = tiny_experiment(fresh_folder() / "out");
  o.margin = 5;
  const std::string message = message_of<usage_error>([&] { run_experiment(o); });
  EXPECT_EQ(message.rfind("--margin 5: more than there is between the best constant guess", 0), 0u)
      << message;
  EXPECT_NE(message.find("one point is 0.01"), std::string::npos) << message;
  EXPECT_FALSE(std::filesystem::exists(o.out));
}

TEST(Experiment, AGivenTestPartOfOneTargetIsRefused) {
  const auto folder = fresh_folder();
  std::ofstream rows(folder / "rows.csv"), test(folder / "test.csv");
  rows << "a,b,label\n", test << "a,b,label\n0.5,3,yes\n";
  for (int i = 0; i < 40; ++i) rows << i % 7 << ',' << i % 11 << ',' << (i % 3 == 0 ? "yes" : "no") << '\n';
  rows.close(), test.close();
  experiment_options o = tiny_experiment(folder / "out");
  o.data = {};
  o.data.source = (folder / "rows.csv").string();
  o.data.test = (folder / "test.csv").string();
  EXPECT_EQ(
      message_of<data_error>([&] { run_experiment(o); }),
      "rows.csv: the test part (one row) has one target only, so that guessing it is right for every row "
      "and nothing can be told apart; give test rows whose targets differ");
}

// The table's interval: over seeds, and over the rows they tested; never beyond what a score can be.
TEST(Experiment, TheTablesIntervalCarriesTheChoiceOfRows) {
  experiment_options o = tiny_experiment(fresh_folder());
  o.seeds = 5;
  o.fixed_split = false;
  const result r = run_experiment(o);
  bool wider = false;
  for (const candidate_summary& c : r.candidates) {
    std::vector<double> scores;
    for (const run& each : c.runs) scores.push_back(each.test);
    const estimate seeds_alone = bca_mean(scores);
    EXPECT_LE(c.test.low, seeds_alone.low);
    EXPECT_GE(c.test.high, seeds_alone.high);
    EXPECT_LE(c.test.high, 1);
    EXPECT_GE(c.test.low, 0);
    wider = wider || c.test.low < seeds_alone.low;
  }
  EXPECT_TRUE(wider);
}

// 95 : 5: whoever guesses the large class always has 95 % accuracy.
TEST(Experiment, BalancedAccuracyDecidesWhereOneClassHasMoreThanEightyPercent) {
  const auto folder = fresh_folder();
  std::ofstream file(folder / "rare.csv");
  for (int i = 0; i < 300; ++i)
    file << i % 7 << ',' << i % 11 << ',' << (i % 20 == 0 ? "rare" : "usual") << '\n';
  file.close();
  experiment_options o = tiny_experiment(folder / "out");
  o.data = {};
  o.data.source = (folder / "rare.csv").string();
  const result r = run_experiment(o);
  EXPECT_EQ(r.metric->name, "balanced_accuracy");
  EXPECT_TRUE(r.metric_chosen);
  EXPECT_EQ(r.chance, 0.5);
  EXPECT_EQ(r.margin, 0.005);
}

TEST(Experiment, WhereEverythingDivergesEverythingIsAtChance) {
  experiment_options o = tiny_experiment(fresh_folder());
  o.activations = {"identity", "relu"};
  o.optimizer = "sgd";
  o.learning_rate = 1e30;
  const result r = run_experiment(o);
  EXPECT_TRUE(r.complete);
  for (const candidate_summary& c : r.candidates) {
    EXPECT_EQ(c.diverged, o.seeds) << c.name;
    for (const run& each : c.runs) {
      EXPECT_TRUE(each.diverged);
      EXPECT_EQ(each.test, r.chance);
    }
    ASSERT_FALSE(c.health.empty());
    EXPECT_EQ(c.health[0].kind, "diverged");
    EXPECT_EQ(c.health[0].weight, severity::fault);
  }
}

// A run that diverged must not gain from having no score: not above the worst that has one.
TEST(Experiment, ADivergingRunScoresNoBetterThanTheWorst) {
  experiment_options o = tiny_experiment(fresh_folder());
  o.data.source = "friedman1";
  o.activations = {"identity", "leaky_relu(slope=1000000)"};
  o.baseline = "identity";
  o.optimizer = "sgd";
  o.learning_rate = 0.001;
  o.init = "he";
  o.epochs = 1;
  const result r = run_experiment(o);
  const candidate_summary &finite = r.candidates[0], &wild = r.candidates[1];
  ASSERT_EQ(finite.diverged, 0u);
  ASSERT_EQ(wild.diverged, o.seeds);
  double worst = 0;
  for (const run& each : finite.runs) worst = std::min(worst, each.test);
  ASSERT_LT(worst, 0) << "the test wants a finite score below chance";
  for (const run& each : wild.runs) EXPECT_EQ(each.test, worst);
}

}  // namespace
}  // namespace hillock::lab
