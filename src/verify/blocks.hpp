// SPDX-License-Identifier: Apache-2.0
// Work in numbered blocks, shared by threads: what a block yields depends on its number alone.
#pragma once
#include <atomic>
#include <cstddef>
#include <functional>

namespace hillock::verify {

/// How a long job is run and watched.
struct job {
  unsigned threads = 1;
  /// Set by Ctrl-C: the job ends soon with error(exit_code::interrupted).
  const std::atomic<bool>* stop = nullptr;
  /// Called on the caller's thread about ten times a second with the share of the work done, 0 … 1.
  std::function<void(double)> progress;
};

/// Calls work(i) once for each i in 0 … count − 1 in the standard floating-point environment. The first
/// exception ends the job and is thrown again here.
void run_blocks(std::size_t count, const job& how, const std::function<void(std::size_t)>& work);

}  // namespace hillock::verify
