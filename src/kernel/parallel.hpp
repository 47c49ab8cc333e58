// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>

namespace hillock::kernel {

/// How many threads one call may use: what use_threads() set, else all cores.
unsigned threads() noexcept;

/// Calls work(begin, end) over contiguous chunks of 0 … n, on several threads when n is at least 2·grain and
/// more than one may be used. Chunks are whole multiples of grain, so chunk borders never matter to results.
void parallel_chunks(std::size_t n, std::size_t grain,
                     const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace hillock::kernel
