// SPDX-License-Identifier: Apache-2.0
// How often a 95 % interval holds the true mean, and how often the sign-flip test rejects a true hypothesis.
// The whole table of docs/statistics.md (some minutes): test_lab --gtest_also_run_disabled_tests
// --gtest_filter='Coverage.*'
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "base/philox.hpp"
#include "lab/statistics.hpp"

namespace hillock::lab {
namespace {

struct rates {
  double covered = 0, rejected = 0;
};

// Samples of mean 0: standard normal, or exponential less 1.
rates measure(unsigned n, bool skewed, unsigned samples) {
  philox random(7, "coverage", 100 * skewed + n);
  unsigned covered = 0, rejected = 0;
  for (unsigned s = 0; s < samples; ++s) {
    std::vector<double> x(n);
    for (double& v : x) v = skewed ? -std::log(1 - random.uniform()) - 1 : random.normal();
    const estimate e = bca_mean(x);
    covered += e.low <= 0 && 0 <= e.high;
    if (n <= 20) rejected += sign_flip_test(x) < 0.05;
  }
  return {static_cast<double>(covered) / samples, static_cast<double>(rejected) / samples};
}

// 0.866 from 10,000 samples; 2,000 samples have a standard deviation of 0.0076. The sign-flip test of 6 pairs
// rejects with probability exactly 1/32 when differences are symmetric (deviation 0.0039).
TEST(Coverage, OfSixSeedsIsAsDocumented) {
  const rates six = measure(6, false, 2000);
  EXPECT_NEAR(six.covered, 0.866, 4 * 0.0076);
  EXPECT_NEAR(six.rejected, 1.0 / 32, 4 * 0.0039);
}

TEST(Coverage, DISABLED_Table) {
  for (const unsigned n : {3u, 5u, 6u, 8u, 10u, 15u, 20u, 30u}) {
    const unsigned samples = n > 10 ? 2000 : 4000;
    const rates normal = measure(n, false, samples), skewed = measure(n, true, samples);
    std::printf("| %u | %.2f | %.2f | %.2f | %.2f |\n", n, normal.covered, normal.rejected, skewed.covered,
                skewed.rejected);
  }
}

}  // namespace
}  // namespace hillock::lab
