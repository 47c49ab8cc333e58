// SPDX-License-Identifier: Apache-2.0
// One call of a loop, described whole.
#pragma once
#include <cstddef>

namespace hillock::kernel {

/// What a loop works on. The public face makes it from whatever layout the caller has; here everything is
/// contiguous. Any length and any values will do, and the output may be an input.
template <class T>
struct task {
  const T* x;   ///< the input; of backward_from_output the output y
  const T* dy;  ///< of the backward passes; else null
  T* out;
  std::size_t rows, columns;  ///< elementwise functions treat rows × columns as one array
  const double* parameters;   ///< one value per parameter of the card, in order

  std::size_t size() const noexcept { return rows * columns; }
};

template <class T>
using loop = void (*)(const task<T>&) noexcept;

}  // namespace hillock::kernel
