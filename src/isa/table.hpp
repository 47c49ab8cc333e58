// SPDX-License-Identifier: Apache-2.0
// What one instruction set offers: an entry for each activation, in the order of the list, and the training
// kernels.
#pragma once
#include <cstddef>

#include "kernel/arithmetic_task.hpp"
#include "kernel/entry_points.hpp"
#include "kernel/gate_task.hpp"
#include "product/loss_table.hpp"
#include "product/training_table.hpp"

namespace hillock::isa {

struct table {
  const char* isa;      ///< the name users see
  bool (*runs_here)();  ///< whether this machine has the instructions
  const kernel::entry* const* entries;
  const kernel::entry* made;             ///< for functions that are made at run time
  const kernel::block_kernels* formula;  ///< of such functions, those of formulas; their program is missing
  const kernel::gate_entry* gates;
  const kernel::arithmetic_entry* arithmetic;  ///< for what stands beside a function
  const product::training_table* training;
  const product::loss_table* losses;

  const kernel::entry& entry_of(std::size_t index) const noexcept { return *entries[index]; }
};

/// The tables in this build, best first; ends with the portable one.
[[gnu::visibility("default")]] const table* const* begin_tables() noexcept;
[[gnu::visibility("default")]] const table* const* end_tables() noexcept;

}  // namespace hillock::isa
