// SPDX-License-Identifier: Apache-2.0
// How the work of one call is cut up for threads.
#pragma once
#include <algorithm>
#include <cstddef>

#include "base/environment.hpp"
#include "face/parallel.hpp"
#include "hillock/runtime.hpp"

namespace hillock::face {

/// From about 256 KiB per thread on, waking a second thread pays.
inline constexpr std::size_t grain_bytes = std::size_t{1} << 18;

/// Arrays far beyond the caches are cut into one piece per thread, so that the loop sees how large they are
/// and writes past the caches.
inline std::size_t grain_of(std::size_t n, std::size_t element_bytes) {
  const std::size_t usual = grain_bytes / element_bytes;
  if (n < 64 * usual) return usual;
  return std::max(usual, n / threads() / usual * usual);
}

/// Calls work(begin, end) over parts of 0 … count, things of `elements` elements each, with the
/// floating-point environment that kernels need.
template <class T, class Work>
void share(std::size_t count, std::size_t elements, const Work& work) {
  const std::size_t grain =
      std::max<std::size_t>(1, grain_bytes / sizeof(T) / std::max<std::size_t>(1, elements));
  parallel_chunks(count, elements == 1 ? grain_of(count, sizeof(T)) : grain,
                  [&](std::size_t begin, std::size_t end) {
                    const standard_environment environment;
                    work(begin, end);
                  });
}

}  // namespace hillock::face
