// SPDX-License-Identifier: Apache-2.0
// The threads that help with large calls.
#pragma once
#include <cstddef>

namespace hillock::face {

/// Calls work(context, i) for every i < pieces, in any order, here and on up to `helpers` other threads, and
/// returns when all have returned. `work` must not throw.
///
/// Helpers are made when they are first wanted, as many as any call asked for, and stay until the process
/// ends. Where the system gives fewer, or they help other calls, those that are there do the work, the
/// caller's thread at the least. They take no signals. A forked child makes its own.
void work_together(std::size_t pieces, unsigned helpers, void (*work)(const void* context, std::size_t piece),
                   const void* context) noexcept;

}  // namespace hillock::face
