// SPDX-License-Identifier: Apache-2.0
// Interleaved measurement: every round runs every contestant once, so that a slow moment of the machine hits
// all of them.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace hillock::bench {

struct contestant {
  std::string name;
  std::function<void()> work;
  std::vector<double> seconds = {};  ///< per call, one entry per round

  double quantile(double q) const {
    std::vector<double> sorted = seconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1) + 0.5)];
  }
  double median() const { return quantile(0.5); }
};

inline double seconds_of(const std::function<void()>& work, std::size_t calls) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < calls; ++i) work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Fills every contestant's `seconds`. One entry is the mean of as many calls as take at least `shortest`
/// seconds.
inline void interleave(std::vector<contestant>& all, std::size_t rounds, double shortest = 2e-3) {
  std::vector<std::size_t> calls;
  for (contestant& c : all) {
    std::size_t n = 1;
    c.work();  // warm-up: pages touched, tables chosen
    while (seconds_of(c.work, n) < shortest && n < (std::size_t{1} << 24)) n *= 2;
    calls.push_back(n);
  }
  for (std::size_t r = 0; r < rounds; ++r) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].seconds.push_back(seconds_of(all[i].work, calls[i]) / static_cast<double>(calls[i]));
    }
  }
}

}  // namespace hillock::bench
