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
#include "hillock/call.hpp"

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

/// The shape as it is meant: the default is one long row.
inline extent shape_of(const extent& given, std::size_t n, std::string_view x) {
  if (given.length == 0 && given.outer == 1 && given.inner == 1) return {1, n, 1};
  std::size_t size = 0;
  const bool fits = !__builtin_mul_overflow(given.outer, given.length, &size) &&
                    !__builtin_mul_overflow(size, given.inner, &size);
  if (!fits || size != n) {
    refuse(std::string(x) + " has " + std::to_string(n) + " elements, the shape is " +
           std::to_string(given.outer) + " × " + std::to_string(given.length) + " × " +
           std::to_string(given.inner));
  }
  return given;
}

}  // namespace hillock::face
