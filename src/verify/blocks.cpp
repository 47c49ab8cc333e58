// SPDX-License-Identifier: Apache-2.0
#include "verify/blocks.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "base/environment.hpp"
#include "hillock/error.hpp"

namespace hillock::verify {

namespace {

// What the workers of one job share.
struct shared_state {
  std::atomic<std::size_t> next{0}, done{0};
  std::atomic<bool> abandon{false};
  std::mutex mutex;
  std::condition_variable changed;
  unsigned working = 0;
  std::exception_ptr problem;
};

void work_on(shared_state& s, std::size_t count, const job& how,
             const std::function<void(std::size_t)>& work) {
  const standard_environment environment;
  try {
    for (;;) {
      if (s.abandon.load() || (how.stop && how.stop->load())) break;
      const std::size_t i = s.next.fetch_add(1);
      if (i >= count) break;
      work(i);
      s.done.fetch_add(1);
    }
  } catch (...) {
    s.abandon.store(true);
    const std::lock_guard lock(s.mutex);
    if (!s.problem) s.problem = std::current_exception();
  }
  const std::lock_guard lock(s.mutex);
  --s.working;
  s.changed.notify_all();
}

}  // namespace

void run_blocks(std::size_t count, const job& how, const std::function<void(std::size_t)>& work) {
  shared_state s;
  const auto threads = static_cast<unsigned>(std::clamp<std::size_t>(count, 1, std::max(1U, how.threads)));
  s.working = threads;
  std::vector<std::thread> pool;
  pool.reserve(threads);
  try {
    while (pool.size() < threads) pool.emplace_back([&] { work_on(s, count, how, work); });
  } catch (const std::exception&) {  // no more threads, or no memory for them: those there are do the work
    const std::lock_guard lock(s.mutex);
    s.working -= threads - static_cast<unsigned>(pool.size());
  }
  if (pool.empty()) {
    s.working = 1;
    work_on(s, count, how, work);
  }
  {
    std::unique_lock lock(s.mutex);
    while (!s.changed.wait_for(lock, std::chrono::milliseconds(100), [&] { return s.working == 0; })) {
      lock.unlock();
      if (how.progress) how.progress(static_cast<double>(s.done.load()) / static_cast<double>(count));
      lock.lock();
    }
  }
  for (std::thread& t : pool) t.join();
  if (s.problem) std::rethrow_exception(s.problem);
  if (s.done.load() < count) throw error(exit_code::interrupted, "interrupted");
}

}  // namespace hillock::verify
