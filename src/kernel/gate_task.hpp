// SPDX-License-Identifier: Apache-2.0
// One call of a loop over a gate's two operands, and where such loops are entered.
#pragma once
#include <cstddef>

#include "base/by_type.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

/// y = a·f(b), or da = dy·f(b) and db = (dy·a)·f'(b). Rows of `columns` neighbouring elements; those of y and
/// dy follow each other, those of the operands and their gradients are `stride` apart, which is twice as much
/// where they are halves. An output may be one of the inputs: the same elements, or none.
template <class T>
struct gate_task {
  const T *a, *b;
  const T* dy;    ///< of backward; else null
  T *first, *db;  ///< y and null, or da and db
  std::size_t rows, columns, stride;
  const double* parameters;
  const block_kernels* kernels;  ///< f's

  /// From a row of `first` to the next.
  std::size_t first_stride() const noexcept { return dy ? stride : columns; }
};

template <class T>
using gate_loop = void (*)(const gate_task<T>&) noexcept;

template <class T>
struct gate_loops {
  gate_loop<T> forward, backward;
};

using gate_entry = by_type<gate_loops>;

}  // namespace hillock::kernel
