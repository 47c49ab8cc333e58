// SPDX-License-Identifier: Apache-2.0
// Each metric against numbers that others worked out, and at its edges.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "lab_helpers.hpp"
#include "lab_metrics_helpers.hpp"
#include "nn/loss.hpp"

namespace hillock::lab::metrics::testing {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

// A dozen values of about 1 are added, in different orders, and functions within an ulp or two enter.
constexpr double metric_rounding = 4e-15;

struct expected {
  double accuracy, balanced_accuracy, f1, auc, log_loss, brier;
};

void expect_scores(const sample& s, const expected& e) {
  EXPECT_NEAR(s.score("accuracy"), e.accuracy, metric_rounding);
  EXPECT_NEAR(s.score("balanced_accuracy"), e.balanced_accuracy, metric_rounding);
  EXPECT_NEAR(s.score("f1"), e.f1, metric_rounding);
  if (std::isnan(e.auc)) {
    EXPECT_TRUE(std::isnan(s.score("auc")));
  } else {
    EXPECT_NEAR(s.score("auc"), e.auc, metric_rounding);
  }
  EXPECT_NEAR(s.score("log_loss"), e.log_loss, metric_rounding);
  EXPECT_NEAR(s.score("brier"), e.brier, metric_rounding);
}

// The numbers are scikit-learn 1.9.1's (SciPy 1.17.1, NumPy 2.4.6), from `from sklearn.metrics import *`,
// `from scipy.special import expit, softmax` and, with g the guesses and p the probabilities,
// accuracy_score(y, g), balanced_accuracy_score(y, g), f1_score(y, g, average="macro"), the area as below,
// log_loss(y, p, labels=range(K)), brier_score_loss(y, p, labels=range(K)).

// z and y as below, g = z > 0, p = expit(z); roc_auc_score(y, z). Ties within and between the classes, and at
// 0.
TEST(Metrics, OfTwoClassesAreScikitLearns) {
  const sample s = binary({-2.5f, -1.25f, -1.25f, -0.5f, 0, 0, 0.25f, 0.75f, 0.75f, 1.5f, 2.25f, 3.5f},
                          {0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1});
  expect_scores(s, {0.5833333333333334, 0.5857142857142856, 0.5804195804195804, 0.7000000000000001,
                    0.6561809107970047, 0.23839275234697851});
}

TEST(Metrics, OfOneRowAreScikitLearns) {
  expect_scores(binary({0.75f}, {1}), {1, 1, 1, nan, 0.38687100611489994, 0.102926307062793});
}

// z (11 rows of 4) and y as below, g = z.argmax(1), p = softmax(z, axis=1); the area is
// np.mean([roc_auc_score(y == k, p[:, k]) for k in range(3)]). No row is of class 3. First it is guessed
// once, which costs F1 but not balanced accuracy; then, with every 3 replaced by −9, never.
TEST(Metrics, OfFourClassesOfWhichOneHasNoRowsAreScikitLearns) {
  std::vector<float> z{2,     0.5f,  -1,    0,    0.25f, 1.5f, 0.25f,  -2,    1,    1,     0,
                       -0.5f, -1,    0,     2.5f, 1,     0.5f, -0.75f, 0.5f,  3,    0,     2,
                       1.25f, -1,    1.75f, 0.5f, 0,     -3,   -0.5f,  0.25f, 1,    0.75f, 0,
                       0.5f,  -1.5f, 0.25f, 3,    -1,    2,    0.5f,   0.5f,  0.5f, 0.75f, -1};
  const std::vector<std::int32_t> y{0, 1, 1, 2, 0, 1, 0, 1, 0, 2, 2};
  expect_scores(of_classes(4, z, y), {0.5454545454545454, 0.5555555555555555, 0.43452380952380953,
                                      0.7916666666666666, 1.00789700555759, 0.5736260583749355});
  std::replace(z.begin(), z.end(), 3.0f, -9.0f);
  expect_scores(of_classes(4, z, y), {0.7272727272727273, 0.75, 0.7261904761904762, 0.9007936507936507,
                                      0.7362862301066616, 0.39111124682808});
}

// r2_score(t, q), root_mean_squared_error(2.5 * t, 2.5 * q), mean_absolute_error(2.5 * t, 2.5 * q).
TEST(Metrics, OfRegressionAreScikitLearnsInTheTargetsUnits) {
  const sample s = regression({-1, -0.5f, 0.125f, 0.5f, 1.5f, 1.25f, 0.25f},
                              {-1.5f, -0.25f, 0, 0.5f, 0.75f, 2.125f, 1}, 2.5);
  EXPECT_NEAR(s.score("r2"), 0.7102040816326531, metric_rounding);
  EXPECT_NEAR(s.score("rmse"), 1.407489533074504, metric_rounding);
  EXPECT_NEAR(s.score("mae"), 1.1607142857142858, metric_rounding);
  // The same with q = t.mean() and q = np.median(t).
  EXPECT_NEAR(s.chance("rmse"), 2.6145625829189862, metric_rounding);
  EXPECT_NEAR(s.chance("mae"), 2.0089285714285716, metric_rounding);
  EXPECT_EQ(s.chance("r2"), 0);
}

// scipy.stats.entropy([7, 5]), 35/144, entropy([4, 4, 3]), 1 − 41/121; the rest by hand.
TEST(Metrics, ChanceIsWhatTheSharesOfTheClassesAllow) {
  const sample two = binary({}, {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1});
  const sample four = of_classes(4, {}, {0, 1, 1, 2, 0, 1, 0, 1, 0, 2, 2});
  EXPECT_DOUBLE_EQ(two.chance("accuracy"), 7.0 / 12);
  EXPECT_DOUBLE_EQ(two.chance("f1"), 7.0 / 19) << "2·7/(7 + 12) of one class, 0 of the other";
  EXPECT_DOUBLE_EQ(two.chance("log_loss"), 0.6791932659915256);
  EXPECT_DOUBLE_EQ(two.chance("brier"), 35.0 / 144);
  EXPECT_DOUBLE_EQ(four.chance("accuracy"), 4.0 / 11);
  EXPECT_DOUBLE_EQ(four.chance("balanced_accuracy"), 1.0 / 3) << "of the three classes that have rows";
  EXPECT_DOUBLE_EQ(four.chance("f1"), 8.0 / 45) << "2·4/(4 + 11), over three classes";
  EXPECT_EQ(four.chance("auc"), 0.5);
  EXPECT_DOUBLE_EQ(four.chance("log_loss"), 1.0900596587107838);
  EXPECT_DOUBLE_EQ(four.chance("brier"), 80.0 / 121);
}

TEST(Metrics, TheFirstOfEqualLogitsIsTheGuess) {
  EXPECT_EQ(of_classes(3, {1, 1, 0, 0, 2, 2, 5, 5, 5}, {0, 1, 0}).score("accuracy"), 1);
  EXPECT_EQ(binary({0, -0.0f}, {0, 0}).score("accuracy"), 1);
}

// Brute force over all pairs, with ties, both zeros and infinities.
TEST(Metrics, AreaIsTheShareOfPairsInTheRightOrder) {
  philox random(1, "pairs");
  const float inf = std::numeric_limits<float>::infinity();
  const std::vector<float> levels{-inf, -3e38f, -2.5f, -1, -1e-40f, -0.0f, 0, 1e-40f, 0.5f, 2, 7, 3e38f, inf};
  sample s = binary({}, {});
  for (int i = 0; i < 300; ++i) {
    s.logits.values.push_back(levels[random.below(levels.size())]);
    s.labels.push_back(static_cast<std::int32_t>(random.below(3) / 2));
  }
  s.logits.rows = 300, s.logits.columns = 1;
  double right = 0, pairs = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    for (std::size_t j = 0; j < 300; ++j) {
      if (s.labels[i] != 1 || s.labels[j] != 0) continue;
      const float a = s.logits.values[i], b = s.logits.values[j];
      right += a > b ? 1 : a == b ? 0.5 : 0;
      ++pairs;
    }
  }
  EXPECT_EQ(s.score("auc"), right / pairs);
}

// Both sides are within a few units in the last place.
TEST(Metrics, LogLossIsTheLossThatTrainingMinimises) {
  nn::matrix<float> unused;
  for (const double spread : {1.0, 30.0, 1e3, 1e37}) {
    sample two = drawn(data::task::binary, 100, 1), four = drawn(data::task::classes, 100, 1);
    for (float& z : two.logits.values) z = static_cast<float>(spread * static_cast<double>(z));
    for (float& z : four.logits.values) z = static_cast<float>(spread * static_cast<double>(z));
    const double of_two = nn::binary_cross_entropy<float>(two.logits, two.labels, unused);
    const double of_four = nn::softmax_cross_entropy<float>(four.logits, four.labels, unused);
    EXPECT_NEAR(two.score("log_loss"), of_two, 1e-15 * of_two) << spread;
    EXPECT_NEAR(four.score("log_loss"), of_four, 1e-15 * of_four) << spread;
  }
  // e^-50 from mpmath: with probabilities of the right class, which round to 1, both would be 0.
  EXPECT_DOUBLE_EQ(binary({50}, {1}).score("log_loss"), 1.928749847963917783e-22);
  EXPECT_DOUBLE_EQ(of_classes(3, {50, 0, -200}, {0}).score("log_loss"), 1.928749847963917783e-22);
  EXPECT_EQ(binary({1e30f}, {0}).score("log_loss"), static_cast<double>(1e30f));
  EXPECT_EQ(of_classes(3, {-1e30f, 1e30f, 0}, {2}).score("log_loss"), static_cast<double>(1e30f));
}

TEST(Metrics, InfiniteLogitsAreSure) {
  const float inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(binary({inf, -inf}, {1, 0}).score("log_loss"), 0);
  EXPECT_EQ(binary({inf, -inf}, {1, 0}).score("brier"), 0);
  EXPECT_EQ(binary({inf, 0}, {0, 0}).score("log_loss"), infinite);
  EXPECT_EQ(binary({inf, -inf}, {0, 1}).score("brier"), 1);
  EXPECT_EQ(of_classes(3, {-inf, 4, -inf}, {1}).score("log_loss"), 0);
  EXPECT_EQ(of_classes(3, {-inf, 4, -inf}, {1}).score("brier"), 0);
  EXPECT_EQ(of_classes(3, {-inf, 4, -inf}, {0}).score("log_loss"), infinite);
  EXPECT_EQ(of_classes(3, {-inf, 4, -inf}, {0}).score("brier"), 2);
}

TEST(Metrics, ASureAndRightNetHasTheBestScore) {
  const sample right[] = {binary({-100, 100, 800}, {0, 1, 1}),
                          of_classes(3, {900, 0, 0, 0, 900, 0, 0, 0, 900}, {0, 1, 2}),
                          regression({1, -2, 0.5f}, {1, -2, 0.5f}, 3)};
  for (const sample& s : right)
    for (const metric* m : of(s.task))  // e^-100 remains of the least sure row
      EXPECT_NEAR(m->score(s.logits, s.answers()), m->best, 1e-40) << name_of(s.task) << ' ' << m->name;
}

TEST(Metrics, ALogitThatIsNotANumberGivesNoNumber) {
  for (const data::task task : every_task) {
    for (const std::size_t at : {0u, 7u, 39u}) {
      sample s = drawn(task, 40 / (task == data::task::classes ? 4 : 1), 3);
      s.logits.values[at] = std::numeric_limits<float>::quiet_NaN();
      for (const metric* m : of(task)) {
        EXPECT_TRUE(std::isnan(m->score(s.logits, s.answers()))) << name_of(task) << ' ' << m->name;
        const values rows = m->by_row(s.logits, s.answers());
        EXPECT_TRUE(std::isnan(rows[at / s.logits.columns])) << name_of(task) << ' ' << m->name;
        EXPECT_FALSE(std::isnan(m->chance(s.answers()))) << name_of(task) << ' ' << m->name;
      }
    }
  }
}

TEST(Metrics, NoRowsHaveNoScore) {
  const sample none[] = {binary({}, {}), of_classes(3, {}, {}), regression({}, {})};
  for (const sample& s : none) {
    for (const metric* m : of(s.task)) {
      EXPECT_TRUE(std::isnan(m->score(s.logits, s.answers()))) << m->name;
      EXPECT_TRUE(std::isnan(m->chance(s.answers()))) << m->name;
      EXPECT_TRUE(m->by_row(s.logits, s.answers()).empty()) << m->name;
    }
  }
}

TEST(Metrics, AreUndefinedWhereNothingCanBeRankedOrExplained) {
  const sample one_class = of_classes(3, {1, 0, 2, 0, 5, 1}, {2, 2});
  const sample constant = regression({1, 2, 3}, {0.1f, 0.1f, 0.1f});
  for (const auto& [s, name] : {std::pair(one_class, "auc"), {constant, "r2"}}) {
    EXPECT_TRUE(std::isnan(s.score(name))) << name;
    EXPECT_TRUE(std::isnan(s.chance(name))) << name;
    for (const double v : s.by_row(name)) EXPECT_TRUE(std::isnan(v)) << name;
  }
  EXPECT_EQ(constant.chance("rmse"), 0);
  EXPECT_EQ(one_class.chance("log_loss"), 0);
}

TEST(Metrics, RefuseWhatDoesNotFit) {
  const auto message = [](const sample& s, const char* name) {
    return lab::testing::message_of<std::invalid_argument>([&] { s.score(name); });
  };
  EXPECT_EQ(message(binary({1, 2}, {0}), "f1"), "hillock: f1: 2 rows of logits for 1 labels");
  EXPECT_EQ(message(binary({1, 2}, {0, 2}), "auc"), "hillock: auc: label 2 is not one of 0 … 1");
  EXPECT_EQ(message(of_classes(3, {1, 2, 3}, {-1}), "brier"), "hillock: brier: label -1 is not one of 0 … 2");
  EXPECT_EQ(message(regression({1}, {1, 2}), "mae"), "hillock: mae: 1 rows of logits for 2 targets");
  EXPECT_EQ(message(regression({1}, {1}), "auc"), "hillock: auc: is for classes, not for regression");
  EXPECT_EQ(message(binary({1}, {1}), "r2"), "hillock: r2: is for regression, not for classes");
  sample wide = of_classes(3, {1, 2, 3}, {0});
  wide.classes = 4;
  EXPECT_EQ(message(wide, "accuracy"), "hillock: accuracy: 3 logits per row where 4 are expected");
  wide.task = data::task::binary;
  EXPECT_EQ(message(wide, "accuracy"), "hillock: accuracy: 4 classes where 2 are expected");
  EXPECT_EQ(lab::testing::message_of<std::invalid_argument>([&] { wide.chance("log_loss"); }),
            "hillock: log_loss: 4 classes where 2 are expected");
}

TEST(Metrics, AreFoundByNameAndByTask) {
  std::vector<std::string_view> names;
  for (const metric* m : of(data::task::classes)) names.push_back(m->name);
  EXPECT_EQ(names, (std::vector<std::string_view>{"accuracy", "balanced_accuracy", "f1", "auc", "log_loss",
                                                  "brier"}));
  EXPECT_EQ(of(data::task::binary), of(data::task::classes));
  names.clear();
  for (const metric* m : of(data::task::regression)) names.push_back(m->name);
  EXPECT_EQ(names, (std::vector<std::string_view>{"r2", "rmse", "mae"}));
  for (const metric& m : all()) EXPECT_EQ(find(m.name), &m);
  EXPECT_EQ(find("accuracies"), nullptr);
  EXPECT_EQ(find(""), nullptr);
}

// A file that states facts but has no line in list.hpp would be forgotten silently.
TEST(Metrics, EveryFileIsInTheList) {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(HILLOCK_SOURCE_DIR "/src/lab/metrics")) {
    std::ifstream in(file.path());
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (text.find("constexpr facts about") == std::string::npos) continue;
    ++files;
    EXPECT_NE(find(file.path().stem().string()), nullptr) << file.path().filename();
  }
  EXPECT_EQ(files, all().size());
}

}  // namespace
}  // namespace hillock::lab::metrics::testing
