// SPDX-License-Identifier: Apache-2.0
// An experiment that grows: more seeds, more candidates, other questions to the same journal.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>

#include "lab/experiment.hpp"
#include "lab/journal.hpp"
#include "lab_experiment_helpers.hpp"

namespace hillock::lab {
namespace {

using namespace testing;

std::string hashes_of(const result& r) {
  std::string text;
  for (const candidate_summary& c : r.candidates)
    for (const run& each : c.runs) text += c.name + std::to_string(each.seed) + each.weights_hash + "\n";
  return text;
}

/// The options of an experiment of three seeds that has run.
experiment_options finished_experiment() {
  experiment_options o = tiny_experiment(fresh_folder());
  o.learning_rate = 0.01;
  run_experiment(o);
  return o;
}

/// The same question to an empty folder is answered by the same runs.
void expect_one_go(experiment_options o, const result& grown) {
  o.out /= "at_once";
  EXPECT_EQ(hashes_of(run_experiment(o)), hashes_of(grown));
}

TEST(Growth, MoreSeedsTrainOnlyTheNewOnes) {
  experiment_options o = tiny_experiment(fresh_folder());
  run_experiment(o);
  o.seeds = 5;
  std::size_t least = 10;
  experiment_hooks hooks;
  hooks.progressed = [&](const progress& p) {
    least = std::min(least, p.done);
    EXPECT_EQ(p.total, 5u);
  };
  const result grown = run_experiment(o, hooks);
  EXPECT_EQ(least, 3u) << "three seeds of each were there before the first run";
  EXPECT_EQ(grown.looks, std::vector<unsigned>{3});
  EXPECT_GT(grown.error_rate, 0.05);
  const result read = read_experiment(o.out);
  EXPECT_EQ(fingerprint(read), fingerprint(grown));
  EXPECT_EQ(read.looks, grown.looks);

  o.out /= "at_once";
  const result at_once = run_experiment(o);
  EXPECT_EQ(hashes_of(at_once), hashes_of(grown));
  EXPECT_EQ(fingerprint(at_once).substr(0, fingerprint(at_once).find('\n')),
            fingerprint(grown).substr(0, fingerprint(grown).find('\n')));
  EXPECT_TRUE(at_once.looks.empty());
  EXPECT_EQ(at_once.error_rate, 0.05);
}

TEST(Growth, AnExperimentStoppedBeforeItsEndWasNeverRead) {
  experiment_options o = tiny_experiment(fresh_folder());
  std::atomic<bool> stop{false};
  experiment_hooks hooks;
  hooks.stop = &stop;
  std::atomic<std::size_t> finished{0};
  hooks.progressed = [&](const progress&) { stop = ++finished > 3; };
  EXPECT_THROW(run_experiment(o, hooks), interrupted);
  o.seeds = 4;
  EXPECT_TRUE(run_experiment(o).looks.empty());
}

TEST(Growth, ACandidateThatIsAddedTrainsOnlyItself) {
  experiment_options o = finished_experiment();
  const std::size_t before = read_journal(o.out).records.size();
  o.activations = {"relu", "softsign", "tanh"};
  const result grown = run_experiment(o);
  EXPECT_EQ(read_journal(o.out).records.size(), before + 3);
  EXPECT_TRUE(grown.looks.empty()) << "the number of seeds did not grow";
  expect_one_go(o, grown);
}

TEST(Growth, FewerSeedsAreThePartThatWasAskedFor) {
  experiment_options o = finished_experiment();
  o.seeds = 2;
  const result r = run_experiment(o);
  EXPECT_TRUE(r.complete);
  EXPECT_EQ(r.candidates[0].runs.size(), 2u);
  EXPECT_EQ(read_journal(o.out).records.size(), 6u);
}

TEST(Growth, RunsThatWouldComputeOtherwiseNowAreNotMixed) {
  experiment_options o = finished_experiment();
  journal j = read_journal(o.out);
  ASSERT_EQ(j.headers[0].fingerprints.size(), 2u);
  EXPECT_NE(j.headers[0].fingerprints[0].second, j.headers[0].fingerprints[1].second);
  j.headers[0].fingerprints[1].second = "of another kernel";
  std::ofstream(o.out / "runs.jsonl", std::ios::binary) << to_line(j.headers[0]) << to_line(j.records[0]);
  const std::string message = message_of<usage_error>([&] { run_experiment(o); });
  EXPECT_NE(message.find("what a short run of tanh computes"), std::string::npos) << message;
  // Settled values count, not the option's text.
  o.out /= "settled";
  o.epochs = 0;
  o.learning_rate.reset();
  run_experiment(o);
  o.epochs = 400;  // what 0 comes to here
  o.patience = 80;
  EXPECT_NO_THROW(run_experiment(o));
}

TEST(Growth, AnotherFirstSeedMayBeAskedForAndIsNoLookAtThis) {
  experiment_options o = finished_experiment();
  o.first_seed = 2;
  o.seeds = 4;
  const result moved = run_experiment(o);
  EXPECT_EQ(read_journal(o.out).records.size(), 6u + 4u) << "seeds 2 and 3 were there";
  EXPECT_TRUE(moved.looks.empty()) << "seeds 1 to 3 are other seeds";
  expect_one_go(o, moved);
}

TEST(Growth, SaysWhichCandidatesWereSeenAndDropped) {
  experiment_options o = tiny_experiment(fresh_folder());
  o.learning_rate = 0.01;
  o.activations = {"relu", "softsign", "tanh"};
  const auto mentions = [](const result& r, const std::string& text) {
    return std::any_of(r.limits.begin(), r.limits.end(),
                       [&](const std::string& s) { return s.find(text) != std::string::npos; });
  };
  EXPECT_FALSE(mentions(run_experiment(o), "leaves out"));
  o.activations = {"relu", "tanh"};
  const result fewer = run_experiment(o);
  EXPECT_EQ(fewer.left_out, std::vector<std::string>{"softsign"});
  EXPECT_TRUE(mentions(fewer, "The journal also has runs of softsign, which this question leaves out"));
}

}  // namespace
}  // namespace hillock::lab
