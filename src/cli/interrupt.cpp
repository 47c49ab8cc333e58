// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.hpp"

#include <signal.h>
#include <unistd.h>

#include "hillock/error.hpp"

namespace hillock::cli {

namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // else it may not be touched in a signal handler

void on_signal(int) {
  if (stop.exchange(true)) _exit(static_cast<int>(exit_code::interrupted));
}

}  // namespace

const std::atomic<bool>& stop_on_interrupt() {
  struct sigaction what {};
  what.sa_handler = on_signal;
  sigemptyset(&what.sa_mask);
  what.sa_flags = SA_RESTART;  // a write to the journal in flight is finished, not torn
  sigaction(SIGINT, &what, nullptr);
  sigaction(SIGTERM, &what, nullptr);
  return stop;
}

}  // namespace hillock::cli
