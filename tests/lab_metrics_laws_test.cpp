// SPDX-License-Identifier: Apache-2.0
// What must hold for every metric, on drawn rows.
#include <algorithm>
#include <cfenv>

#include "hillock/activation.hpp"
#include "lab_metrics_helpers.hpp"

namespace hillock::lab::metrics::testing {
namespace {

// Counts are exact whatever their order; sums round differently.
TEST(MetricLaws, TheOrderOfRowsDoesNotMatter) {
  for_each_metric([](const metric& m, const sample& s) {
    const double score = m.score(s.logits, s.answers());
    const auto order = philox(1, "order").permutation(s.answers().rows());
    const sample shuffled = s.rows(order);
    const double again = m.score(shuffled.logits, shuffled.answers());
    const values rows = m.by_row(s.logits, s.answers());
    if (std::isnan(score)) {
      EXPECT_TRUE(std::isnan(again));
    } else if (m.name == "log_loss" || m.name == "brier" || m.regression) {
      EXPECT_NEAR(again, score, 2 * rounding_of(rows));
    } else {
      EXPECT_EQ(again, score);
    }
    const values rows_again = m.by_row(shuffled.logits, shuffled.answers());
    for (std::size_t i = 0; i < order.size() && !std::isnan(score); ++i)
      EXPECT_NEAR(rows_again[i], rows[order[i]], 2 * rounding_of(rows));
  });
}

/// The sample with the same logits in every row.
sample guessing(sample s, const std::vector<float>& logits) {
  for (std::size_t i = 0; i < s.logits.values.size(); ++i) s.logits.values[i] = logits[i % logits.size()];
  return s;
}

/// The best score among constant guesses.
double best_of(const metric& m, const sample& s, const std::vector<std::vector<float>>& guesses) {
  values scores;
  for (const auto& guess : guesses) {
    const sample g = guessing(s, guess);
    scores.push_back(m.score(g.logits, g.answers()));
  }
  return m.more_is_better ? *std::max_element(scores.begin(), scores.end())
                          : *std::min_element(scores.begin(), scores.end());
}

TEST(MetricLaws, ChanceIsTheBestOfAllGuessesOfAClass) {
  for (const sample& s : samples()) {
    std::vector<std::vector<float>> guesses;
    if (s.task == data::task::binary) guesses = {{-1}, {1}};
    if (s.task == data::task::classes) guesses = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    if (guesses.empty()) continue;
    for (const char* name : {"accuracy", "balanced_accuracy", "f1", "auc"}) {
      const double best = best_of(*find(name), s, guesses), chance = s.chance(name);
      if (std::isnan(best)) {
        EXPECT_TRUE(std::isnan(chance)) << name;
      } else {
        EXPECT_NEAR(chance, best, 4e-16) << name_of(s.task) << ' ' << name;  // two quotients, rounded
      }
    }
  }
}

// Random shares, and those of the rows, whose score is a minimum: logits rounded to float (2^-24) move it by
// the square of that, and the log of a share of nothing is taken as that of e^-60.
TEST(MetricLaws, ChanceIsTheBestOfAllGuessesOfShares) {
  philox random(7, "shares");
  for (const sample& s : samples()) {
    if (s.task == data::task::regression) continue;
    std::vector<std::vector<float>> guesses(500);
    for (auto& g : guesses)
      for (std::size_t j = 0; j < s.logits.columns; ++j) g.push_back(static_cast<float>(3 * random.normal()));
    std::vector<float> log_shares;
    for (std::size_t k = 0; k < s.classes; ++k) {
      const auto count = std::count(s.labels.begin(), s.labels.end(), static_cast<std::int32_t>(k));
      log_shares.push_back(count == 0 ? -60 : std::log(static_cast<float>(count)));
    }
    guesses.push_back(s.task == data::task::binary ? std::vector{log_shares[1] - log_shares[0]} : log_shares);
    for (const char* name : {"log_loss", "brier"})
      EXPECT_NEAR(s.chance(name), best_of(*find(name), s, guesses), 1e-12) << name_of(s.task) << ' ' << name;
  }
}

// The target may be any number: a grid finds the best one to the square of its step (R², RMSE) or to its step
// over n (mean absolute error, which has a kink at the median, here one of two float targets of the grid).
TEST(MetricLaws, ChanceIsTheBestOfAllGuessesOfANumber) {
  for (const sample& s : samples()) {
    if (s.task != data::task::regression || s.targets.size() < 2) continue;
    std::vector<std::vector<float>> guesses;
    for (int i = -4000; i <= 4000; ++i) guesses.push_back({static_cast<float>(i) / 1000});
    for (const float t : s.targets) guesses.push_back({t});
    for (const metric* m : of(s.task)) {
      const double best = best_of(*m, s, guesses), chance = m->chance(s.answers());
      EXPECT_NEAR(chance, best, m->name == "mae" ? 1e-12 : 1e-6) << m->name;
      EXPECT_GE(m->more_is_better ? chance : best, (m->more_is_better ? best : chance) - 1e-12) << m->name;
    }
  }
}

// Powers of two, so that nothing rounds.
TEST(MetricLaws, UnitsOfTheTarget) {
  sample s = drawn(data::task::regression, 100, 11), larger = s, minutes = s;
  for (float& v : larger.logits.values) v *= 8;
  for (float& v : larger.targets) v *= 8;
  minutes.target_deviation *= 64;
  EXPECT_EQ(larger.score("r2"), s.score("r2"));
  EXPECT_EQ(minutes.score("r2"), s.score("r2"));
  EXPECT_EQ(minutes.by_row("r2"), s.by_row("r2"));
  for (const char* name : {"rmse", "mae"}) {
    EXPECT_EQ(larger.score(name), 8 * s.score(name)) << name;
    EXPECT_EQ(minutes.score(name), 64 * s.score(name)) << name;
    EXPECT_EQ(minutes.chance(name), 64 * s.chance(name)) << name;
    EXPECT_DOUBLE_EQ(mean_of(minutes.by_row(name)), 64 * s.score(name)) << name;
  }
  // A shift of target and prediction by a multiple of their last bits: only the mean's rounding differs.
  sample coarse = s;
  for (float& v : coarse.logits.values) v = std::round(v * 64) / 64;
  for (float& v : coarse.targets) v = std::round(v * 64) / 64;
  sample shifted = coarse;
  for (float& v : shifted.logits.values) v += 32;
  for (float& v : shifted.targets) v += 32;
  for (const metric* m : of(s.task))
    EXPECT_NEAR(m->score(shifted.logits, shifted.answers()), m->score(coarse.logits, coarse.answers()), 1e-13)
        << m->name;
}

// Ranks alone count, and the two classes are each other's mirror.
TEST(MetricLaws, AreaDependsOnTheOrderOfLogitsOnly) {
  const sample s = drawn(data::task::binary, 300, 12);
  sample bent = s, mirrored = s, reversed = s;
  for (float& z : bent.logits.values) z = z * z * z + z;
  for (float& z : mirrored.logits.values) z = -z;
  reversed.logits = mirrored.logits;
  for (std::int32_t& label : mirrored.labels) label = 1 - label;
  EXPECT_EQ(bent.score("auc"), s.score("auc"));
  EXPECT_EQ(mirrored.score("auc"), s.score("auc"));
  EXPECT_EQ(mirrored.score("log_loss"), s.score("log_loss"));
  EXPECT_EQ(mirrored.score("brier"), s.score("brier"));
  EXPECT_DOUBLE_EQ(reversed.score("auc"), 1 - s.score("auc"));
}

// As two columns (0, z) a binary problem has the same scores, but for Brier's factor of two.
TEST(MetricLaws, TwoClassesAreAlsoClasses) {
  const sample s = drawn(data::task::binary, 300, 13);
  sample both{data::task::classes, 2, {300, 2}, s.labels, {}, 1};
  for (std::size_t i = 0; i < 300; ++i) both.logits(i, 1) = s.logits(i, 0);
  for (const metric* m : of(s.task)) {
    const double factor = m->name == "brier" ? 2 : 1;
    EXPECT_NEAR(m->score(both.logits, both.answers()), factor * m->score(s.logits, s.answers()), 1e-14)
        << m->name;
    EXPECT_NEAR(m->chance(both.answers()), factor * m->chance(s.answers()), 1e-15) << m->name;
  }
}

// A row's logits are defined up to a constant; coarse ones can be shifted without rounding.
TEST(MetricLaws, AConstantAddedToARowOfLogitsChangesNothing) {
  sample s = drawn(data::task::classes, 200, 14);
  for (float& z : s.logits.values) z = std::round(z * 64) / 64;
  sample shifted = s;
  for (std::size_t i = 0; i < 200; ++i)
    for (std::size_t j = 0; j < 4; ++j) shifted.logits(i, j) += static_cast<float>(i) - 100;
  for (const metric* m : of(s.task))
    EXPECT_EQ(m->by_row(shifted.logits, shifted.answers()), m->by_row(s.logits, s.answers())) << m->name;
}

TEST(MetricLaws, TheSameBitsOnEveryInstructionSetAndInEveryRoundingMode) {
  struct restore {
    std::string isa{active_isa()};
    ~restore() {
      std::fesetround(FE_TONEAREST);
      use(isa);
    }
  } const restored;
  for_each_metric([](const metric& m, const sample& s) {
    const values expected = m.by_row(s.logits, s.answers());
    const double score = m.score(s.logits, s.answers()), chance = m.chance(s.answers());
    if (std::isnan(score)) return;
    for (const std::string_view isa : isas()) {
      use(isa);
      for (const int mode : {FE_TONEAREST, FE_UPWARD, FE_TOWARDZERO}) {
        std::fesetround(mode);
        EXPECT_EQ(m.by_row(s.logits, s.answers()), expected) << isa;
        EXPECT_EQ(m.score(s.logits, s.answers()), score) << isa;
        EXPECT_EQ(m.chance(s.answers()), chance) << isa;
      }
      std::fesetround(FE_TONEAREST);
    }
  });
}

}  // namespace
}  // namespace hillock::lab::metrics::testing
