// SPDX-License-Identifier: Apache-2.0
// Builds one instruction set's table from the list of activations.
#pragma once
#include <array>

#include "activations/list.hpp"
#include "kernel/map.hpp"
#include "kernel/rows.hpp"
#include "kernel/table.hpp"

namespace hillock::kernel {

template <class L, class F, class T>
constexpr entry_points<T> make_entry_points() {
  entry_points<T> e;
  if constexpr (F::about.of_rows) {
    e.forward = &map_rows<L, F, T>::forward;
    e.backward = &map_rows<L, F, T>::backward;
    e.backward_from_output = &map_rows<L, F, T>::backward_from_output;
    return e;
  } else {
    e.forward = &map<L, F, formula::value, T>::unary;
    e.slope = &map<L, F, formula::slope, T>::unary;
    e.backward = &map<L, F, formula::slope, T>::binary;
    if constexpr (has_slope_from_output<F>) {
      e.backward_from_output = &map<L, F, formula::slope_from_output, T>::binary;
    }
    return e;
  }
}

template <class L, class F>
constexpr entry make_entry() {
  return {make_entry_points<L, F, float>(), make_entry_points<L, F, double>(), make_entry_points<L, F, f16>(),
          make_entry_points<L, F, bf16>()};
}

template <class L, class... F>
constexpr std::array<entry, sizeof...(F)> make_entries(activations::type_list<F...>) {
  return {make_entry<L, F>()...};
}

/// All entries of the instruction set whose lanes are L.
template <class L>
inline constexpr auto entries = make_entries<L>(activations::list{});

}  // namespace hillock::kernel
