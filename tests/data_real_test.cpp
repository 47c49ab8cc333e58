// SPDX-License-Identifier: Apache-2.0
// The public data sets of the shared folder, read whole.
#include <gtest/gtest.h>

#include <algorithm>

#include "data_support.hpp"

namespace hillock::data {
namespace {

std::filesystem::path shared_data() {
  if (const char* given = std::getenv("HILLOCK_TEST_DATA")) return given;
  return std::filesystem::path(HILLOCK_SOURCE_DIR) / "../shared/data";
}

struct known {
  const char* file;
  std::size_t rows, columns, classes,
      kept;  // kept: columns that vary in the training part of the default split
  const char* hash;
};

void PrintTo(const known& k, std::ostream* out) { *out << (*k.file == 0 ? "the folder itself" : k.file); }

class RealData : public ::testing::TestWithParam<known> {};

TEST_P(RealData, HasItsKnownShape) {
  const known& expected = GetParam();
  const auto file = shared_data() / expected.file;
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "not here: " << file << " (set HILLOCK_TEST_DATA)";
  const dataset whole = load({.source = file.string()});
  EXPECT_EQ(whole.rows, expected.rows);
  EXPECT_EQ(whole.columns, expected.columns);
  EXPECT_EQ(whole.classes(), expected.classes);
  EXPECT_EQ(whole.features.size(), whole.rows * whole.columns);
  EXPECT_EQ(whole.hash, expected.hash);
  const split_data result = split(whole, {});
  EXPECT_EQ(result.columns, expected.kept);
  EXPECT_EQ(result.train.rows + result.validation.rows + result.test.rows, whole.rows);
}

INSTANTIATE_TEST_SUITE_P(
    All, RealData,
    ::testing::Values(known{"iris.csv", 150, 4, 3, 4, "4c38451b46f346a738438808686f970e"},
                      known{"wheat-seeds.csv", 210, 7, 3, 7, "135ae5ce173bf7817e9ef34f4aa5d354"},
                      known{"banknote_authentication.csv", 1372, 4, 2, 4, "1f99dd562453a068d13fddf3d9cbe43a"},
                      known{"ionosphere.csv", 351, 34, 2, 33, "41ad67d96439547db5b7ac8e6a8d9511"},
                      known{"sonar.csv", 208, 60, 2, 60, "87e2e7a235f454ac7f41ba461a90b82c"},
                      known{"pima-indians-diabetes.csv", 768, 8, 2, 8, "080045b3939c241fb6d5bf58f9632c85"},
                      known{"adult.csv", 16281, 107, 2, 107, "ae94b7ce04c24a5b77bdd15d32f8002f"},
                      known{"winequality-white.csv", 4898, 11, 7, 11, "6597a34d1125cd78747c1cf1ca2b1097"},
                      known{"housing.csv", 506, 13, 0, 13, "221a8ab719dce14011237cbeae9c089a"},
                      known{"", 10000, 784, 10, 662, "115a8fc319d007e6bcc77685f8f68172"}));

class Shared : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(shared_data()))
      GTEST_SKIP() << "not here: " << shared_data() << " (set HILLOCK_TEST_DATA)";
  }
  static dataset file(const char* name, load_options options = {}) {
    options.source = (shared_data() / name).string();
    return load(options);
  }
};

TEST_F(Shared, AdultsLabelsAndCategories) {
  const dataset whole = file("adult.csv");
  EXPECT_EQ(whole.class_names, (std::vector<std::string>{"<=50K", ">50K"}));
  EXPECT_EQ(std::count(whole.labels.begin(), whole.labels.end(), 1), 3846);
  EXPECT_EQ(std::count(whole.feature_names.begin(), whole.feature_names.end(), "column 2=missing"), 1);
  EXPECT_TRUE(whole.missing.empty());
}

TEST_F(Shared, MnistsLabels) {
  const dataset whole = file("t10k-images-idx3-ubyte.gz");
  // The first labels of the test part are 7 2 1 0 4, the first image's ink sums to 18454.
  EXPECT_EQ((std::vector<std::int32_t>(whole.labels.begin(), whole.labels.begin() + 5)),
            (std::vector<std::int32_t>{7, 2, 1, 0, 4}));
  double ink = 0;
  for (std::size_t i = 0; i < 784; ++i) ink += whole.features[i];
  EXPECT_EQ(ink, 18454);
  EXPECT_TRUE(testing::has_note(
      split(whole, {}).notes,
      "122 pixels dropped: constant in the training part of seed 1 (another seed's may vary in them)."));
}

TEST_F(Shared, WineAsRegression) {
  const dataset whole = file("winequality-white.csv", {.target = "-1", .task = task::regression});
  EXPECT_EQ(whole.targets.size(), 4898u);
  EXPECT_TRUE(whole.labels.empty());
}

TEST_F(Shared, TextIsNoTable) {
  EXPECT_THROW(file("tinyshakespeare.txt"), data_error);
  EXPECT_THROW(file("review_polarity.tar.gz"), data_error);
  EXPECT_THROW(file("monthly-sunspots.csv"), data_error);  // a sequence: the only feature column is the date
}

}  // namespace
}  // namespace hillock::data
