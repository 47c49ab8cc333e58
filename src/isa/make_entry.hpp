// SPDX-License-Identifier: Apache-2.0
// Fills the entry of one activation on one instruction set. Only that unit includes this.
#pragma once
#include "isa/unit.hpp"
#include "kernel/blocks.hpp"
#include "kernel/kernels_of.hpp"
#include "kernel/map.hpp"

// One object file of the instruction set has them (loops.cpp.in).
extern template class hillock::kernel::map_blocks<hillock::isa::lanes, float>;
extern template class hillock::kernel::map_blocks<hillock::isa::lanes, double>;
extern template class hillock::kernel::map_blocks<hillock::isa::lanes, hillock::f16>;
extern template class hillock::kernel::map_blocks<hillock::isa::lanes, hillock::bf16>;

namespace hillock::isa {

/// Whether F's loops are its own, its formula compiled into them; else it gives kernels to the loops of
/// blocks.
template <class F>
inline constexpr bool fused = F::about.of_rows || kernel::roundings<F>() < 2;

template <class L, class F, class T>
constexpr kernel::entry_points<T> make_entry_points() {
  using kernel::formula, kernel::map, kernel::map_rows;
  kernel::entry_points<T> e;
  if constexpr (F::about.of_rows) {
    e.forward = &map_rows<L, F, T>::forward;
    e.backward = &map_rows<L, F, T>::backward;
    if constexpr (kernel::has_slope_from_output<F>) {
      e.backward_from_output = &map_rows<L, F, T>::backward_from_output;
    }
  } else if constexpr (fused<F>) {
    e.forward = &map<L, F, formula::value, T>::unary;
    e.slope = &map<L, F, formula::slope, T>::unary;
    e.backward = &map<L, F, formula::slope, T>::binary;
    if constexpr (kernel::has_slope_from_output<F>) {
      e.backward_from_output = &map<L, F, formula::slope_from_output, T>::binary;
    }
    e.kernels = &unit<L, F>::kernels;
  } else {
    return kernel::block_entry_points<L, T>(&unit<L, F>::kernels, kernel::has_slope_from_output<F>);
  }
  return e;
}

template <class L, class F>
constexpr kernel::block_kernels make_kernels() {
  if constexpr (F::about.of_rows) {
    return {};
  } else {
    return kernel::make_block_kernels<L, F>(&precise<F>::table);
  }
}

template <class L, class F>
constinit const kernel::block_kernels unit<L, F>::kernels = make_kernels<L, F>();

template <class L, class F>
constinit const kernel::entry unit<L, F>::entry = {
    make_entry_points<L, F, float>(), make_entry_points<L, F, double>(), make_entry_points<L, F, f16>(),
    make_entry_points<L, F, bf16>()};

}  // namespace hillock::isa
