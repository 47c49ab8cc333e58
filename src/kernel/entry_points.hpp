// SPDX-License-Identifier: Apache-2.0
// Where the loops of one activation on one instruction set are entered.
#pragma once
#include "base/by_type.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

/// One loop for each operation; null where the function has no such operation.
template <class T>
struct entry_points {
  loop<T> forward = nullptr;
  loop<T> slope = nullptr;  ///< none for functions of rows
  loop<T> backward = nullptr;
  loop<T> backward_from_output = nullptr;
  const block_kernels* kernels = nullptr;  ///< what the tasks of blocks and gates are to bring; null: of rows
};

/// The loops over rows of a function F of rows, which brings them (rows.hpp).
template <class L, class F, class T>
struct map_rows;

using entry = by_type<entry_points>;

}  // namespace hillock::kernel
