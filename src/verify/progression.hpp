// SPDX-License-Identifier: Apache-2.0
// Which terms of an arithmetic progression modulo 2^w lie nearest to 0 on either side.
#pragma once
#include <algorithm>
#include <cstdint>

namespace hillock::verify {

/// U is an unsigned integer of w bits. Of terms that are equally near, the first.
template <class U>
struct nearest_terms {
  U above = 0;                               ///< the least term
  U below = 0;                               ///< 2^w − 1 − the greatest term
  std::uint32_t at_above = 0, at_below = 0;  ///< their places, from 0
};

/// The nearest of first + i·step modulo 2^w, 0 ≤ i < count, count > 0.
///
/// Euclid's algorithm on (step, 2^w), stopped where denominators reach `count`: steps of `up_by` terms raise
/// a term by `up`, steps of `down_by` lower it by `down`, and each is the shortest one that moves so little
/// (the three-distance theorem). The least term so far is lowered as soon as a step is short enough; the
/// next lower term after it is always reached by such a step. Quotients larger than 7 are taken by one
/// division.
template <class U>
nearest_terms<U> nearest_to_zero(U first, U step, std::uint32_t count) {
  nearest_terms<U> best{first, static_cast<U>(~first), 0, 0};
  if (step == 0) return best;
  U up = step, down = static_cast<U>(0 - step);
  std::uint64_t up_by = 1, down_by = 1;
  const auto walk = [count](U& distance, std::uint32_t& at, U by, std::uint64_t places) {
    if (by > distance || at + places >= count) return;
    const std::uint64_t room = (count - 1 - at) / places;
    U times = 1;
    if (distance - by >= by) times = static_cast<U>(distance / by);
    if (times > room) times = static_cast<U>(room);
    distance = static_cast<U>(distance - times * by);
    at += static_cast<std::uint32_t>(times * places);
  };
  // Shortens `large` by multiples of `small`, but not beyond the first that a walk of `distance` can use.
  const auto shorten = [count](U& large, std::uint64_t& large_by, U small, std::uint64_t small_by,
                               U distance) {
    U times = 1;
    if (large / 8 >= small) {
      times = static_cast<U>((large - 1) / small);
      if (large > distance) times = std::min(times, static_cast<U>((large - distance - 1) / small + 1));
      if (const std::uint64_t last = (count - large_by) / small_by + 1; times > last)
        times = static_cast<U>(last);
    }
    large = static_cast<U>(large - times * small);
    large_by += static_cast<std::uint64_t>(times) * small_by;
  };
  for (;;) {
    walk(best.above, best.at_above, down, down_by);
    walk(best.below, best.at_below, up, up_by);
    if (down > up) {
      if (down_by >= count) return best;
      shorten(down, down_by, up, up_by, best.above);
    } else if (up > down) {
      if (up_by >= count) return best;
      shorten(up, up_by, down, down_by, best.below);
    } else {
      return best;  // the terms repeat
    }
  }
}

}  // namespace hillock::verify
