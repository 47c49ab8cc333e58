// SPDX-License-Identifier: Apache-2.0
// What one thread chose for its own calls, in a scope or through the C interface.
#pragma once
#include "hillock/c.h"
#include "kernel/table.hpp"

namespace hillock::kernel {

/// Constant at the start and never destroyed, so that calls at the thread's and the process's end find it.
struct choice {
  const table* path = nullptr;            ///< null: as the process
  unsigned threads = HILLOCK_AS_PROCESS;  ///< 0: one per core
};
extern constinit thread_local choice chosen_here;

/// The path of that name; "auto" is HILLOCK_ISA's, else the best. `origin` is who asks, for the message.
/// Throws std::invalid_argument. Defined in src/isa/dispatch.cpp.
const table& path_named(std::string_view name, std::string_view origin);

}  // namespace hillock::kernel
