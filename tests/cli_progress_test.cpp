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

/// Stands still until it is moved; knows how often it was asked.
struct test_clock {
  std::atomic<long> seconds{0}, asked{0};

  progress_display::clock::time_point now() {
    ++asked;
    return progress_display::clock::time_point(std::chrono::seconds(seconds));
  }

  /// Moves on, and returns when the display has looked, found it late enough and begun to write.
  void move_to(long time) {
    seconds = time;
    const long before = asked;
    for (int i = 0; i < 3000 && asked < before + 2; ++i) std::this_thread::sleep_for(10ms);
  }
};

/// What a display wrote to stderr until it ended.
template <class Story>
std::string written(watching how, const Story& story) {
  test_clock clock;
  const std::atomic<bool> stop{false};
  ::testing::internal::CaptureStderr();
  {
    progress_display display(how, stop, [&] { return clock.now(); });
    story(display, clock);
    display.finish();
  }
  return ::testing::internal::GetCapturedStderr();
}

TEST(ProgressLines, OneEveryThirtySeconds) {
  const std::string text = written(watching::lines, [](progress_display& display, test_clock& clock) {
    display.start({"relu", "tanh"});
    display.update({0, 0, 10});
    display.update({1, 0, 10});
    clock.seconds = 29;
    display.update({0, 1, 10});
    display.update({1, 1, 10});
    clock.move_to(30);
    clock.seconds = 59;
    display.update({0, 2, 10});
    display.update({1, 2, 10});
    clock.move_to(60);
  });
  // The pace is that of the runs so far; the second since the last of them is part of what is left.
  EXPECT_EQ(text,
            "hillock: 2 of 20 runs, 0:30, about 4:20 left\n"
            "hillock: 4 of 20 runs, 1:00, about 3:55 left\n");
}

// A run may take hours: nothing calls the display meanwhile.
TEST(ProgressLines, ComeThoughNoRunEnds) {
  const std::string text = written(watching::lines, [](progress_display& display, test_clock& clock) {
    display.waiting("reading big.csv");
    clock.move_to(31);
    display.start({"relu"});
    display.update({0, 0, 10});
    clock.move_to(62);
  });
  EXPECT_EQ(text, "hillock: reading big.csv\nhillock: 0 of 10 runs, 0:31\n");
}

TEST(ProgressLines, AreNotWrittenWhenNothingIsWanted) {
  EXPECT_EQ(written(watching::nothing,
                    [](progress_display& display, test_clock& clock) {
                      display.start({"relu"});
                      clock.seconds = 100;
                      display.update({0, 1, 10});
                    }),
            "");
}

}  // namespace
}  // namespace hillock::cli
