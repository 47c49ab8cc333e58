// SPDX-License-Identifier: Apache-2.0
// One candidate against the baseline: judgement and sentence.
#include "lab/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "lab_made_up_scores.hpp"

namespace hillock::lab {
namespace {

using namespace made_up;

// The other exporters and users quote these: change them knowingly.
TEST(Verdict, SaysEachJudgementInPlainWords) {
  const auto v = against({candidate("relu", base), candidate("tanh", ahead), candidate("leaky_relu", tied),
                          candidate("sigmoid", far_behind), candidate("snake", noisy)},
                         "relu");
  ASSERT_EQ(v.size(), 4u);
  EXPECT_EQ(v[0].says, judgement::better);
  EXPECT_EQ(v[0].sentence,
            "tanh beats relu by 1.20 points (95 % interval 1.05 to 1.35, p=0.008 after Holm, 10 seeds)");
  EXPECT_EQ(v[1].says, judgement::equivalent);
  EXPECT_EQ(v[1].sentence,
            "relu and leaky_relu are tied: p=1 after Holm, 10 seeds; the difference is within ±1 point "
            "(leaky_relu minus "
            "relu: 0.03 points, 95 % interval −0.10 to 0.15)");
  EXPECT_EQ(v[2].says, judgement::worse);
  EXPECT_EQ(
      v[2].sentence,
      "sigmoid loses to relu by 30.9 points (95 % interval 30.2 to 31.6, p=0.008 after Holm, 10 seeds)");
  EXPECT_EQ(v[3].says, judgement::not_enough_evidence);
  EXPECT_EQ(v[3].sentence,
            "relu and snake cannot be told apart with 10 seeds (snake minus relu: 0.4 points, 95 % interval "
            "−0.8 to 1.6, p=1 after Holm): the difference is at most 1.6 points either way; about 110 seeds "
            "would settle "
            "it");
}

TEST(Verdict, CarriesTheNumbers) {
  const auto v = against({candidate("relu", base), candidate("tanh", ahead)}, "relu");
  EXPECT_NEAR(v[0].difference, 0.012, 1e-12);
  EXPECT_EQ(v[0].p, 2.0 / 1024);
  EXPECT_EQ(v[0].p_holm, v[0].p);
  EXPECT_EQ(v[0].probability_better, probability_better(ahead, base));
  EXPECT_EQ(v[0].effect_size, cliffs_delta(ahead, base));
  EXPECT_EQ(v[0].reference, "relu");
  EXPECT_EQ(v[0].seeds_needed, 0u);
  EXPECT_TRUE(contains(v[0].sentence, "p=0.002, 10 seeds")) << v[0].sentence;
  EXPECT_FALSE(contains(v[0].sentence, "Holm")) << "one comparison needs no adjustment";
}

TEST(Verdict, PairsBySeedWhateverTheOrder) {
  candidate_summary shuffled = candidate("tanh", ahead);
  std::reverse(shuffled.runs.begin(), shuffled.runs.end());
  const auto straight = against({candidate("relu", base), candidate("tanh", ahead)}, "relu");
  const auto reversed = against({candidate("relu", base), shuffled}, "relu");
  EXPECT_EQ(straight[0].low, reversed[0].low);
  EXPECT_EQ(straight[0].p, reversed[0].p);

  // An unfinished experiment: only the seeds that both have count.
  shuffled.runs.resize(7);
  const auto partly = against({candidate("relu", base), shuffled}, "relu");
  EXPECT_EQ(partly[0].p, 2.0 / 128);
  shuffled.runs.clear();
  const auto none = against({candidate("relu", base), shuffled}, "relu");
  EXPECT_EQ(none[0].says, judgement::not_enough_evidence);
  EXPECT_EQ(none[0].sentence, "relu and tanh have no finished seed in common yet");
}

TEST(Verdict, FewSeedsNeverDecide) {
  for (std::size_t n = 1; n < 6; ++n) {
    const auto v = against({candidate("relu", plus(scores(n, 0))), candidate("tanh", plus(scores(n, 20))),
                            candidate("same", plus(scores(n, 0)))},
                           "relu");
    EXPECT_EQ(v[0].says, judgement::not_enough_evidence) << n;
    EXPECT_EQ(v[1].says, judgement::not_enough_evidence) << n;
    EXPECT_GE(v[0].seeds_needed, 7u);
    EXPECT_GE(v[1].seeds_needed, 6u);
  }
  const auto v =
      against({candidate("relu", plus({0, 0, 0})), candidate("tanh", plus({1, 1.2, 1.4}))}, "relu");
  EXPECT_EQ(v[0].sentence,
            "relu and tanh cannot be told apart with 3 seeds (tanh minus relu: 1.20 points, 95 % interval "
            "1.00 to 1.40): the "
            "smallest p they can reach is 0.25, and at least 6 seeds are needed for p<0.05");
  const auto one = against({candidate("relu", {0.9}), candidate("tanh", {0.95})}, "relu");
  EXPECT_EQ(one[0].sentence,
            "relu and tanh cannot be told apart with 1 seed (tanh minus relu: 5.0 points): the smallest p "
            "they can reach is 1, "
            "and at least 6 seeds are needed for p<0.05");
}

TEST(Verdict, SaysWhenHolmNeedsMoreSeeds) {
  std::vector<candidate_summary> all{candidate("relu", plus(scores(7, 0)))};
  for (const char* name : {"a", "b", "c", "d"})
    all.push_back(candidate(name, plus({3, 3.1, 3.2, 2.9, 3, 3.3, 2.8})));
  const auto v = against(all, "relu");
  EXPECT_EQ(v[0].p, 0.015625);
  EXPECT_EQ(v[0].p_holm, 0.0625);
  EXPECT_EQ(v[0].says, judgement::not_enough_evidence);
  EXPECT_TRUE(contains(v[0].sentence, "after Holm over 4 comparisons is 0.062")) << v[0].sentence;
  EXPECT_TRUE(contains(v[0].sentence, "at least 8 seeds")) << v[0].sentence;
  EXPECT_EQ(v[0].seeds_needed, 8u);
}

TEST(Verdict, EqualScoresAreTied) {
  const auto v = against({candidate("relu", base), candidate("leaky_relu", base)}, "relu");
  EXPECT_EQ(v[0].says, judgement::equivalent);
  EXPECT_EQ(v[0].sentence, "relu and leaky_relu are tied: the same score with each of 10 seeds");
  EXPECT_EQ(v[0].p, 1);
}

TEST(Verdict, ARealButSmallDifferenceIsCalledSmall) {
  const auto v = against(
      {candidate("relu", base), candidate("tanh", plus({0.2, 0.3, 0.1, 0.2, 0.4, 0.3, 0.2, 0.1, 0.3, 0.2}))},
      "relu");
  EXPECT_EQ(v[0].says, judgement::better);
  EXPECT_TRUE(contains(v[0].sentence, "; the difference is real but within ±1 point")) << v[0].sentence;
}

TEST(Verdict, AnIntervalThatTouchesTheMarginLiesWithinIt) {
  // Accuracies on 1,000 rows; the interval's upper end is the mean of six of them and 0.010000000000000009.
  const int right[6] = {939, 906, 926, 900, 928, 909}, more[6] = {-12, 18, 0, -12, 12, -6};
  scores a, b;
  for (int i = 0; i < 6; ++i) {
    a.push_back((right[i] + more[i]) / 1000.0);
    b.push_back(right[i] / 1000.0);
  }
  const auto v = against({candidate("relu", b), candidate("tanh", a)}, "relu");
  EXPECT_GT(v[0].high, 0.01);
  EXPECT_EQ(v[0].says, judgement::equivalent) << v[0].sentence;
}

TEST(Verdict, MoreMarginTiesMoreAndNoMarginNothing) {
  const std::vector<candidate_summary> two{candidate("relu", base), candidate("snake", noisy)};
  EXPECT_EQ(against(two, "relu", 0.02)[0].says, judgement::equivalent);
  EXPECT_EQ(against(two, "relu", 0.01)[0].says, judgement::not_enough_evidence);
  const auto none = against({candidate("relu", base), candidate("leaky_relu", tied)}, "relu", 0);
  EXPECT_EQ(none[0].says, judgement::not_enough_evidence);
}

TEST(Verdict, OtherScoresAreShownAsNumbers) {
  const auto v = against({candidate("relu", base), candidate("tanh", ahead)}, "relu", 0.01, "r2");
  EXPECT_EQ(v[0].sentence,
            "tanh beats relu by 0.0120 in R² (95 % interval 0.0105 to 0.0135, p=0.002, 10 seeds)");
}

TEST(Verdict, KeepsDivergedRuns) {
  candidate_summary wild = candidate("wild", ahead);
  for (std::size_t i : {2u, 5u}) {
    wild.runs[i].diverged = true;
    wild.runs[i].test = 0.5;  // chance
  }
  const auto v = against({candidate("relu", base), wild}, "relu");
  EXPECT_EQ(v[0].says, judgement::not_enough_evidence);
  EXPECT_LT(v[0].difference, -0.07);
}

TEST(Verdict, WhatDivergedIsNeverTied) {
  candidate_summary wild = candidate("wild", base);
  ASSERT_EQ(against({candidate("relu", base), wild})[0].says, judgement::equivalent);
  wild.runs[4].diverged = true;
  EXPECT_EQ(against({candidate("relu", base), wild})[0].says, judgement::not_enough_evidence);
  EXPECT_EQ(against({wild, candidate("relu", base)}, "wild")[0].says, judgement::not_enough_evidence);
}

candidate_summary all_diverged(candidate_summary c) {
  for (run& each : c.runs) {
    each.diverged = true;
    each.by_row = {};
    each.test = 0.5;  // as collect() scores it
  }
  c.diverged = static_cast<unsigned>(c.runs.size());
  c.test = c.validation = {std::nan(""), std::nan(""), std::nan("")};
  return c;
}

// Who diverged with every seed loses, but by no amount: there is no score of its own.
TEST(Verdict, HasNoSizeWhereOneHasNoScore) {
  const result r = experiment({candidate("relu", base, 0.95), all_diverged(candidate("wild", ahead))});
  EXPECT_EQ(r.verdicts[0].says, judgement::worse);
  EXPECT_FALSE(r.verdicts[0].has_size);
  EXPECT_EQ(r.verdicts[0].sentence, "wild loses to relu: wild diverged with each of 10 seeds (p=0.002)");
  EXPECT_EQ(headline(r),
            "Use relu: best on this data, ahead of wild, which diverged with each of 10 seeds (p=0.002)");

  const result both =
      experiment({all_diverged(candidate("relu", base)), all_diverged(candidate("wild", ahead))});
  EXPECT_EQ(
      both.verdicts[0].sentence,
      "relu and wild cannot be compared: wild diverged with each of 10 seeds, relu diverged with each of "
      "10 seeds");
  EXPECT_EQ(both.verdicts[0].seeds_needed, 0u) << "no number of seeds would settle it";
  EXPECT_EQ(headline(both), "Every run diverged: a smaller learning rate (--lr) may help");
}

TEST(Verdict, SaysHowManyRunsCountAsTheWorst) {
  candidate_summary wild = candidate("wild", base);
  wild.runs[4].diverged = true;
  wild.runs[4].test = 0.5;
  EXPECT_TRUE(contains(against({candidate("relu", base), wild})[0].sentence,
                       "; 1 of wild's 10 runs diverged and counts as the worst; "));
}

TEST(Verdict, RefusesAMissingBaselineAndDoubleSeeds) {
  EXPECT_THROW(against({candidate("tanh", base)}, "relu"), std::invalid_argument);
  candidate_summary twice = candidate("tanh", base);
  twice.runs[1].seed = twice.runs[0].seed;
  EXPECT_THROW(against({candidate("relu", base), twice}, "relu"), std::invalid_argument);
  EXPECT_TRUE(against({candidate("relu", base)}, "relu").empty());
}

TEST(EvidenceCode, IsFourOnlyWhenNothingWasDecided) {
  EXPECT_EQ(evidence_code(experiment({candidate("relu", base), candidate("snake", noisy)})),
            exit_code::not_enough_evidence);
  EXPECT_EQ(evidence_code(
                experiment({candidate("relu", base), candidate("snake", noisy), candidate("tanh", ahead)})),
            exit_code::ok);
  EXPECT_EQ(evidence_code(experiment({candidate("relu", base), candidate("leaky_relu", tied)})),
            exit_code::ok);
  EXPECT_EQ(evidence_code(experiment({candidate("relu", base)})), exit_code::ok);
}

TEST(Verdict, LessIsBetterWhereTheMetricSaysSo) {
  const auto v = against({candidate("relu", base), candidate("tanh", ahead)}, "relu", 0.01, "log_loss");
  EXPECT_EQ(v[0].says, judgement::worse);
  EXPECT_GT(v[0].difference, 0);
  EXPECT_LT(v[0].effect_size, 0);
  EXPECT_EQ(v[0].sentence,
            "tanh loses to relu by 0.0120 in log loss (95 % interval 0.0105 to 0.0135, p=0.002, 10 seeds)");
}

TEST(Verdict, AlsoHoldsTheOthersAgainstTheBestOnValidation) {
  const result r = experiment({candidate("relu", base, 0.95), candidate("tanh", ahead, 0.96),
                               candidate("sigmoid", far_behind, 0.6), candidate("snake", noisy, 0.9)});
  std::vector<std::pair<std::string, std::string>> held;
  for (const verdict& v : r.verdicts) held.emplace_back(v.candidate, v.reference);
  EXPECT_EQ(
      held,
      (std::vector<std::pair<std::string, std::string>>{
          {"tanh", "relu"}, {"sigmoid", "relu"}, {"snake", "relu"}, {"sigmoid", "tanh"}, {"snake", "tanh"}}));
  EXPECT_EQ(r.verdicts[1].p_holm, 5 * 2.0 / 1024) << "one family of five";
  EXPECT_EQ(against_best(r).size(), 3u);
  EXPECT_EQ(against_best(r)[0].candidate, "relu");
  EXPECT_EQ(against_best(r)[0].says, judgement::worse);
}

}  // namespace
}  // namespace hillock::lab
