// SPDX-License-Identifier: Apache-2.0
// The folder of an experiment: read again, gone on with, damaged, of another experiment.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <string>
#include <vector>

#include "lab_experiment_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fingerprint;
using testing::fresh_folder;
using testing::message_of;
using testing::tiny_experiment;

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
