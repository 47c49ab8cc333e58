// SPDX-License-Identifier: Apache-2.0
// Where the loops of single operations are entered, for what stands beside a function in a call.
#pragma once
#include <cstddef>

#include "base/by_type.hpp"

namespace hillock::kernel {

/// out = x + y or x·y of n elements, rounded once; out may be x or y. x's NaN before y's; ∞ − ∞ and ∞·0 give
/// one NaN on all machines.
template <class T>
using arithmetic_loop = void (*)(const T* x, const T* y, T* out, std::size_t n) noexcept;

template <class T>
struct arithmetic_loops {
  arithmetic_loop<T> add, multiply;
};

using arithmetic_entry = by_type<arithmetic_loops>;

}  // namespace hillock::kernel
