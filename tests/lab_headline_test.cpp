// SPDX-License-Identifier: Apache-2.0
// The first sentence of a report, and its last: what to use, and what the evidence cannot say.
#include <gtest/gtest.h>

#include <algorithm>

#include "lab/verdict.hpp"
#include "lab_made_up_scores.hpp"

namespace hillock::lab {
namespace {

using namespace made_up;

TEST(Headline, NamesTheWinnerAndItsLead) {
  const result r = experiment(
      {candidate("relu", base, 0.95), candidate("tanh", ahead, 0.96), candidate("sigmoid", far_behind, 0.6)});
  EXPECT_EQ(recommended(r), "tanh");
  EXPECT_EQ(headline(r),
            "Use tanh: best on this data, ahead of relu by 1.20 points (95 % interval 1.05 to 1.35, p=0.006 "
            "after Holm) with 10 seeds");
}

TEST(Headline, TiesGoToTheBaseline) {
  const result r = experiment({candidate("relu", base, 0.950), candidate("leaky_relu", tied, 0.951),
                               candidate("sigmoid", far_behind, 0.6)});
  EXPECT_EQ(recommended(r), "relu");
  EXPECT_EQ(
      headline(r),
      "relu is tied with leaky_relu, the best on validation (within ±1 point, 10 seeds): take relu, the "
      "baseline");
}

TEST(Headline, TiesWithIdentityNeedNoNonLinearity) {
  const result r = experiment(
      {candidate("identity", tied, 0.949), candidate("relu", base, 0.950), candidate("tanh", noisy, 0.94)});
  EXPECT_EQ(recommended(r), "identity");
  const std::string text = headline(r);
  EXPECT_TRUE(contains(text, "identity is tied with relu, the best on validation")) << text;
  EXPECT_TRUE(contains(text, "take identity, these data do not need a non-linearity")) << text;
  EXPECT_TRUE(contains(text, "; tanh cannot be told apart from relu yet")) << text;
}

TEST(Headline, ALinearWinnerIsSaidToBeOne) {
  const result r = experiment({candidate("identity", ahead, 0.96), candidate("relu", base, 0.95)});
  EXPECT_TRUE(contains(headline(r), "Use identity")) << headline(r);
  EXPECT_TRUE(contains(headline(r), "these data do not need a non-linearity")) << headline(r);
}

TEST(Headline, AdmitsWhatIsOpen) {
  const result r = experiment({candidate("relu", base, 0.95), candidate("snake", noisy, 0.951),
                               candidate("sigmoid", far_behind, 0.6)});
  EXPECT_EQ(recommended(r), "snake");
  EXPECT_EQ(headline(r),
            "snake is best on validation, but 10 seeds cannot tell it from relu: take snake for now; about "
            "110 seeds would "
            "settle it");
  const result few =
      experiment({candidate("relu", plus({0, 0, 0}), 0.95), candidate("tanh", plus({1, 2, 3}), 0.96)});
  EXPECT_EQ(headline(few),
            "tanh is best on validation, but 3 seeds cannot show any difference (at least 6 seeds are "
            "needed): take tanh for "
            "now");
}

TEST(Headline, ChoosesOnValidationAndSaysWhenTheTestDisagrees) {
  const result r = experiment({candidate("relu", base, 0.97), candidate("tanh", ahead, 0.96)});
  EXPECT_EQ(recommended(r), "relu");
  EXPECT_EQ(
      headline(r),
      "relu is best on validation, yet on the test part tanh is ahead of it by 1.20 points (95 % interval "
      "1.05 "
      "to 1.35, p=0.002) with 10 seeds: the two disagree, so more rows or seeds are needed before choosing");
}

TEST(Headline, SaysWhenNothingWasLearned) {
  const scores chance{0.49, 0.51, 0.5, 0.48, 0.52, 0.5, 0.51, 0.49, 0.5, 0.5};
  const result r = experiment({candidate("relu", chance, 0.5), candidate("tanh", chance, 0.5)});
  EXPECT_TRUE(contains(headline(r),
                       "No candidate does reliably better than the best constant guess (accuracy 50.0 %)"))
      << headline(r);
}

// Only where that holds for each of them, by the intervals: one that is better on the test part, or whose
// mean is merely above chance, is not at chance by what another does.
TEST(Headline, IsAtChanceOnlyWhereEveryCandidateIs) {
  const scores chance{0.49, 0.51, 0.5, 0.48, 0.52, 0.5, 0.51, 0.49, 0.5, 0.5};
  const scores above{0.49, 0.61, 0.5, 0.48, 0.52, 0.5, 0.51, 0.49, 0.5, 0.5};
  EXPECT_TRUE(all_at_chance(experiment({candidate("relu", above, 0.5), candidate("tanh", chance, 0.5)})));
  EXPECT_FALSE(all_at_chance(experiment({candidate("relu", chance, 0.7), candidate("tanh", base, 0.5)})));
  EXPECT_FALSE(all_at_chance(experiment({candidate("relu", {})})));
}

verdict open_question(const std::string& name, unsigned seeds, std::size_t rows) {
  verdict v;
  v.candidate = name, v.reference = "relu";
  v.seeds_needed = seeds, v.rows_needed = rows;
  return v;
}

TEST(Headline, NamesTheMostThatAnOpenQuestionNeeds) {
  result r = experiment({candidate("relu", base, 0.96), candidate("a", noisy, 0.95),
                         candidate("b", noisy, 0.95), candidate("c", noisy, 0.95)});
  r.verdicts = {open_question("a", 90, 0), open_question("b", 30, 0), open_question("c", 60, 0)};
  EXPECT_TRUE(contains(headline(r), "take relu for now; about 90 seeds would settle it")) << headline(r);
  r.verdicts[1] = open_question("b", 0, 4000);
  EXPECT_TRUE(
      contains(headline(r),
               "take relu for now; for a and c about 90 seeds would settle it, for b what is missing is "
               "rows, not seeds: about 4,000 would settle it"))
      << headline(r);
}

TEST(Headline, NamesAFewOfMany) {
  std::vector<candidate_summary> many{candidate("relu", base, 0.96)};
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) many.push_back(candidate(name, noisy, 0.95));
  result r = experiment(std::move(many));
  for (verdict& v : r.verdicts) v = open_question(v.candidate, v.candidate == "f" ? 0 : 30, 4000);
  EXPECT_TRUE(contains(headline(r), "10 seeds cannot tell it from a, b, c and 3 others: take relu for now"))
      << headline(r);
}

TEST(Headline, TheBestIsTheFirstOfTheTable) {
  for (const char* baseline : {"a", "b", "c"}) {
    result r = experiment({candidate("a", base, 0.95), candidate("b", base, 0.95), candidate("c", base, 0.95),
                           candidate("relu", base, 0.9)});
    r.baseline = baseline;
    EXPECT_EQ(best_of(r)->name, baseline) << "nothing speaks for leaving the baseline";
    EXPECT_EQ(r.candidates[ranking(r).front()].name, baseline);
    EXPECT_EQ(ranking(r).back(), 3u);
  }
}

TEST(Headline, WorksWithOneCandidateOrNone) {
  EXPECT_EQ(headline(experiment({candidate("relu", base)})),
            "Only relu was trained: test accuracy 95.1 %, 10 seeds; there is nothing to compare it with");
  EXPECT_EQ(headline(experiment({candidate("relu", {}), candidate("tanh", {})})), "No run has finished yet");
  EXPECT_EQ(recommended(experiment({candidate("relu", {})})), "");
  result unfinished = experiment({candidate("relu", base, 0.95), candidate("tanh", ahead, 0.96)});
  unfinished.complete = false;
  EXPECT_EQ(headline(unfinished).rfind("So far, with runs still missing: Use tanh", 0), 0u)
      << headline(unfinished);
}

TEST(Headline, RestsOnTheVerdictsThatAreShown) {
  // tanh against relu has p = 22/1024, which Holm raises over all comparisons that are shown: those with relu
  // and those with tanh.
  std::vector<candidate_summary> all{candidate("relu", base, 0.95),
                                     candidate("tanh", plus({2, 2, 2, 2, 2, 2, 2, 2, 2, -2}), 0.96)};
  const scores mixed = plus({1, -1, 1, -1, 1, -1, 1, -1, 0.8, -2.8});
  for (const char* name : {"a", "b", "c"}) all.push_back(candidate(name, mixed, 0.9));
  const result r = experiment(all);
  ASSERT_EQ(r.verdicts[0].p, 22 / 1024.0);
  ASSERT_EQ(r.verdicts[0].says, judgement::not_enough_evidence);
  EXPECT_TRUE(contains(headline(r), "tanh is best on validation, but 10 seeds cannot tell it from relu"))
      << headline(r);
}

TEST(Limits, SpeakWithTheExperimentsNumbers) {
  result r = experiment(
      {candidate("relu", base, 0.95), candidate("tanh", ahead, 0.96), candidate("snake", noisy, 0.9)});
  r.candidates[2].runs[0].diverged = true;
  r.candidates[2].diverged = 1;
  std::string all;
  for (const std::string& sentence : limits(r)) {
    EXPECT_EQ(sentence.back(), '.') << sentence;
    all += sentence + "\n";
  }
  EXPECT_TRUE(contains(all, "one data set (spirals, 1,000 rows)")) << all;
  EXPECT_TRUE(contains(all, "Each seed drew its own split")) << all;
  EXPECT_TRUE(contains(all, "With 200 test rows one row is 0.5 points.")) << all;
  EXPECT_TRUE(contains(all, "(mlp:64x4, adam, at most 60 epochs)")) << all;
  EXPECT_TRUE(contains(all, "10 seeds find a difference from relu of")) << all;
  EXPECT_TRUE(
      contains(all, "1 of 10 runs of snake diverged; they are kept and score no better than the worst run"))
      << all;
  EXPECT_TRUE(limits(result{}).empty());
}

TEST(Limits, SayWhatTheSplitMeansAndWhatLookingAgainDoes) {
  result r = experiment({candidate("relu", base, 0.95), candidate("tanh", ahead, 0.96)});
  const auto all = [&] {
    std::string text;
    for (const std::string& sentence : limits(r)) text += sentence + "\n";
    return text;
  };
  r.fixed_split = true;
  EXPECT_TRUE(contains(all(), "All seeds share one split, so everything here is said of this split"))
      << all();
  r.fixed_split = false;
  r.data.given_test = true;
  EXPECT_TRUE(contains(all(), "The test part was given")) << all();
  EXPECT_FALSE(contains(all(), "looks again"));
  r.looks = {5};
  r.error_rate = 0.0831;
  EXPECT_TRUE(
      contains(all(),
               "The experiment was read with 5, then with 10 seeds: who looks again until something is "
               "decided finds a difference between two equals in about 8 % of cases instead of 5 %."))
      << all();
}

TEST(Limits, WarnOfTooFewSeeds) {
  const result r = experiment({candidate("relu", plus({0, 0, 0})), candidate("tanh", plus({1, 2, 3}))});
  const auto sentences = limits(r);
  EXPECT_EQ(std::count(sentences.begin(), sentences.end(),
                       "With 3 seeds no difference can reach p<0.05; at least 6 seeds are needed."),
            1);
}

}  // namespace
}  // namespace hillock::lab
