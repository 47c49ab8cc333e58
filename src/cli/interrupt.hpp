// SPDX-License-Identifier: Apache-2.0
// Ctrl-C during long work: the first asks it to stop, the second leaves at once.
#pragma once
#include <atomic>

namespace hillock::cli {

/// From now on SIGINT and SIGTERM set the flag that is returned; a second one ends the process with code 130.
const std::atomic<bool>& stop_on_interrupt();

}  // namespace hillock::cli
