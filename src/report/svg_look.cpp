// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "report/svg.hpp"

namespace hillock::report {

drawing_style style_of(std::string_view name) {
  // FNV-1a. Of 1.4 billion starts tried, this one gives identity, sigmoid, tanh, relu, leaky_relu and
  // softsign colours and markers of their own and solid lines, tells gelu, silu, elu, selu, mish and softplus
  // from them without colour too, and no two elementwise functions share all three. A function that is added,
  // or one with parameters, gets what falls to it.
  constexpr std::uint64_t start = 14695981039346656037ULL + 1412970023;
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
