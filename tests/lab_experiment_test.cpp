// SPDX-License-Identifier: Apache-2.0
// An experiment as users see it: the same result whatever the threads, equal conditions, resuming, refusals.
#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <fstream>
#include <map>
#include <set>

#include "hillock/hillock.hpp"
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
    EXPECT_EQ(r.score_name, r.data.task == data::task::regression ? "R²" : "accuracy");
    EXPECT_EQ(r.candidates[0].map.has_value(), r.data.columns == 2) << data;
    EXPECT_TRUE(r.candidates[0].tuning.empty());
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
  for (const record& each : read_journal(folder).records) {
    const run& f = each.finished;
    budget[f.candidate].insert(std::to_string(f.tuning) + " " + std::to_string(f.seed) + " " +
                               (f.tuning ? std::to_string(f.learning_rate) : ""));
  }
  ASSERT_EQ(budget.size(), 2u);
  EXPECT_EQ(budget["relu"], budget["tanh"]);
  EXPECT_EQ(budget["relu"].size(), 4u * 2u + 3u);  // rates × tuning seeds + seeds
}

TEST(Experiment, ChoosesTheLearningRateOnValidationOnly) {
  const auto folder = fresh_folder();
  const result r = run_experiment(tiny_experiment(folder));
  for (const candidate_summary& c : r.candidates) {
    ASSERT_EQ(c.tuning.size(), 4u);
    double best = -1;
    for (const auto& [rate, score] : c.tuning) best = std::max(best, score);
    for (const auto& [rate, score] : c.tuning) {
      if (rate == c.learning_rate) {
        EXPECT_EQ(score, best);
      }
    }
    for (const run& each : c.runs) EXPECT_EQ(each.learning_rate, c.learning_rate);
  }
  for (const record& each : read_journal(folder).records) {
    if (each.finished.tuning) {
      EXPECT_EQ(each.finished.test, 0) << "a tuning run saw the test part";
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
    for (int i = 0; i < 60; ++i) file << i % 7 << ',' << i % 11 << ',' << (i % 7 > 3 ? "yes" : "no") << '\n';
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
  ASSERT_EQ(read.warnings.size(), 2u);  // fewer than six seeds, and the missing data
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
  hooks.progressed = [&](const progress&) { stop = ++finished > 6; };
  const std::string message =
      message_of<interrupted>([&] { run_experiment(tiny_experiment(folder), hooks); });
  EXPECT_NE(message.find("of 22 runs are finished"), std::string::npos) << message;
  EXPECT_GE(read_journal(folder).records.size(), 4u);
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

TEST(Experiment, ADivergingRunIsKeptAndCountsAsChance) {
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
    EXPECT_TRUE(c.health[0].fault);
  }
}

TEST(Experiment, AJournalOfOtherOptionsIsRefused) {
  const auto folder = fresh_folder();
  run_experiment(tiny_experiment(folder));
  experiment_options o = tiny_experiment(folder);
  o.model = "mlp:7x2";
  const std::string message = message_of<usage_error>([&] { run_experiment(o); });
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
