// SPDX-License-Identifier: Apache-2.0
// An experiment as it goes on: on a terminal a live picture, one line per candidate and the time left;
// elsewhere a line every half minute, so that a log shows that it is alive.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lab/experiment.hpp"

namespace hillock::cli {

/// What is seen of it: nothing, a line every 30 seconds, or the picture.
enum class watching { nothing, lines, picture };

/// Writes to stderr; the picture wipes itself when done, so that what stays on the screen is the result.
/// note() always writes its line.
class progress_display {
 public:
  using clock = std::chrono::steady_clock;

  /// `stop` changes the last line once set; `now` is for tests.
  progress_display(watching how, const std::atomic<bool>& stop,
                   std::function<clock::time_point()> now = clock::now);
  ~progress_display();
  progress_display(const progress_display&) = delete;
  progress_display& operator=(const progress_display&) = delete;

  /// Before anything is known: "reading adult.csv …".
  void waiting(const std::string& what);
  void start(const std::vector<std::string>& candidates);
  void update(const lab::progress& now);
  /// One line of message above the picture.
  void note(const std::string& text);
  /// Wipes the picture.
  void finish();

 private:
  struct row {
    std::string name;
    std::size_t done = 0, total = 0;
    bool seen = false;
  };
  void tick(const std::stop_token& ended);
  void say();
  void draw();
  void wipe();
  std::string line_of(const row& r, std::size_t name_width, std::size_t bar_width) const;
  std::string last_line() const;

  std::mutex mutex_;
  const std::function<clock::time_point()> now_;
  const watching how_;
  const bool colour_;
  const std::atomic<bool>& stop_;
  std::vector<row> rows_;
  std::string waiting_;
  std::size_t drawn_ = 0;  ///< lines on the screen
  clock::time_point began_ = now_(), last_draw_{};
  clock::time_point last_said_ = began_;
  clock::time_point last_run_{};  ///< when a run finished last
  std::size_t resumed_ = 0;       ///< runs that were done before this process started
  std::condition_variable_any ended_;
  std::jthread ticker_;  ///< keeps the clock moving between runs; none where no thread can be had
};

/// "0:07", "12:34", "1:02:03".
std::string clock_time(double seconds);

}  // namespace hillock::cli
