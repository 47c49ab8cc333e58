// SPDX-License-Identifier: Apache-2.0
#include "face/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "face/choice.hpp"
#include "face/workers.hpp"
#include "hillock/runtime.hpp"

namespace hillock {

namespace {

std::atomic<unsigned> limit{0};  // 0: one per core

unsigned cores() noexcept {
  static const unsigned count = std::max(1U, std::thread::hardware_concurrency());
  return count;
}

// Enough to try what more threads than cores do.
unsigned most_threads() noexcept { return 4 * cores(); }

}  // namespace

void use_threads(unsigned count) { limit.store(count, std::memory_order_relaxed); }

unsigned threads() {
  const unsigned here = face::chosen_here.threads;
  const unsigned set = here == HILLOCK_AS_PROCESS ? limit.load(std::memory_order_relaxed) : here;
  return set == 0 ? cores() : std::min(set, most_threads());
}

namespace face {

void share_chunks(std::size_t n, std::size_t grain, chunk_work work, const void* context) {
  const unsigned count = HILLOCK_THREADS ? threads() : 1;
  if (count == 1) {
    work(context, 0, n);
    return;
  }
  // Four pieces for each thread: one that comes late, or is taken off its core, leaves its own to the others.
  const std::size_t chunks = n / grain, pieces = std::min<std::size_t>(chunks, 4 * count);
  const auto piece = [&](std::size_t i) {
    const std::size_t begin = chunks * i / pieces * grain;
    work(context, begin, i + 1 == pieces ? n : chunks * (i + 1) / pieces * grain);
  };
  const auto call = [](const void* pieces_of, std::size_t i) {
    (*static_cast<decltype(&piece)>(pieces_of))(i);
  };
  work_together(pieces, static_cast<unsigned>(std::min<std::size_t>(count, pieces)) - 1, call, &piece);
}

}  // namespace face
}  // namespace hillock
