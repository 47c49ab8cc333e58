// SPDX-License-Identifier: Apache-2.0
// Sums and products of arrays, element by element: once per instruction set and element type.
#pragma once
#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "kernel/arithmetic_task.hpp"
#include "kernel/backward.hpp"
#include "kernel/formula.hpp"
#include "kernel/parts.hpp"

namespace hillock::kernel {

template <class L, class T>
class arithmetic {
 public:
  static void add(const T* x, const T* y, T* out, std::size_t n) noexcept {
    // Of 16-bit elements by way of float, whose 24 bits are more than twice theirs and two: there a second
    // rounding changes no sum (Figueroa 1995).
    each(x, y, out, n, [](const V& a, const V& b) HILLOCK_INLINE_LAMBDA { return a + b; });
  }
  static void multiply(const T* x, const T* y, T* out, std::size_t n) noexcept {
    each(x, y, out, n, [](const V& a, const V& b) HILLOCK_INLINE_LAMBDA {
      if constexpr (std::is_same_v<T, bf16>) {  // exact, but where a float would be subnormal
        return rounded_once<L, T>(simd::widen<L>(a) * simd::widen<L>(b));
      } else {
        return a * b;  // of f16 exact
      }
    });
  }

 private:
  static constexpr std::size_t lanes = pack_of<L, T>::size();
  using V = simd::spread<pack_of<L, T>, std::max<std::size_t>(L::side_by_side / 2, 1)>;

  template <class Operation>
  static HILLOCK_INLINE void each(const T* x, const T* y, T* out, std::size_t n, const Operation& f) {
    const auto one = [&f](const V& a, const V& b)
                         HILLOCK_INLINE_LAMBDA { return keep_nan(a, gradient_nan(b, f(a, b))); };
    std::size_t i = 0;
    for (; i + V::size() <= n; i += V::size())
      simd::store<L>(one(simd::load<L, V>(x + i), simd::load<L, V>(y + i)), out + i);
    if (i == n) return;
    store_part<L>(one(load_part<L, V>(x + i, n - i), load_part<L, V>(y + i, n - i)), out + i, n - i);
  }
};

template <class L, class T>
inline constexpr arithmetic_loops<T> arithmetic_of = {&arithmetic<L, T>::add, &arithmetic<L, T>::multiply};

}  // namespace hillock::kernel
