// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "hillock/runtime.hpp"
#include "lab/experiment.hpp"
#include "lab/ground.hpp"
#include "lab/journal.hpp"
#include "lab/trainer.hpp"

namespace hillock::lab {

/// The runs of an experiment that are still to do, shared out over threads; each goes into the journal as it
/// finishes. Everything below the mutex is touched only while it is held.
class session {
 public:
  /// Keeps references to all of them. `draw_maps`: each candidate's first seed computes its decision map.
  session(const settings& s, grounds& on, journal_file& file, const experiment_hooks& hooks, bool draw_maps);

  /// Returns when all runs are done. Where not all of the threads can be had, fewer do the work and a warning
  /// says so. Throws what a run or the journal threw, interrupted, or system_error: not one thread.
  void run(unsigned threads);

  /// The journal's and those of this session.
  const std::vector<record>& records() const noexcept { return records_; }

 private:
  void start(std::vector<std::jthread>& workers, std::size_t count);
  void watch();
  void work();
  void work_through_plan();
  void fail(std::exception_ptr problem);
  bool next(planned_run& plan);
  void keep(record finished, const planned_run& plan);
  void report(std::size_t candidate);
  bool asked_to_stop();

  const settings& settings_;
  grounds& grounds_;
  journal_file& file_;
  const experiment_hooks& hooks_;
  const std::string_view isa_ = active_isa();
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double earlier_ = 0;  // wall clock of earlier sessions
  std::atomic<bool> stop_{false};

  std::mutex mutex_;
  std::vector<planned_run> plan_;  // what is left to do, in order
  std::size_t taken_ = 0;
  std::vector<record> records_;
  std::vector<std::size_t> done_, total_;  // per candidate
  std::size_t at_work_ = 0;                // threads that have not ended
  std::condition_variable ended_;          // one of them did
  std::exception_ptr failure_;
};

}  // namespace hillock::lab
