// SPDX-License-Identifier: Apache-2.0
#include "face/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <latch>
#include <thread>
#include <vector>

#include "face/choice.hpp"
#include "hillock/runtime.hpp"
#if HILLOCK_THREADS
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

namespace hillock {

namespace {

std::atomic<unsigned> limit{0};  // 0: one per core

unsigned cores() noexcept {
  static const unsigned count = std::max(1U, std::thread::hardware_concurrency());
  return count;
}

// Enough to try what more threads than cores do; oneTBB allocates for as many as it is asked for.
unsigned most_threads() noexcept { return 4 * cores(); }

#if HILLOCK_THREADS
// oneTBB refuses threads beyond its own limit with a line on stderr. So the limit is raised once and for good
// (raising and lowering it with every call would cross other threads' calls), and a lower one, which the
// program may have set, is obeyed.
unsigned granted(unsigned count) {
  using control = tbb::global_control;
  if (count > static_cast<unsigned>(tbb::info::default_concurrency())) {
    static const control& raised = *new control(control::max_allowed_parallelism, most_threads());
    static_cast<void>(raised);
  }
  return static_cast<unsigned>(
      std::min<std::size_t>(count, control::active_value(control::max_allowed_parallelism)));
}

// How many of so many threads, the caller's among them, the system gives. oneTBB ends the process where a
// thread that it needs is refused, so the first call that wants more than any before it tries. (What is
// refused later, before oneTBB has started its own, still ends the process.)
unsigned startable(unsigned count) {
  static std::atomic<unsigned> most{1};
  unsigned before = most.load(std::memory_order_relaxed);
  if (count <= before) return count;
  std::vector<std::thread> tried;
  std::latch all(1);
  try {
    tried.reserve(count);
    while (tried.size() + 1 < count) tried.emplace_back([&all] { all.wait(); });
  } catch (const std::exception&) {
    // No thread, or no memory for one: fewer then.
  }
  all.count_down();
  for (std::thread& each : tried) each.join();
  const auto made = static_cast<unsigned>(tried.size()) + 1;
  while (made > before && !most.compare_exchange_weak(before, made, std::memory_order_relaxed)) {
  }
  return made;
}
#endif

}  // namespace

void use_threads(unsigned count) { limit.store(count, std::memory_order_relaxed); }

unsigned threads() {
  const unsigned here = face::chosen_here.threads;
  const unsigned set = here == HILLOCK_AS_PROCESS ? limit.load(std::memory_order_relaxed) : here;
  return set == 0 ? cores() : std::min(set, most_threads());
}

namespace face {

void share_chunks(std::size_t n, std::size_t grain, chunk_work work, const void* context) {
#if HILLOCK_THREADS
  if (const unsigned count = startable(granted(threads())); count > 1) {
    tbb::task_arena arena(static_cast<int>(count));
    arena.execute([&] {
      const std::size_t chunks = n / grain;
      tbb::parallel_for(tbb::blocked_range<std::size_t>(0, chunks),
                        [&](const tbb::blocked_range<std::size_t>& r) {
                          work(context, r.begin() * grain, r.end() == chunks ? n : r.end() * grain);
                        });
    });
    return;
  }
#endif
  (void)grain;
  work(context, 0, n);
}

}  // namespace face
}  // namespace hillock
