// SPDX-License-Identifier: Apache-2.0
// What the lab says about nets whose trouble is known beforehand, and that it leaves healthy ones in peace.
#include <gtest/gtest.h>

#include <algorithm>

#include "lab/experiment.hpp"
#include "lab/findings.hpp"
#include "lab/verdict.hpp"
#include "lab_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fresh_folder;

experiment_options on_glyphs(const std::string& model, std::vector<std::string> activations,
                             const std::string& init) {
  experiment_options o;
  o.data.source = "glyphs";
  o.data.rows = 400;
  o.model = model;
  o.activations = std::move(activations);
  o.seeds = 6;
  o.epochs = 12;
  o.learning_rate = 0.003;
  o.init = init;
  o.threads = 2;
  o.out = fresh_folder();
  std::filesystem::remove_all(o.out);
  return o;
}

const candidate_summary& of(const result& r, const std::string& name) {
  return *std::find_if(r.candidates.begin(), r.candidates.end(),
                       [&](const auto& c) { return c.name == name; });
}

const finding* find_kind(const candidate_summary& c, const std::string& kind) {
  const auto found =
      std::find_if(c.health.begin(), c.health.end(), [&](const finding& f) { return f.kind == kind; });
  return found == c.health.end() ? nullptr : &*found;
}

bool is_fault(const finding& f) { return f.weight == severity::fault; }

bool has_fault(const candidate_summary& c) { return std::any_of(c.health.begin(), c.health.end(), is_fault); }

class TenLayers : public ::testing::TestWithParam<const char*> {};

TEST_P(TenLayers, OfSigmoidsVanishAndOfRectifiersDoNot) {
  const result r = run_experiment(on_glyphs("mlp:24x10", {"sigmoid", "relu"}, GetParam()));
  const finding* vanishing = find_kind(of(r, "sigmoid"), "vanishing");
  ASSERT_NE(vanishing, nullptr);
  EXPECT_TRUE(is_fault(*vanishing)) << vanishing->sentence;
  EXPECT_EQ(vanishing->sentence.rfind("its gradient shrinks ", 0), 0u) << vanishing->sentence;
  EXPECT_NE(vanishing->sentence.find("from layer 10 to layer 1"), std::string::npos) << vanishing->sentence;
  EXPECT_EQ(find_kind(of(r, "relu"), "vanishing"), nullptr);
  EXPECT_EQ(find_kind(of(r, "relu"), "exploding"), nullptr);
  ASSERT_EQ(r.verdicts.size(), 1u);
  EXPECT_EQ(r.verdicts[0].sentence.rfind("sigmoid fails: its gradient shrinks", 0), 0u)
      << r.verdicts[0].sentence;
}

INSTANTIATE_TEST_SUITE_P(Initialisations, TenLayers, ::testing::Values("auto", "xavier", "pytorch", "he"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Diagnosis, BiasesForcedToMinusTenAreDead) {
  experiment_options o = on_glyphs("mlp:24x3", {"relu"}, "he");
  o.bias = -10;
  o.epochs = 5;
  const result r = run_experiment(o);
  const finding* dead = find_kind(r.candidates[0], "dead");
  ASSERT_NE(dead, nullptr);
  EXPECT_TRUE(is_fault(*dead));
  EXPECT_EQ(dead->sentence.rfind("100 % of the units in layer 1 are dead", 0), 0u) << dead->sentence;
}

TEST(Diagnosis, AHealthyRectifierNetIsNotAccused) {
  experiment_options o = on_glyphs("mlp:48x2", {"relu"}, "auto");
  o.bias = -2.0;  // pushes the share of zeros to that of trained rectifier nets
  const result r = run_experiment(o);
  const candidate_summary& relu = r.candidates[0];
  const finding* sparse = find_kind(relu, "sparse");
  ASSERT_NE(sparse, nullptr) << "the test wants a net with many zeros";
  EXPECT_GE(relu.runs[0].curve.back().layers[0].zeros, 0.6);
  EXPECT_FALSE(is_fault(*sparse));
  EXPECT_FALSE(has_fault(relu));
}

/// A candidate with made-up runs: `scores` by seed, and one look at two hidden layers and the output layer.
candidate_summary made_up(const std::string& name, const std::vector<double>& scores,
                          const layer_probe& first, const layer_probe& second) {
  candidate_summary c;
  c.name = name;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    run r;
    r.candidate = name;
    r.seed = i + 1;
    r.test = scores[i];
    r.curve.resize(1);
    r.curve[0].layers = {first, second, layer_probe{}};
    c.runs.push_back(r);
  }
  c.test = bca_mean(scores);
  c.validation = c.test;
  return c;
}

/// The candidates with their health, the first being the baseline.
std::vector<candidate_summary> judged(std::vector<candidate_summary> candidates,
                                      const std::vector<double>& predicted, double chance = 0.1) {
  result r;
  r.metric = metrics::find("accuracy");
  r.margin = 0.01;
  r.chance = chance;
  r.baseline = candidates.front().name;
  r.candidates = std::move(candidates);
  r.verdicts = compare_all(r);
  judge_health(r, predicted);
  return r.candidates;
}

const std::vector<double> good{0.95, 0.96, 0.95, 0.96, 0.95, 0.96},
    behind{0.90, 0.91, 0.90, 0.91, 0.90, 0.91}, close{0.945, 0.955, 0.945, 0.955, 0.945, 0.955},
    chance(6, 0.1);

TEST(Gate, WhatOneSeedShowsIsNoFinding) {
  candidate_summary unlucky = made_up("relu", behind, {.gradient_norm = 1}, {.gradient_norm = 1});
  unlucky.runs[0].curve[0].layers[0].dead = 1;
  std::vector<candidate_summary> c{made_up("best", good, {.gradient_norm = 1}, {.gradient_norm = 1}),
                                   unlucky};
  c = judged(c, {1, 1});
  EXPECT_EQ(find_kind(c[1], "dead"), nullptr) << "layer 1 is dead in one run of six";

  // Every run has a layer with 90 %, but no layer has them in more than half of the runs.
  for (std::size_t i = 0; i < 6; ++i) c[1].runs[i].curve[0].layers[i % 2].dead = 0.9;
  for (std::size_t i = 0; i < 6; ++i) c[1].runs[i].curve[0].layers[1 - i % 2].dead = i == 1 ? 0.3 : 0.2;
  c = judged(c, {1, 1});
  const finding* dead = find_kind(c[1], "dead");
  ASSERT_NE(dead, nullptr);
  EXPECT_EQ(dead->sentence.rfind("30 % of the units in layer 1", 0), 0u) << dead->sentence;
  EXPECT_FALSE(is_fault(*dead));
}

TEST(Gate, ASymptomIsAFaultOnlyWhereTheScoreSuffersToo) {
  const layer_probe healthy{.gradient_norm = 1}, tiny{.gradient_norm = 1e-5};
  for (const auto& [scores, fault] :
       {std::pair{good, false}, {close, false}, {behind, true}, {chance, true}}) {
    std::vector<candidate_summary> c{made_up("a", good, healthy, healthy),
                                     made_up("b", scores, tiny, healthy)};
    c = judged(c, {1, 1});
    const finding* vanishing = find_kind(c[1], "vanishing");
    ASSERT_NE(vanishing, nullptr);
    EXPECT_EQ(is_fault(*vanishing), fault) << c[1].test.mean;
    EXPECT_FALSE(has_fault(c[0]));
  }
}

TEST(Gate, TheStrongestOfABadLotIsStillBadAtChance) {
  const layer_probe dead{.zeros = 1, .dead = 1, .nearly_dead = 1};
  std::vector<candidate_summary> c{made_up("a", chance, dead, dead)};
  c = judged(c, {1});
  ASSERT_NE(find_kind(c[0], "dead"), nullptr);
  EXPECT_TRUE(is_fault(*find_kind(c[0], "dead")));
  EXPECT_EQ(find_kind(c[0], "vanishing"), nullptr) << "no gradient at all is the dead units' finding";
}

TEST(Rules, TheoryAndTheOthersDecideBetweenTheThresholds) {
  const layer_probe healthy{.gradient_norm = 1}, small{.gradient_norm = 0.005};
  const auto vanishes = [&](double predicted, const layer_probe& other) {
    std::vector<candidate_summary> c{made_up("a", good, other, healthy),
                                     made_up("b", behind, small, healthy)};
    c = judged(c, {1, predicted});
    return find_kind(c[1], "vanishing") != nullptr;
  };
  EXPECT_TRUE(vanishes(0.004, healthy));
  EXPECT_FALSE(vanishes(1, healthy)) << "theory sees no reason";
  EXPECT_FALSE(vanishes(0.004, layer_probe{.gradient_norm = 0.01})) << "the others have it too";
}

TEST(Rules, ExplodingIsSeventyfold) {
  const layer_probe one{.gradient_norm = 1};
  for (const auto& [norm, explodes] : {std::pair{69.0, false}, {71.0, true}}) {
    std::vector<candidate_summary> c{made_up("a", good, layer_probe{.gradient_norm = norm}, one)};
    c = judged(c, {1});
    EXPECT_EQ(find_kind(c[0], "exploding") != nullptr, explodes);
  }
}

// Where signal and gradient both grow by the same factor, the ratio of first to last layer sees nothing.
TEST(Rules, ASignalThatGrowsOnItsWayForwardExplodes) {
  const layer_probe first{.post_deviation = 1, .gradient_norm = 1};
  for (const auto& [deviation, explodes] : {std::pair{69.0, false}, {71.0, true}}) {
    const auto c =
        judged({made_up("a", good, first, {.post_deviation = deviation, .gradient_norm = 1})}, {1});
    const finding* exploding = find_kind(c[0], "exploding");
    ASSERT_EQ(exploding != nullptr, explodes);
    if (!explodes) continue;
    EXPECT_EQ(exploding->sentence, "its signal grows 71-fold from layer 1 to layer 2");
  }
}

// Before training and after the first epoch: what heals within it, or comes with it, is no symptom.
TEST(Rules, OfTheStartTheHealthierCounts) {
  const layer_probe one{.post_deviation = 1, .gradient_norm = 1};
  for (const auto& [before, after, vanishes] :
       {std::tuple{1e-5, 0.5, false}, {0.5, 1e-5, false}, {1e-5, 1e-6, true}}) {
    candidate_summary c = made_up("a", good, {.post_deviation = 1, .gradient_norm = before}, one);
    for (run& each : c.runs) {
      each.curve.push_back(each.curve.front());
      each.curve.back().epoch = 1;
      each.curve.back().layers[0].gradient_norm = after;
    }
    const auto all = judged({c}, {1});
    const finding* vanishing = find_kind(all[0], "vanishing");
    ASSERT_EQ(vanishing != nullptr, vanishes) << before << ' ' << after;
    if (vanishes) {
      EXPECT_NE(vanishing->sentence.find("shrinks 10^5-fold"), std::string::npos) << vanishing->sentence;
    }
  }
}

TEST(Rules, GradientsOutOfProportionToTheOthersExplode) {
  const layer_probe fine{.post_deviation = 1, .gradient_norm = 1};
  for (const auto& [norm, explodes] : {std::pair{69.0, false}, {2e7, true}}) {
    const layer_probe huge{.post_deviation = 1, .gradient_norm = norm};
    const auto c = judged({made_up("a", good, fine, fine), made_up("b", behind, huge, huge)}, {1, 1});
    EXPECT_EQ(find_kind(c[0], "exploding"), nullptr);
    const finding* exploding = find_kind(c[1], "exploding");
    ASSERT_EQ(exploding != nullptr, explodes);
    if (!explodes) continue;
    EXPECT_EQ(exploding->sentence,
              "its gradients are 10^7 times the largest of the other candidates at the start");
    EXPECT_TRUE(is_fault(*exploding));
  }
}

TEST(Diagnosis, ALeakySlopeOfTwoExplodes) {
  experiment_options o = on_glyphs("mlp:24x12", {"leaky_relu(slope=2)", "tanh", "relu"}, "he");
  o.learning_rate = 0.001;
  const result r = run_experiment(o);
  const finding* exploding = find_kind(of(r, "leaky_relu(slope=2)"), "exploding");
  ASSERT_NE(exploding, nullptr);
  EXPECT_EQ(exploding->sentence.rfind("its signal grows 10^", 0), 0u) << exploding->sentence;
  EXPECT_EQ(find_kind(of(r, "relu"), "exploding"), nullptr);
  EXPECT_EQ(find_kind(of(r, "tanh"), "exploding"), nullptr);
}

TEST(Gate, TheBestIsNeverAtFaultUnlessAllAreAtChance) {
  const layer_probe dead{.zeros = 1, .dead = 1, .nearly_dead = 1, .gradient_norm = 1},
      fine{.gradient_norm = 1};
  candidate_summary best = made_up("best", good, dead, dead);
  best.runs[3].diverged = true;
  best.diverged = 1;
  const auto c = judged({made_up("other", behind, fine, fine), best}, {1, 1});
  ASSERT_NE(find_kind(c[1], "dead"), nullptr);
  EXPECT_EQ(find_kind(c[1], "dead")->weight, severity::worth_a_look);
  EXPECT_EQ(find_kind(c[1], "diverged")->weight, severity::worth_a_look);
}

// By the test, not by the means: five seeds can show nothing, however far apart the candidates are.
TEST(Gate, TooFewSeedsAccuseNobody) {
  const layer_probe dead{.zeros = 1, .dead = 1, .nearly_dead = 1, .gradient_norm = 1},
      fine{.gradient_norm = 1};
  for (const auto& [seeds, fault] : {std::pair{5u, false}, {6u, true}}) {
    const std::vector<double> high(good.begin(), good.begin() + seeds),
        low(behind.begin(), behind.begin() + seeds);
    const auto c = judged({made_up("a", high, fine, fine), made_up("b", low, dead, dead)}, {1, 1});
    EXPECT_EQ(has_fault(c[1]), fault) << seeds;
  }
}

TEST(Rules, DeadUnitsAreNamedAboveATenthAndFaultsAboveHalf) {
  const layer_probe fine{.gradient_norm = 1};
  for (const auto& [share, named, fault] :
       {std::tuple{0.1, false, false}, {0.3, true, false}, {0.6, true, true}}) {
    std::vector<candidate_summary> c{made_up("a", good, fine, fine),
                                     made_up("b", behind, fine, {.dead = share, .gradient_norm = 1})};
    c = judged(c, {1, 1});
    const finding* dead = find_kind(c[1], "dead");
    EXPECT_EQ(dead != nullptr, named) << share;
    if (dead != nullptr) {
      EXPECT_EQ(is_fault(*dead), fault) << share;
      EXPECT_NE(dead->sentence.find("layer 2"), std::string::npos);
    }
  }
}

TEST(Rules, SparsityIsNeverAFault) {
  const layer_probe sparse{.zeros = 0.99, .gradient_norm = 1};
  std::vector<candidate_summary> c{made_up("a", chance, sparse, sparse)};
  c = judged(c, {1});
  ASSERT_NE(find_kind(c[0], "sparse"), nullptr);
  EXPECT_FALSE(has_fault(c[0]));
}

}  // namespace
}  // namespace hillock::lab
