// SPDX-License-Identifier: Apache-2.0
// What one instruction set offers: a table of function pointers, one entry per activation in the order of the
// list.
#pragma once
#include <cstddef>

#include "hillock/card.hpp"
#include "hillock/types.hpp"
#include "kernel/training_table.hpp"

namespace hillock::kernel {

/// Kernels are total and noexcept: any length, any values, output may be the input. Elementwise functions
/// treat rows × columns as one array. `parameters` has one value per parameter of the card, in order.
template <class T>
struct entry_points {
  using one_input = void (*)(const T* x, T* y, std::size_t rows, std::size_t columns,
                             const double* parameters) noexcept;
  using two_inputs = void (*)(const T* x, const T* dy, T* dx, std::size_t rows, std::size_t columns,
                              const double* parameters) noexcept;
  one_input forward = nullptr;
  one_input slope = nullptr;  ///< null for functions of rows
  two_inputs backward = nullptr;
  two_inputs backward_from_output = nullptr;  ///< null where the function has no such form
};

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

struct table {
  const char* isa;      ///< the name users see
  bool (*runs_here)();  ///< whether this machine has the instructions
  const entry* entries;
  const training_table* training;
};

/// The tables in this build, best first; ends with the portable one. Defined in src/isa/dispatch.cpp.
[[gnu::visibility("default")]] const table* const* begin_tables() noexcept;
[[gnu::visibility("default")]] const table* const* end_tables() noexcept;

/// The table in use. Throws std::invalid_argument if HILLOCK_ISA names a path that is unknown or not on this
/// machine.
[[gnu::visibility("default")]] const table& active();

}  // namespace hillock::kernel

namespace hillock::detail {

/// One activation as the public face knows it: its card and its place in every table.
struct function {
  const card* about;
  std::size_t index;
  bool (*has_backward_from_output)(const double* parameters) noexcept;
};

}  // namespace hillock::detail
