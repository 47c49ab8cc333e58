// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "coverage_study.hpp"

namespace hillock::lab {
namespace {

// 0.866 from 10,000 samples; 2,000 samples have a standard deviation of 0.0076. The sign-flip test of 6 pairs
// rejects with probability exactly 1/32 when differences are symmetric (deviation 0.0039).
TEST(Coverage, OfSixSeedsIsAsDocumented) {
  const study::coverage six = study::measure_coverage(6, false, 2000);
  EXPECT_NEAR(six.covered, 0.866, 4 * 0.0076);
  EXPECT_NEAR(six.rejected, 1.0 / 32, 4 * 0.0039);
}

}  // namespace
}  // namespace hillock::lab
