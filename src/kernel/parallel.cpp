// SPDX-License-Identifier: Apache-2.0
#include "kernel/parallel.hpp"

#include <atomic>
#include <optional>
#include <thread>

#include "hillock/activation.hpp"
#if HILLOCK_THREADS
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

namespace hillock {

namespace {
std::atomic<unsigned> limit{0};  // 0: all cores
}

void use_threads(unsigned count) { limit.store(count, std::memory_order_relaxed); }

namespace kernel {

unsigned threads() noexcept {
  const unsigned set = limit.load(std::memory_order_relaxed);
  if (set) return set;
  static const unsigned cores = std::thread::hardware_concurrency();
  return cores ? cores : 1;
}

void share_chunks(std::size_t n, std::size_t grain, chunk_work work, const void* context) {
#if HILLOCK_THREADS
  if (const unsigned count = threads(); count > 1) {
    // More threads than cores only happens when asked for; without this TBB would print a warning.
    std::optional<tbb::global_control> more;
    if (count > static_cast<unsigned>(tbb::info::default_concurrency()))
      more.emplace(tbb::global_control::max_allowed_parallelism, count);
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

}  // namespace kernel
}  // namespace hillock
