// SPDX-License-Identifier: Apache-2.0
// What an experiment does with the process's threads and instruction set: it goes by them and leaves them
// alone.
#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

#include "lab_experiment_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fresh_folder;
using testing::tiny_experiment;

struct runtime : ::testing::Test {
  ~runtime() override {
    use("auto");
    use_threads(0);
  }
};

/// Hooks that call `once` when the first run is finished.
template <class Call>
experiment_hooks after_first_run(const Call& once) {
  experiment_hooks hooks;
  hooks.progressed = [once, first = true](const progress& now) mutable {
    if (now.done == 0 || !first) return;
    first = false;
    once();
  };
  return hooks;
}

// The first to begin ends first.
TEST_F(runtime, two_experiments_side_by_side_leave_the_thread_limit_alone) {
  use_threads(3);
  const std::filesystem::path folder = fresh_folder();
  std::promise<void> first_runs, second_runs, first_ended;
  unsigned seen = 0;
  std::thread first([&] {
    run_experiment(tiny_experiment(folder / "first"), after_first_run([&] {
                     first_runs.set_value();
                     second_runs.get_future().wait();
                   }));
    first_ended.set_value();
  });
  first_runs.get_future().wait();
  std::thread second([&] {
    run_experiment(tiny_experiment(folder / "second"), after_first_run([&] {
                     second_runs.set_value();
                     first_ended.get_future().wait();
                   }));
  });
  seen = threads();
  first.join();
  second.join();
  EXPECT_EQ(seen, 3u);
  EXPECT_EQ(threads(), 3u);
}

TEST_F(runtime, runs_use_one_thread_and_the_callers_instruction_set) {
  use_threads(3);
  std::set<std::string> seen;
  experiment_hooks hooks;
  hooks.progressed = [&](const progress& now) {
    if (now.done > 0) seen.insert(std::string(active_isa()) + " " + std::to_string(threads()));
  };
  const scope here{.isa = "portable"};
  const result r = run_experiment(tiny_experiment(fresh_folder()), hooks);
  EXPECT_EQ(seen, (std::set<std::string>{"portable 1"}));
  EXPECT_NE(r.machine.find("portable"), std::string::npos) << r.machine;
}

}  // namespace
}  // namespace hillock::lab
