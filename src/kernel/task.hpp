// SPDX-License-Identifier: Apache-2.0
// One call of a loop, described whole.
#pragma once
#include <cstddef>

namespace hillock::kernel {

/// y = value or slope of the n elements x, at most block_capacity and a multiple of 16, by the rules of a
/// `program`, in double; y is not x.
using block_kernel = void (*)(const void* program, const double* x, double* y, std::size_t n,
                              const double* parameters) noexcept;
/// A block's x and y lie in the first cache.
inline constexpr std::size_t block_capacity = 256;

/// A function that is made at run time, on one instruction set.
struct block_kernels {
  block_kernel value, slope;
  const void* program;
};

/// What a loop works on. The public face makes it from whatever layout the caller has; here everything is
/// contiguous. Any length and any values will do, and the output may be an input.
template <class T>
struct task {
  const T* x;   ///< the input; of backward_from_output the output y
  const T* dy;  ///< of the backward passes; else null
  T* out;
  std::size_t rows, columns;            ///< elementwise functions treat rows × columns as one array
  const double* parameters;             ///< one value per parameter of the card, in order
  const block_kernels* made = nullptr;  ///< of a function that is made at run time

  std::size_t size() const noexcept { return rows * columns; }
};

template <class T>
using loop = void (*)(const task<T>&) noexcept;

}  // namespace hillock::kernel
