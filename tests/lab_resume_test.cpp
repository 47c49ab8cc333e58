// SPDX-License-Identifier: Apache-2.0
// kill -9 at any moment loses at most the runs in flight: twenty times at random, and the result stays the
// same. What is lost is not said to be safe.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bit>
#include <csignal>

#include "base/philox.hpp"
#include "lab_experiment_helpers.hpp"

namespace hillock::lab {
namespace {

using testing::fingerprint;
using testing::fresh_folder;
using testing::message_of;
using testing::tiny_experiment;

/// Starts the experiment in a process of its own.
pid_t start_child(const std::filesystem::path& folder) {
  const pid_t child = fork();
  if (child != 0) return child;
  try {
    run_experiment(tiny_experiment(folder));
  } catch (...) {
    _exit(1);
  }
  _exit(0);
}

std::size_t finished_runs(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / "runs.jsonl") ? read_journal(folder).records.size() : 0;
}

TEST(Resume, TwentyKillsAtRandomMomentsChangeNothing) {
  const auto folder = fresh_folder();
  const std::string expected = fingerprint(run_experiment(tiny_experiment(folder / "uninterrupted")));

  philox chance(7, "kills");
  unsigned experiment = 1, kills = 0;
  std::size_t before = 0;
  const auto killed = [&] { return folder / ("killed" + std::to_string(experiment)); };
  while (kills < 20) {
    const pid_t child = start_child(killed());
    ASSERT_GT(child, 0);
    usleep(static_cast<useconds_t>(chance.below(40'000)));
    kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status)) {
      ++kills;
      const std::size_t now = finished_runs(killed());
      EXPECT_GE(now, before) << "a finished run was lost";
      before = now;
    } else {
      // It was faster than the kill: check it, and go on with a new one.
      ASSERT_EQ(WEXITSTATUS(status), 0);
      EXPECT_EQ(fingerprint(read_experiment(killed())), expected);
      ++experiment;
      before = 0;
    }
  }
  EXPECT_EQ(fingerprint(run_experiment(tiny_experiment(killed()))), expected);
}

TEST(Resume, AnInterruptedExperimentWhoseFolderIsGoneClaimsNothing) {
  const auto out = fresh_folder() / "out";
  std::atomic<bool> stop{false};
  experiment_hooks hooks;
  hooks.stop = &stop;
  hooks.progressed = [&](const progress& now) {
    if (now.done == 0) return;
    std::filesystem::remove_all(out);
    stop = true;
  };
  const std::string message = message_of<system_error>([&] { run_experiment(tiny_experiment(out), hooks); });
  EXPECT_NE(message.find("this journal was removed while runs went on"), std::string::npos) << message;
  EXPECT_EQ(message.find("safe"), std::string::npos) << message;
}

}  // namespace
}  // namespace hillock::lab
