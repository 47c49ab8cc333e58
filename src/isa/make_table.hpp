// SPDX-License-Identifier: Apache-2.0
// Builds one instruction set's table from the list of activations.
#pragma once
#include <array>

#include "activations/list.hpp"
#include "isa/table.hpp"
#include "isa/unit.hpp"
#include "kernel/blocks.hpp"
#include "product/training.hpp"

// For the units of this instruction set, and for functions that are made at run time.
template class hillock::kernel::map_blocks<hillock::isa::lanes, float>;
template class hillock::kernel::map_blocks<hillock::isa::lanes, double>;
template class hillock::kernel::map_blocks<hillock::isa::lanes, hillock::f16>;
template class hillock::kernel::map_blocks<hillock::isa::lanes, hillock::bf16>;

namespace hillock::isa {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"  // each unit defines its own
#endif
template <class L, class... F>
constexpr std::array<const kernel::entry*, sizeof...(F)> entries_of(activations::type_list<F...>) {
  return {&unit<L, F>::entry...};
}

/// The entries of the instruction set whose lanes are L, in the order of the list.
template <class L>
inline constexpr auto entries = entries_of<L>(activations::list{});
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

template <class L, class T>
inline constexpr kernel::entry_points<T> made_points{
    &kernel::map_blocks<L, T>::forward, &kernel::map_blocks<L, T>::slope, &kernel::map_blocks<L, T>::backward,
    &kernel::map_blocks<L, T>::backward_from_output};
template <class L>
inline constexpr kernel::entry made_entry{made_points<L, float>, made_points<L, double>, made_points<L, f16>,
                                          made_points<L, bf16>};

template <class L>
constexpr table make_table(const char* name, bool (*runs_here)()) {
  return {name, runs_here, entries<L>.data(), &made_entry<L>, &product::training_kernels<L>};
}

}  // namespace hillock::isa
