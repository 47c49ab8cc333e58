// SPDX-License-Identifier: Apache-2.0
// Timing for benchmarks that interleave several candidates, so that a slow moment of the machine hits all
// alike.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace hillock::bench {

/// Seconds per call over the rounds of a measurement.
struct timing {
  std::vector<double> seconds;
  double quantile(double q) const {
    std::vector<double> sorted = seconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1) + 0.5)];
  }
  double median() const { return quantile(0.5); }
  double least() const { return quantile(0); }
};

inline double seconds_of(const std::function<void()>& work, std::size_t calls) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < calls; ++i) work();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  return spent.count() / static_cast<double>(calls);
}

/// Times the candidates in turn, `rounds` times, each time for about `window` seconds.
inline std::vector<timing> interleaved(const std::vector<std::function<void()>>& candidates,
                                       std::size_t rounds, double window) {
  std::vector<timing> result(candidates.size());
  std::vector<std::size_t> calls;
  for (const auto& work : candidates) {
    const double once = std::max(seconds_of(work, 1), 1e-9);
    calls.push_back(static_cast<std::size_t>(std::clamp(window / once, 1.0, 1e7)));
  }
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      result[c].seconds.push_back(seconds_of(candidates[c], calls[c]));
    }
  }
  return result;
}

}  // namespace hillock::bench
