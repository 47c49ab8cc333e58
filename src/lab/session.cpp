// SPDX-License-Identifier: Apache-2.0
#include "lab/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <system_error>

#include "lab/plan.hpp"
#include "lab/train.hpp"

namespace hillock::lab {
namespace {

constexpr auto between_looks = std::chrono::milliseconds(10);
constexpr auto between_looks_at_file = std::chrono::milliseconds(200);

}  // namespace

session::session(const settings& s, grounds& on, journal_file& file, const experiment_hooks& hooks,
                 bool draw_maps)
    : settings_(s), grounds_(on), file_(file), hooks_(hooks), records_(file.contents().records) {
  done_.resize(s.candidates.size()), total_.resize(s.candidates.size());
  for (const record& r : records_) earlier_ = std::max(earlier_, r.elapsed);
  for (const planned_run& each : make_plan(s, draw_maps)) {
    ++total_[each.candidate];
    if (is_done(s, each, records_))
      ++done_[each.candidate];
    else
      plan_.push_back(each);
  }
}

void session::run(unsigned threads) {
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < total_.size(); ++i) report(i);
  }
  std::vector<std::jthread> workers;
  try {
    start(workers, std::min<std::size_t>(threads, plan_.size()));
    watch();
  } catch (...) {
    fail(std::current_exception());
  }
  workers.clear();
  if (failure_) std::rethrow_exception(failure_);
  const std::size_t done = std::accumulate(done_.begin(), done_.end(), std::size_t{0});
  const std::size_t all = std::accumulate(total_.begin(), total_.end(), std::size_t{0});
  if (done == all) return;
  file_.require_in_place();
  throw interrupted(
      fmt::format("interrupted: {} of {} runs are finished and safe in {}; run the same command again "
                  "to go on",
                  done, all, file_.path().string()));
}

void session::start(std::vector<std::jthread>& workers, std::size_t count) {
  workers.reserve(count);
  const std::lock_guard lock(mutex_);  // none of them ends before all are counted
  try {
    for (; at_work_ < count; ++at_work_) workers.emplace_back([this] { work(); });
  } catch (const std::system_error& refusal) {
    const std::string why = refusal.code().message();
    if (workers.empty()) throw system_error(fmt::format("no thread can be started: {}", why));
    if (hooks_.warned)
      hooks_.warned(fmt::format("only {} of {} threads can be started: {}; the results do not depend on it",
                                at_work_, count, why));
  }
}

// A signal handler can only set a flag, and nobody tells when a file goes away: someone has to look.
void session::watch() {
  std::unique_lock lock(mutex_);
  auto looked = std::chrono::steady_clock::now();
  while (!ended_.wait_for(lock, between_looks, [this] { return at_work_ == 0; })) {
    asked_to_stop();
    const auto now = std::chrono::steady_clock::now();
    if (now - looked < between_looks_at_file) continue;
    looked = now;
    file_.require_in_place();
  }
}

void session::work() {
  // Runs go side by side, so none takes several threads for one call. What the caller's thread chose holds
  // here.
  const scope calls{.isa = isa_, .threads = 1};
  try {
    work_through_plan();
  } catch (...) {
    fail(std::current_exception());
  }
  const std::lock_guard lock(mutex_);
  --at_work_;
  ended_.notify_all();
}

void session::work_through_plan() {
  for (planned_run plan; next(plan);) {
    const auto on = grounds_.of(plan.seed);
    std::optional<record> finished = train(settings_, *on, plan, stop_);
    if (!finished) return;
    keep(std::move(*finished), plan);
  }
}

void session::fail(std::exception_ptr problem) {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(problem);
  stop_ = true;
}

bool session::asked_to_stop() {
  if (hooks_.stop != nullptr && hooks_.stop->load()) stop_ = true;
  return stop_;
}

bool session::next(planned_run& plan) {
  const std::lock_guard lock(mutex_);
  if (asked_to_stop() || taken_ == plan_.size()) return false;
  plan = plan_[taken_++];
  return true;
}

void session::keep(record finished, const planned_run& plan) {
  const std::lock_guard lock(mutex_);
  const std::chrono::duration<double> now = std::chrono::steady_clock::now() - start_;
  finished.elapsed = earlier_ + now.count();
  file_.append(to_line(finished));
  records_.push_back(std::move(finished));
  ++done_[plan.candidate];
  report(plan.candidate);
}

void session::report(std::size_t candidate) {
  if (hooks_.progressed) hooks_.progressed({candidate, done_[candidate], total_[candidate]});
}

}  // namespace hillock::lab
