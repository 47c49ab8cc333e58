// SPDX-License-Identifier: Apache-2.0
// Where the loops of one activation on one instruction set are entered.
#pragma once
#include <cstddef>

#include "hillock/types.hpp"

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

}  // namespace hillock::kernel
