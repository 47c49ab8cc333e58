// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>

#include "hillock/types.hpp"

namespace hillock::verify {

/// A binary floating-point format: numbers are n·2^q with |n| < 2^digits, q ≥ quantum, and below 2^limit.
struct format {
  int digits, quantum, limit;
};
template <class T>
inline constexpr format format_of = std::is_same_v<T, float>    ? format{24, -149, 128}
                                    : std::is_same_v<T, double> ? format{53, -1074, 1024}
                                    : std::is_same_v<T, f16>    ? format{11, -24, 16}
                                                                : format{8, -133, 128};

}  // namespace hillock::verify
