// SPDX-License-Identifier: Apache-2.0
// An experiment as users see it: the same result whatever the threads, equal conditions, resuming, refusals.
#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <fstream>
#include <map>
#include <set>
#include <vector>

#include "hillock/hillock.hpp"
#include "lab/statistics.hpp"
#include "lab_experiment_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fingerprint;
using testing::fresh_folder;
using testing::message_of;
using testing::tiny_experiment;

TEST(Experiment, HasTheSameBitsOnOneTwoAndFourThreads) {
  std::string first;
  for (const unsigned threads : {1u, 2u, 4u}) {
    experiment_options o = tiny_experiment(fresh_folder());
    o.threads = threads;
    const std::string now = fingerprint(run_experiment(o));
    if (first.empty()) first = now;
    EXPECT_EQ(now, first) << threads << " threads";
  }
}

TEST(Experiment, HasTheSameBitsOnEveryInstructionSet) {
  const std::string before(active_isa());
  std::string first;
  for (const std::string_view isa : isas()) {
    experiment_options o = tiny_experiment(fresh_folder());
    o.activations = {"identity", "sigmoid", "tanh", "relu", "leaky_relu"};
    o.seeds = 1;
    use(isa);
    const std::string now = fingerprint(run_experiment(o));
    if (first.empty()) first = now;
    EXPECT_EQ(now, first) << isa;
  }
  use(before);
}

TEST(Experiment, EveryKindOfTaskRuns) {
  for (const char* data : {"spirals", "glyphs", "friedman1"}) {
    experiment_options o = tiny_experiment(fresh_folder());
    o.data.source = data;
    o.data.rows = 150;
    o.seeds = 1;
    o.epochs = 3;
    o.learning_rate = 0.01;
    const result r = run_experiment(o);
    EXPECT_TRUE(r.complete) << data;
    EXPECT_EQ(r.metric->label, r.data.task == data::task::regression ? "R²" : "accuracy");
    EXPECT_EQ(r.candidates[0].map.has_value(), r.data.columns == 2) << data;
    EXPECT_TRUE(r.candidates[0].rates.empty());
  }
}

TEST(Experiment, StartsEveryCandidateFromTheSameDrawsAndTheSameBatches) {
  // relu and leaky_relu with slope 0 are the same function with the same gain: under equal conditions nothing
  // may differ.
  experiment_options o = tiny_experiment(fresh_folder());
  o.activations = {"relu", "leaky_relu(slope=0)"};
  const result r = run_experiment(o);
  ASSERT_EQ(r.candidates.size(), 2u);
  for (std::size_t i = 0; i < o.seeds; ++i)
    EXPECT_EQ(r.candidates[0].runs[i].weights_hash, r.candidates[1].runs[i].weights_hash);
  EXPECT_NE(r.candidates[0].runs[0].weights_hash, r.candidates[0].runs[1].weights_hash);
}

TEST(Experiment, GivesEveryCandidateTheSameBudget) {
  const auto folder = fresh_folder();
  run_experiment(tiny_experiment(folder));
  std::map<std::string, std::multiset<std::string>> budget;
  for (const record& each : read_journal(folder).records)
    for (const trial& t : each.finished.tried)
      budget[each.finished.candidate].insert(std::to_string(each.finished.seed) + " " +
                                             std::to_string(t.learning_rate));
  ASSERT_EQ(budget.size(), 2u);
  EXPECT_EQ(budget["relu"], budget["tanh"]);
  EXPECT_EQ(budget["relu"].size(), 3u * 4u);  // seeds × rates
}

// Three seeds, three splits; the same rows for every candidate of a seed.
TEST(Experiment, EachSeedDrawsItsOwnSplit) {
  const result r = run_experiment(tiny_experiment(fresh_folder()));
  std::set<std::vector<std::uint32_t>> tested;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(r.candidates[0].runs[i].by_row.rows, r.candidates[1].runs[i].by_row.rows);
    tested.insert(r.candidates[0].runs[i].by_row.rows);
  }
  EXPECT_EQ(tested.size(), 3u);

  experiment_options o = tiny_experiment(fresh_folder());
  o.fixed_split = true;
  tested.clear();
  const result fixed = run_experiment(o);
  for (const run& each : fixed.candidates[0].runs) tested.insert(each.by_row.rows);
  EXPECT_EQ(tested.size(), 1u);
  for (const verdict& v : fixed.verdicts) EXPECT_EQ(v.rows_deviation, 0);
}

TEST(Experiment, WithAFixedSplitEverySentenceSaysSo) {
  experiment_options o = tiny_experiment(fresh_folder());
  o.fixed_split = true;
  o.seeds = 6;
  const result r = run_experiment(o);
  EXPECT_NE(r.headline.find("on this split"), std::string::npos) << r.headline;
  for (const verdict& v : r.verdicts)
    EXPECT_NE(v.sentence.find("on this split"), std::string::npos) << v.sentence;
  EXPECT_NE(r.limits[1].find("share one split"), std::string::npos) << r.limits[1];
  EXPECT_EQ(r.held_equal[0].rfind("One split of the data for all", 0), 0u) << r.held_equal[0];
}

TEST(Experiment, TheFirstSeedMakesAnIndependentExperiment) {
  experiment_options o = tiny_experiment(fresh_folder());
  o.learning_rate = 0.01;
  o.first_seed = 101;
  const result r = run_experiment(o);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(r.candidates[0].runs[i].seed, 101 + i);
  // The seed is all that counts: the same one gives the same run in another experiment.
  o.out /= "other";
  o.first_seed = 102;
  const result other = run_experiment(o);
  EXPECT_EQ(other.candidates[0].runs[0].weights_hash, r.candidates[0].runs[1].weights_hash);
}

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

TEST(Experiment, ChoosesTheLearningRateOnValidationOnly) {
  const auto folder = fresh_folder();
  const result r = run_experiment(tiny_experiment(folder));
  for (const candidate_summary& c : r.candidates) {
    ASSERT_EQ(c.rates.size(), 4u);
    unsigned chosen = 0;
    for (const rate_summary& t : c.rates) chosen += t.chosen;
    EXPECT_EQ(chosen, 3u);
    for (const run& each : c.runs) {
      double best = -1;
      for (const trial& t : each.tried) best = std::max(best, t.validation);
      for (const trial& t : each.tried)
        if (t.learning_rate == each.learning_rate) {
          EXPECT_EQ(t.validation, best);
        }
    }
  }
}

TEST(Experiment, ReadingTheFolderGivesTheSameResult) {
  const auto folder = fresh_folder();
  const result ran = run_experiment(tiny_experiment(folder));
  const result read = read_experiment(folder);
  EXPECT_EQ(fingerprint(read), fingerprint(ran));
  EXPECT_EQ(read.chance, ran.chance);
  EXPECT_EQ(read.held_equal, ran.held_equal);
  EXPECT_EQ(read.data.train.features, ran.data.train.features);
}

TEST(Experiment, ReadingWorksWhenTheDataAreGone) {
  const auto folder = fresh_folder();
  const auto csv = folder / "points.csv";
  {
    std::ofstream file(csv);
    for (int i = 0; i < 60; ++i)
      file << i % 7 << ',' << i % 11 << ',' << (i * 5 % 13 > 6 ? "yes" : "no") << '\n';
  }
  experiment_options o = tiny_experiment(folder / "out");
  o.data = {};
  o.data.source = csv.string();
  o.learning_rate = 0.01;
  const result ran = run_experiment(o);
  std::filesystem::remove(csv);
  const result read = read_experiment(o.out);
  EXPECT_EQ(fingerprint(read), fingerprint(ran));
  EXPECT_EQ(read.chance, ran.chance);
  EXPECT_EQ(read.data.train.rows, ran.data.train.rows);
  ASSERT_EQ(read.warnings.size(), 2u);  // too few seeds, and the missing data
  EXPECT_NE(read.warnings[1].find("points.csv"), std::string::npos) << read.warnings[1];
}

TEST(Experiment, RunsNothingASecondTime) {
  const auto folder = fresh_folder();
  const std::string first = fingerprint(run_experiment(tiny_experiment(folder)));
  const auto size = std::filesystem::file_size(folder / "runs.jsonl");
  std::size_t calls = 0;
  experiment_hooks hooks;
  hooks.progressed = [&](const progress& p) {
    ++calls;
    EXPECT_EQ(p.done, p.total);
  };
  EXPECT_EQ(fingerprint(run_experiment(tiny_experiment(folder), hooks)), first);
  EXPECT_EQ(std::filesystem::file_size(folder / "runs.jsonl"), size);
  EXPECT_EQ(calls, 2u);  // one report per candidate
}

TEST(Experiment, AStopLeavesFinishedRunsInTheJournal) {
  const auto folder = fresh_folder();
  std::atomic<bool> stop{false};
  experiment_hooks hooks;
  hooks.stop = &stop;
  std::atomic<std::size_t> finished{0};
  hooks.progressed = [&](const progress&) { stop = ++finished > 3; };  // two reports before the first run
  const std::string message =
      message_of<interrupted>([&] { run_experiment(tiny_experiment(folder), hooks); });
  EXPECT_NE(message.find("of 6 runs are finished"), std::string::npos) << message;
  EXPECT_GE(read_journal(folder).records.size(), 2u);
  EXPECT_FALSE(read_experiment(folder).complete);
  const std::string resumed = fingerprint(run_experiment(tiny_experiment(folder)));
  std::filesystem::remove_all(folder);
  EXPECT_EQ(resumed, fingerprint(run_experiment(tiny_experiment(folder))));
}

TEST(Experiment, ATornLineCostsOneRunAndIsSaid) {
  const auto folder = fresh_folder();
  const std::string first = fingerprint(run_experiment(tiny_experiment(folder)));
  std::filesystem::resize_file(folder / "runs.jsonl", std::filesystem::file_size(folder / "runs.jsonl") - 5);
  std::vector<std::string> warnings;
  experiment_hooks hooks;
  hooks.warned = [&](const std::string& w) { warnings.push_back(w); };
  EXPECT_EQ(fingerprint(run_experiment(tiny_experiment(folder), hooks)), first);
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_NE(warnings[1].find("the last line was cut off"), std::string::npos) << warnings[1];
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

TEST(Experiment, AJournalOfOtherOptionsIsRefused) {
  const auto folder = fresh_folder();
  run_experiment(tiny_experiment(folder));
  experiment_options o = tiny_experiment(folder);
  o.model = "mlp:7x2";
  std::string message = message_of<usage_error>([&] { run_experiment(o); });
  EXPECT_NE(message.find("model is mlp:6x2 there and mlp:7x2 here"), std::string::npos) << message;
  o = tiny_experiment(folder);
  o.data.seed = 2;
  EXPECT_THROW(run_experiment(o), usage_error);
}

TEST(Experiment, BadInputLeavesNoFolderBehind) {
  const auto folder = fresh_folder() / "out";
  experiment_options o = tiny_experiment(folder);
  o.data.source = "no-such-file.csv";
  EXPECT_ANY_THROW(run_experiment(o));
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST(Experiment, AFolderWithoutJournalIsAUsageError) {
  const std::string message = message_of<usage_error>([] { read_experiment(fresh_folder()); });
  EXPECT_NE(message.find("runs.jsonl: no journal there"), std::string::npos) << message;
}

}  // namespace
}  // namespace hillock::lab
