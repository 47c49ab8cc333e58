// SPDX-License-Identifier: Apache-2.0
#include "face/workers.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <thread>

namespace hillock::face {

namespace {

struct job {
  void (*work)(const void* context, std::size_t piece);
  const void* context;
  std::size_t pieces;
  std::atomic<std::size_t> next{0};
  // The pool's mutex guards what follows.
  unsigned places = 0;  ///< helpers that may still come
  unsigned inside = 0;  ///< helpers at work
  job* older = nullptr;

  void run() {
    for (std::size_t piece; (piece = next.fetch_add(1, std::memory_order_relaxed)) < pieces;)
      work(context, piece);
  }
};

class pool {
 public:
  void run(job& own, unsigned helpers) {
    {
      const std::lock_guard lock(mutex_);
      while (made_ < helpers && make_one()) ++made_;
      own.places = std::min(helpers, made_);
      own.older = newest_;
      newest_ = &own;
      calls_.fetch_add(1, std::memory_order_relaxed);
    }
    come_.notify_all();
    own.run();
    std::unique_lock lock(mutex_);
    job** at = &newest_;
    while (*at != &own) at = &(*at)->older;
    *at = own.older;
    left_.wait(lock, [&] { return own.inside == 0; });
  }

 private:
  bool make_one() {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool made = true;
    try {
      std::thread([this] { serve(); }).detach();
    } catch (const std::exception&) {
      made = false;  // no thread, or no memory for one
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return made;
  }

  [[noreturn]] void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      job* wanted = newest_;
      while (wanted && wanted->places == 0) wanted = wanted->older;
      if (!wanted) {
        wait_for_calls(lock);
        continue;
      }
      --wanted->places;
      ++wanted->inside;
      lock.unlock();
      wanted->run();
      lock.lock();
      wanted->places = 0;  // all pieces are taken
      if (--wanted->inside == 0) left_.notify_all();
    }
  }

  // Layers of a net call one after the other; waking up takes some 50 µs, about as long as this looks around.
  void wait_for_calls(std::unique_lock<std::mutex>& lock) {
    const unsigned seen = calls_.load(std::memory_order_relaxed);
    lock.unlock();
    for (unsigned i = 0; i < 100 && calls_.load(std::memory_order_relaxed) == seen; ++i)
      std::this_thread::yield();
    lock.lock();
    come_.wait(lock, [&] { return calls_.load(std::memory_order_relaxed) != seen; });
  }

  std::mutex mutex_;
  std::condition_variable come_, left_;
  job* newest_ = nullptr;
  unsigned made_ = 0;
  std::atomic<unsigned> calls_{0};
};

// Never destroyed: helpers, and calls from destructors of other objects, use it until the process has ended.
// A child has none of its parent's threads and starts anew.
pool& helpers_of_this_process() {
  alignas(pool) static unsigned char place[sizeof(pool)];
  static pool& helpers = *[] {
    pthread_atfork(nullptr, nullptr, [] { new (place) pool; });
    return new (place) pool;
  }();
  return helpers;
}

}  // namespace

void work_together(std::size_t pieces, unsigned helpers, void (*work)(const void* context, std::size_t piece),
                   const void* context) noexcept {
  job own{work, context, pieces};
  helpers_of_this_process().run(own, helpers);
}

}  // namespace hillock::face
