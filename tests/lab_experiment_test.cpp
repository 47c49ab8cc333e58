// SPDX-License-Identifier: Apache-2.0
// An experiment as users see it: the same result whatever the threads, and equal conditions.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "hillock/hillock.hpp"
#include "lab_experiment_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fingerprint;
using testing::fresh_folder;
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

}  // namespace
}  // namespace hillock::lab
