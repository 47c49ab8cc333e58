// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

namespace hillock::face {

/// The part of parallel_chunks that does not depend on `work`'s type, for n ≥ 2·grain.
using chunk_work = void (*)(const void* context, std::size_t begin, std::size_t end);
[[gnu::visibility("default")]] void share_chunks(std::size_t n, std::size_t grain, chunk_work work,
                                                 const void* context);

/// Calls work(begin, end) over contiguous chunks of 0 … n, on several threads when n is at least 2·grain and
/// more than one may be used, else here. Chunks are whole multiples of grain (but for the last), so chunk
/// borders never matter to results. `work` must not throw.
template <class Work>
inline void parallel_chunks(std::size_t n, std::size_t grain, const Work& work) {
  if (n < 2 * grain) {
    if (n) work(std::size_t{0}, n);
    return;
  }
  share_chunks(
      n, grain,
      [](const void* context, std::size_t begin, std::size_t end) {
        (*static_cast<const Work*>(context))(begin, end);
      },
      &work);
}

}  // namespace hillock::face
