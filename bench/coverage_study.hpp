// SPDX-License-Identifier: Apache-2.0
// How often a 95 % interval holds the true mean, and how often the sign-flip test rejects a true hypothesis.
// The program bench_coverage measures it large (docs/statistics.md has its output), a test small.
#pragma once
#include <cmath>
#include <vector>

#include "base/philox.hpp"
#include "lab/statistics.hpp"

namespace hillock::lab::study {

struct coverage {
  double covered = 0, rejected = 0;  ///< as shares of the samples; the test is asked up to 20 values
};

/// Samples of n values with mean 0: standard normal, or exponential less 1.
inline coverage measure_coverage(unsigned n, bool skewed, unsigned samples) {
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

}  // namespace hillock::lab::study
