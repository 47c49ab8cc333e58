// SPDX-License-Identifier: Apache-2.0
// Where the loops of single operations are entered, for what stands beside a function in a call.
#pragma once
#include <cstddef>
#include <type_traits>

#include "hillock/types.hpp"

namespace hillock::kernel {

/// out = x + y or x·y of n elements, rounded once; out may be x or y. x's NaN before y's; ∞ − ∞ and ∞·0 give
/// one NaN on all machines.
template <class T>
using arithmetic_loop = void (*)(const T* x, const T* y, T* out, std::size_t n) noexcept;

template <class T>
struct arithmetic_loops {
  arithmetic_loop<T> add, multiply;
};

struct arithmetic_entry {
  arithmetic_loops<float> f32;
  arithmetic_loops<double> f64;
  arithmetic_loops<hillock::f16> f16;
  arithmetic_loops<hillock::bf16> bf16;

  template <class T>
  const arithmetic_loops<T>& of() const noexcept {
    if constexpr (std::is_same_v<T, float>) {
      return f32;
    } else if constexpr (std::is_same_v<T, double>) {
      return f64;
    } else if constexpr (std::is_same_v<T, hillock::f16>) {
      return f16;
    } else {
      return bf16;
    }
  }
};

}  // namespace hillock::kernel
