// SPDX-License-Identifier: Apache-2.0
// Fills the entry of one activation on one instruction set. Only that unit includes this.
#pragma once
#include "isa/unit.hpp"
#include "kernel/map.hpp"
#include "kernel/rows.hpp"

namespace hillock::isa {

template <class L, class F, class T>
constexpr kernel::entry_points<T> make_entry_points() {
  using kernel::formula, kernel::map, kernel::map_rows;
  kernel::entry_points<T> e;
  if constexpr (F::about.of_rows) {
    e.forward = &map_rows<L, F, T>::forward;
    e.backward = &map_rows<L, F, T>::backward;
    e.backward_from_output = &map_rows<L, F, T>::backward_from_output;
    return e;
  } else {
    e.forward = &map<L, F, formula::value, T>::unary;
    e.slope = &map<L, F, formula::slope, T>::unary;
    e.backward = &map<L, F, formula::slope, T>::binary;
    if constexpr (kernel::has_slope_from_output<F>) {
      e.backward_from_output = &map<L, F, formula::slope_from_output, T>::binary;
    }
    return e;
  }
}

template <class L, class F>
constexpr kernel::entry make_entry() {
  return {make_entry_points<L, F, float>(), make_entry_points<L, F, double>(), make_entry_points<L, F, f16>(),
          make_entry_points<L, F, bf16>()};
}

template <class L, class F>
constinit const kernel::entry unit<L, F>::entry = make_entry<L, F>();

}  // namespace hillock::isa
