// SPDX-License-Identifier: Apache-2.0
// What every entry asks of the caller's arrays before anything is computed; each throws
// std::invalid_argument.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "face/refuse.hpp"

namespace hillock::face {

inline void same_size(std::string_view a, std::size_t n, std::string_view b, std::size_t m) {
  if (n == m) return;
  refuse(std::string(a) + " has " + std::to_string(n) + " elements, " + std::string(b) + " has " +
         std::to_string(m));
}

/// Kernels read an element before they write it, and no other: in place is right, shifted is not.
template <class T>
void same_or_apart(std::string_view a, std::span<const T> in, std::string_view b, std::span<T> out) {
  const auto from = reinterpret_cast<std::uintptr_t>(in.data()),
             to = reinterpret_cast<std::uintptr_t>(out.data());
  const std::uintptr_t distance = from < to ? to - from : from - to;
  if (distance == 0 || distance >= out.size_bytes()) return;
  refuse(std::string(a) + " and " + std::string(b) + " overlap, " + std::to_string(distance) +
         " bytes apart: they must be the same elements or have none in common");
}

/// What is read while outputs are written.
template <class T, class U>
void apart(std::string_view a, std::span<const U> in, std::string_view b, std::span<T> out) {
  const auto from = reinterpret_cast<std::uintptr_t>(in.data()),
             to = reinterpret_cast<std::uintptr_t>(out.data());
  if (in.empty() || out.empty() || from + in.size_bytes() <= to || to + out.size_bytes() <= from) return;
  refuse(std::string(a) + " and " + std::string(b) + " overlap: they must have no byte in common");
}

}  // namespace hillock::face
