// SPDX-License-Identifier: Apache-2.0
// What is seen of an experiment where standard error is no terminal, on a clock of the test's own.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "cli/progress.hpp"

namespace hillock::cli {
namespace {

using namespace std::chrono_literals;

/// A display whose clock stands still until it is moved, and what it wrote to stderr until it ended.
template <class Story>
std::string written(watching how, const Story& story) {
  static std::atomic<long> seconds;
  seconds = 0;
  const std::atomic<bool> stop{false};
  ::testing::internal::CaptureStderr();
  {
    progress_display display(
        how, stop, [] { return progress_display::clock::time_point(std::chrono::seconds(seconds)); });
    story(display, seconds);
    display.finish();
  }
  return ::testing::internal::GetCapturedStderr();
}

TEST(ProgressLines, OneEveryThirtySeconds) {
  const std::string text = written(watching::lines, [](progress_display& display, auto& seconds) {
    display.start({"relu", "tanh"});
    display.update({0, 0, 10});
    display.update({1, 0, 10});
    seconds = 29;
    display.update({0, 1, 10});
    seconds = 30;
    display.update({1, 1, 10});
    seconds = 59;
    display.update({0, 2, 10});
    seconds = 75;
    display.update({1, 2, 10});
  });
  EXPECT_EQ(text,
            "hillock: 2 of 20 runs, 0:30, about 4:30 left\n"
            "hillock: 4 of 20 runs, 1:15, about 5:00 left\n");
}

// A run may take hours: nothing calls the display meanwhile.
TEST(ProgressLines, ComeThoughNoRunEnds) {
  const std::string text = written(watching::lines, [](progress_display& display, auto& seconds) {
    display.waiting("reading big.csv");
    seconds = 31;
    std::this_thread::sleep_for(1200ms);  // it looks at the clock twice a second
    display.start({"relu"});
    display.update({0, 0, 10});
    seconds = 62;
    std::this_thread::sleep_for(1200ms);
  });
  EXPECT_EQ(text, "hillock: reading big.csv\nhillock: 0 of 10 runs, 0:31\n");
}

TEST(ProgressLines, AreNotWrittenWhenNothingIsWanted) {
  EXPECT_EQ(written(watching::nothing,
                    [](progress_display& display, auto& seconds) {
                      display.start({"relu"});
                      seconds = 100;
                      display.update({0, 1, 10});
                    }),
            "");
}

}  // namespace
}  // namespace hillock::cli
