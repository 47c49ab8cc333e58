// SPDX-License-Identifier: Apache-2.0
// Timing for benchmarks that interleave several candidates, so that a slow moment of the machine hits all
// alike.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
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

struct contestant {
  std::string name;
  std::function<void()> work;
  std::function<void()> prepare = [] {};  ///< called before each timing, outside of it
};

/// Times the contestants in turn, `rounds` times, each time for about `window` seconds.
inline std::vector<timing> interleaved(const std::vector<contestant>& all, std::size_t rounds,
                                       double window) {
  std::vector<timing> result(all.size());
  std::vector<std::size_t> calls;
  for (const contestant& c : all) {
    c.prepare();
    c.work();
    const double once = std::max(seconds_of(c.work, 1), 1e-9);
    calls.push_back(static_cast<std::size_t>(std::clamp(window / once, 1.0, 1e7)));
  }
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t c = 0; c < all.size(); ++c) {
      all[c].prepare();
      result[c].seconds.push_back(seconds_of(all[c].work, calls[c]));
    }
  }
  return result;
}

/// How many times as long as b a took: the median over rounds, so that a clock that changes between rounds
/// changes nothing.
inline double ratio(const timing& a, const timing& b) {
  timing quotients;
  for (std::size_t i = 0; i < a.seconds.size(); ++i) quotients.seconds.push_back(a.seconds[i] / b.seconds[i]);
  return quotients.median();
}

}  // namespace hillock::bench
