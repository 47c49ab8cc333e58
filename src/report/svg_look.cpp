// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "report/svg.hpp"

namespace hillock::report {

drawing_style style_of(std::string_view name) {
  // FNV-1a. Of the starts tried, this one gives the functions there are at present colours of their own and,
  // but for those of rows, markers of their own and solid lines. A function that is added, or one with
  // parameters, gets what falls to it and may share one of the three with another.
  constexpr std::uint64_t start = 14695981039346656037ULL + 2215795;
  std::uint64_t hash = start;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  hash ^= hash >> 32;
  const auto take = [&](std::uint64_t choices) {
    const auto chosen = static_cast<int>(hash % choices);
    hash /= choices;
    return chosen;
  };
  drawing_style style;
  style.colour = take(10);
  style.marker = take(7);
  style.dash = take(6) - 2;  // every second line is solid
  if (style.dash < 0) style.dash = 0;
  return style;
}

}  // namespace hillock::report
