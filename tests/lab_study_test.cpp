// SPDX-License-Identifier: Apache-2.0
// How often verdicts are wrong where the truth is known: small versions of what bench_verdicts measures.
// Every draw is Philox's, so a result that holds once holds always; bounds are those of the claim, with the
// chance of missing it beside them.
#include <gtest/gtest.h>

#include "verdict_study.hpp"

namespace hillock::lab::study {
namespace {

experiment_options short_runs() {
  experiment_options o;
  o.model = "mlp:8x1";
  o.epochs = 12;
  o.batch = 16;
  o.activations = {"relu", "identity", "tanh"};
  return o;
}

data::dataset moons(std::size_t rows) { return data::load({.source = "moons", .rows = rows}); }

const verdict& only(const result& r) { return r.verdicts.front(); }

bool decided(const verdict& v) { return v.says == judgement::better || v.says == judgement::worse; }

// One function under two names, on the same splits with draws of its own: the sign-flip test decides in at
// most 5 %. Of 40 experiments, 8 or more would be decided with probability 0.0004 at a rate of 5 %.
TEST(Study, AFunctionIsNeitherBetterNorWorseThanItself) {
  const data::dataset whole = moons(120);
  const settings s = settings_for(whole, short_runs());
  std::atomic<unsigned> wrong{0};
  in_parallel(40, 2, [&](std::size_t i) {
    const result r = experiment(s, whole, 1 + 8 * i, 8, {{"relu", 0, 0}, {"relu again", 0, 1'000'000'000}});
    // Other draws: the scores are not simply the same.
    EXPECT_GT(only(r).deviation, 0);
    wrong += decided(only(r)) ? 1u : 0u;
  });
  EXPECT_LT(wrong, 8u);
}

// Disjoint seeds, the same rows: what one experiment says the next does not contradict, and where the
// difference is plain (moons are not linear) both say it.
TEST(Study, ExperimentsWithOtherSeedsDoNotSayTheOpposite) {
  const data::dataset whole = moons(150);
  const settings s = settings_for(whole, short_runs());
  std::vector<result> found(12);
  in_parallel(found.size(), 2, [&](std::size_t i) {
    found[i] = experiment(s, whole, 1 + 8 * i, 8, {{"relu", 0}, {"identity", 1}, {"tanh", 2}});
  });
  unsigned worse = 0;
  for (const result& r : found) {
    for (const verdict& v : r.verdicts)
      if (v.candidate == "identity" && v.reference == "relu") {
        EXPECT_NE(v.says, judgement::better);
        worse += v.says == judgement::worse ? 1u : 0u;
      }
    for (const result& other : found)
      for (std::size_t k = 0; k < 2; ++k) {
        const verdict &a = r.verdicts[k], &b = other.verdicts[k];
        EXPECT_FALSE(decided(a) && decided(b) && a.says != b.says) << a.sentence << '\n' << b.sentence;
      }
  }
  EXPECT_GT(worse, 0u) << "a study that never decides shows nothing";
}

// Twelve disjoint samples of 200 rows as data sets of their own; the truth is the mean difference on all
// other rows.
TEST(Study, VerdictsHoldOnNewRows) {
  const data::dataset whole = data::load({.source = "circles", .rows = 2400});
  const auto order = philox(1, "samples").permutation(whole.rows);
  double truth = 0;
  std::vector<result> found(12);
  std::vector<double> outside_difference(found.size());
  in_parallel(found.size(), 2, [&](std::size_t i) {
    std::vector<std::uint32_t> inside(order.begin() + static_cast<std::ptrdiff_t>(200 * i),
                                      order.begin() + static_cast<std::ptrdiff_t>(200 * (i + 1))),
        outside;
    for (const std::uint32_t row : order)
      if (std::find(inside.begin(), inside.end(), row) == inside.end()) outside.push_back(row);
    std::sort(inside.begin(), inside.end());
    const data::dataset sample = rows_of(whole, inside), rest = rows_of(whole, outside);
    const settings s = settings_for(sample, short_runs());
    found[i] = experiment(s, sample, 1 + 8 * i, 8, {{"relu", 0}, {"identity", 1}},
                          [&](nn::network<float>& net, const ground& on, std::size_t k) {
                            outside_difference[i] +=
                                (k == 0 ? -1 : 1) * score_outside(s, net, on, sample, rest) / 8;
                          });
  });
  for (const double d : outside_difference) truth += d / static_cast<double>(found.size());
  EXPECT_LT(truth, -0.01) << "the study wants a difference that matters";
  unsigned right = 0;
  for (const result& r : found) {
    EXPECT_NE(only(r).says, judgement::better);
    EXPECT_NE(only(r).says, judgement::equivalent);
    right += only(r).says == judgement::worse ? 1u : 0u;
  }
  EXPECT_GT(right, 0u);
}

// Labels in another order mean nothing; were the test part to leak into the search, the score would not be at
// chance. 60 permutations of balanced classes: the mean's interval holds one half.
TEST(Study, OfPermutedLabelsTheWholeProcedureScoresChance) {
  const data::dataset whole = moons(100);
  std::vector<double> scores(60);
  in_parallel(scores.size(), 2, [&](std::size_t i) {
    const data::dataset nonsense = permuted(whole, 1 + i);
    const settings s = settings_for(nonsense, short_runs());
    ASSERT_TRUE(s.tunes());
    const result r = experiment(s, nonsense, 1 + 4 * i, 4, {{"relu", 0}});
    for (const run& each : r.candidates[0].runs) scores[i] += each.test / 4;
  });
  const estimate mean = bca_mean(scores);
  EXPECT_LE(mean.low, 0.5);
  EXPECT_GE(mean.high, 0.5);
  EXPECT_LT(mean.high - mean.low, 0.06) << "narrow enough to see a leak";
}

}  // namespace
}  // namespace hillock::lab::study
