// SPDX-License-Identifier: Apache-2.0
// The table of docs/statistics.md: seeds, then for normal and for skewed differences how often the interval
// holds the mean and how often the sign-flip test rejects. Takes some minutes.
#include <fmt/format.h>

#include "coverage_study.hpp"

int main() {
  for (const unsigned n : {3u, 5u, 6u, 8u, 10u, 15u, 20u, 30u}) {
    const unsigned samples = n > 10 ? 2000 : 4000;
    const auto normal = hillock::lab::study::measure_coverage(n, false, samples);
    const auto skewed = hillock::lab::study::measure_coverage(n, true, samples);
    fmt::print("| {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} |\n", n, normal.covered, normal.rejected,
               skewed.covered, skewed.rejected);
  }
}
