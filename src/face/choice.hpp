// SPDX-License-Identifier: Apache-2.0
// Which path computes: what one thread chose for its own calls, in a scope or through the C interface, else
// the process's.
#pragma once
#include <string_view>

#include "hillock/c.h"
#include "isa/table.hpp"

namespace hillock::face {

/// Constant at the start and never destroyed, so that calls at the thread's and the process's end find it.
struct choice {
  const isa::table* path = nullptr;       ///< null: as the process
  unsigned threads = HILLOCK_AS_PROCESS;  ///< 0: one per core
};
extern constinit thread_local choice chosen_here;

/// The path of that name; "auto" is HILLOCK_ISA's, else the best. `origin` is who asks, for the message.
/// Throws std::invalid_argument.
[[gnu::visibility("default")]] const isa::table& path_named(std::string_view name, std::string_view origin);

/// The path in use. Throws std::invalid_argument if HILLOCK_ISA names one that is unknown or not on this
/// machine.
[[gnu::visibility("default")]] const isa::table& active();

}  // namespace hillock::face
