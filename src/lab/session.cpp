// SPDX-License-Identifier: Apache-2.0
#include "lab/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <thread>

#include "lab/plan.hpp"
#include "lab/train.hpp"

namespace hillock::lab {
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
  const std::size_t count = std::min<std::size_t>(threads, plan_.size());
  std::atomic<bool> finished{false};
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < count; ++i) workers.emplace_back([this] { work(); });
  // A signal handler can only set a flag; someone has to look at it.
  std::jthread watch([&] {
    while (!finished && hooks_.stop != nullptr) {
      asked_to_stop();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  workers.clear();
  finished = true;
  watch.join();
  if (failure_) std::rethrow_exception(failure_);
  const std::size_t done = std::accumulate(done_.begin(), done_.end(), std::size_t{0});
  const std::size_t all = std::accumulate(total_.begin(), total_.end(), std::size_t{0});
  if (done < all)
    throw interrupted(
        fmt::format("interrupted: {} of {} runs are finished and safe in {}; run the same command again "
                    "to go on",
                    done, all, file_.path().string()));
}

void session::work() {
  // Runs go side by side, so none takes several threads for one call. What the caller's thread chose holds
  // here.
  const scope calls{.isa = isa_, .threads = 1};
  try {
    for (planned_run plan; next(plan);) {
      const auto on = grounds_.of(plan.seed);
      std::optional<record> finished = train(settings_, *on, plan, stop_);
      if (!finished) return;
      keep(std::move(*finished), plan);
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    stop_ = true;
  }
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
