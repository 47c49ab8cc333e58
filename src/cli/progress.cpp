// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <system_error>
#include <utility>

#include "cli/terminal.hpp"
#include "report/format.hpp"

namespace hillock::cli {

namespace {

constexpr auto between_draws = std::chrono::milliseconds(80);
constexpr auto between_ticks = std::chrono::milliseconds(500);
constexpr auto between_lines = std::chrono::seconds(30);

void write(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

std::string bar(double share, std::size_t wide) {
  static constexpr const char* eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto parts =
      static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(wide) * 8));
  std::string text;
  for (std::size_t i = 0; i < parts / 8; ++i) text += "█";
  text += eighths[parts % 8];
  return pad(text, wide);
}

}  // namespace

std::string clock_time(double seconds) {
  const auto s = static_cast<long>(std::lround(std::max(seconds, 0.0)));
  if (s >= 3600) return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
  return fmt::format("{}:{:02}", s / 60, s % 60);
}

progress_display::progress_display(watching how, const std::atomic<bool>& stop,
                                   std::function<clock::time_point()> now)
    : now_(std::move(now)), how_(how), colour_(can_colour(stderr)), stop_(stop) {
  if (how_ == watching::nothing) return;
  try {
    ticker_ = std::jthread([this](const std::stop_token& ended) { tick(ended); });
  } catch (const std::system_error&) {
    // The runs may still get theirs, and draw as they end.
  }
}

progress_display::~progress_display() { finish(); }

void progress_display::tick(const std::stop_token& ended) {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, ended, between_ticks, [&] { return ended.stop_requested(); })) {
    if (how_ == watching::lines)
      say();
    else if (!rows_.empty())
      draw();
  }
}

void progress_display::say() {
  const bool over = rows_.empty() && waiting_.empty();
  if (over || now_() - last_said_ < between_lines) return;
  last_said_ = now_();
  message(rows_.empty() ? waiting_ : last_line());
}

void progress_display::waiting(const std::string& what) {
  const std::lock_guard lock(mutex_);
  waiting_ = what;
  if (how_ == watching::picture) draw();
}

void progress_display::start(const std::vector<std::string>& candidates) {
  const std::lock_guard lock(mutex_);
  rows_.clear();
  for (const std::string& name : candidates) rows_.push_back({name, 0, 0, false});
  waiting_.clear();
  began_ = now_();
  resumed_ = 0;
  if (how_ == watching::picture) draw();
}

void progress_display::update(const lab::progress& now) {
  const std::lock_guard lock(mutex_);
  if (now.candidate >= rows_.size()) return;
  row& r = rows_[now.candidate];
  // The first word about a candidate comes before its first run: what is done by then came from the journal
  // and says nothing about speed.
  if (!r.seen) resumed_ += now.done, began_ = now_();
  r.seen = true;
  last_run_ = now_();
  r.done = now.done, r.total = now.total;
  if (how_ == watching::picture && now_() - last_draw_ >= between_draws) draw();
  if (how_ == watching::lines) say();
}

void progress_display::note(const std::string& text) {
  const std::lock_guard lock(mutex_);
  wipe();
  message(text);
  if (how_ == watching::picture && !(rows_.empty() && waiting_.empty())) draw();
}

void progress_display::finish() {
  const std::lock_guard lock(mutex_);
  wipe();
  rows_.clear();
  waiting_.clear();
}

std::string progress_display::line_of(const row& r, std::size_t name_width, std::size_t bar_width) const {
  const double share = r.total == 0 ? 0 : static_cast<double>(r.done) / static_cast<double>(r.total);
  const bool finished = r.total > 0 && r.done >= r.total;
  const std::string counts = r.total == 0 ? "" : fmt::format("{}/{}", r.done, r.total);
  const std::string colour = colour_ ? (finished ? "\x1b[32m" : "\x1b[36m") : "";
  const std::string name = report::shorten_middle(report::clean(r.name), name_width);
  const std::size_t used = report::display_width(name);
  return fmt::format("  {}{}  {}{}{}  {:>9}  {}", name, std::string(name_width - used, ' '), colour,
                     bar(share, bar_width), colour_ ? "\x1b[0m" : "", counts,
                     finished      ? "done"
                     : r.done == 0 ? "waiting"
                                   : "training");
}

std::string progress_display::last_line() const {
  if (stop_.load()) return "stopping; finished runs are kept (Ctrl-C again leaves at once)";
  std::size_t done = 0, total = 0, most = 0;
  for (const row& r : rows_) most = std::max(most, r.total);
  for (const row& r : rows_) done += r.done, total += r.total == 0 ? most : r.total;
  if (total == 0) return "starting";
  const auto since = [now = now_()](clock::time_point t) {
    return std::chrono::duration<double>(now - t).count();
  };
  const double elapsed = since(began_);
  std::string text = fmt::format("{} of {} runs, {}", done, total, clock_time(elapsed));
  const std::size_t worked = done > resumed_ ? done - resumed_ : 0;
  if (worked > 0 && total > done) {
    // The pace up to the last finished run; the time since then is part of what was left.
    const double waited = since(last_run_), pace = (elapsed - waited) / static_cast<double>(worked);
    text += fmt::format(", about {} left",
                        clock_time(std::max(1.0, pace * static_cast<double>(total - done) - waited)));
  }
  return text;
}

void progress_display::wipe() {
  if (drawn_ > 0) write(fmt::format("\x1b[{}A\r\x1b[J", drawn_));
  drawn_ = 0;
}

void progress_display::draw() {
  std::vector<std::string> lines;
  const std::size_t wide = width(stderr);
  // A line that reached the last column would take two on some terminals, and wiping would miss one.
  const auto cut = [&](const std::string& line) { return report::shorten(report::clean(line), wide - 1); };
  if (!waiting_.empty()) lines.push_back(cut("  " + waiting_ + " …"));
  std::size_t name_width = 4;
  for (const row& r : rows_) name_width = std::max(name_width, report::display_width(report::clean(r.name)));
  name_width = std::min({name_width, wide / 3, wide - 31});  // 31: all but the name, with the shortest bar
  const std::size_t taken = 2 + name_width + 2 + 2 + 9 + 2 + 9;
  const std::size_t bar_width = std::clamp<std::size_t>(wide > taken + 1 ? wide - taken - 1 : 0, 4, 40);
  // More candidates than lines: only those at work.
  const bool all_fit = rows_.size() + 3 <= height(stderr);
  for (const row& r : rows_) {
    const bool at_work = r.total > 0 && r.done < r.total;
    if (all_fit || (at_work && lines.size() + 4 < height(stderr)))
      lines.push_back(line_of(r, name_width, bar_width));
  }
  if (!rows_.empty()) lines.push_back(cut("  " + last_line()));
  // One write for the whole picture: no flicker.
  std::string picture = drawn_ > 0 ? fmt::format("\x1b[{}A\r", drawn_) : "";
  for (const std::string& line : lines) picture += line + "\x1b[K\n";
  write(picture + "\x1b[J");
  drawn_ = lines.size();
  last_draw_ = now_();
}

}  // namespace hillock::cli
