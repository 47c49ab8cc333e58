// SPDX-License-Identifier: Apache-2.0
// Where the loops of one activation on one instruction set are entered.
#pragma once
#include "hillock/types.hpp"
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

struct entry {
  entry_points<float> f32;
  entry_points<double> f64;
  entry_points<hillock::f16> f16;
  entry_points<hillock::bf16> bf16;

  template <class T>
  const entry_points<T>& of() const noexcept;
};

template <>
inline const entry_points<float>& entry::of<float>() const noexcept {
  return f32;
}
template <>
inline const entry_points<double>& entry::of<double>() const noexcept {
  return f64;
}
template <>
inline const entry_points<hillock::f16>& entry::of<hillock::f16>() const noexcept {
  return f16;
}
template <>
inline const entry_points<hillock::bf16>& entry::of<hillock::bf16>() const noexcept {
  return bf16;
}

}  // namespace hillock::kernel
