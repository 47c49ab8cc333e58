// SPDX-License-Identifier: Apache-2.0
// Builds one instruction set's table from the list of activations.
#pragma once
#include <array>

#include "activations/list.hpp"
#include "isa/gates.hpp"
#include "isa/losses.hpp"
#include "isa/table.hpp"
#include "isa/unit.hpp"

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

template <class L>
constexpr table make_table(const char* name, bool (*runs_here)()) {
  return {name,
          runs_here,
          entries<L>.data(),
          &loops<L>::of_blocks,
          &formula<L>::kernels,
          &gates<L>::entry,
          &gates<L>::arithmetic,
          &training<L>::table,
          &losses<L>::table};
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

}  // namespace hillock::isa
