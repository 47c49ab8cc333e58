// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>

namespace hillock::lab {

/// Adds the time until it goes out of scope to a total, in seconds.
class stopwatch {
 public:
  explicit stopwatch(double& total) : total_(total), start_(std::chrono::steady_clock::now()) {}
  ~stopwatch() { total_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }
  stopwatch(const stopwatch&) = delete;
  stopwatch& operator=(const stopwatch&) = delete;

 private:
  double& total_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace hillock::lab
