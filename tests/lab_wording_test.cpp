// SPDX-License-Identifier: Apache-2.0
// How numbers are written in sentences.
#include "lab/wording.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hillock::lab {
namespace {

TEST(Wording, ShowsAsManyDigitsAsTheIntervalSupports) {
  const words::scale accuracy(*metrics::find("accuracy")), r2(*metrics::find("r2")),
      rmse(*metrics::find("rmse"));
  EXPECT_EQ(accuracy.amount(0.0123, 0.001, 0.02), "1.2 points");
  EXPECT_EQ(accuracy.amount(-0.00012, -0.0003, 0.0001), "−0.012 points");
  EXPECT_EQ(accuracy.amount(-1e-9, -0.01, 0.01), "0.0 points");
  EXPECT_EQ(r2.amount(0.5, 0.3, 0.9), "0.50 in R²");
  EXPECT_EQ(accuracy.range(-0.004, 0.011), "−0.4 to 1.1");
  EXPECT_EQ(accuracy.within(0.01), "±1 point");
  EXPECT_EQ(accuracy.within(0.005), "±0.5 points");
  EXPECT_EQ(r2.within(0.01), "±0.01");
  EXPECT_EQ(accuracy.at_most(0.029, 0.05), "at most 2.9 points");
  EXPECT_EQ(rmse.score(4.7312), "4.731");
  EXPECT_EQ(rmse.score(34567.2), "34567");
  EXPECT_EQ(rmse.amount(1234.5, 900, 1600), "1234 in RMSE");
  EXPECT_EQ(rmse.amount(0.00123, 0.0009, 0.0016), "0.00123 in RMSE");
  EXPECT_EQ(words::p_value(0.0004), "p<0.001");
  EXPECT_EQ(words::p_value(0.0039), "p=0.004");
  EXPECT_EQ(words::p_value(0.621), "p=0.62");
  EXPECT_EQ(words::about_seeds(35), "about 35 seeds");
  EXPECT_EQ(words::about_seeds(1234), "about 1,300 seeds");
  EXPECT_EQ(words::listed(std::vector<std::string>{"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace hillock::lab
