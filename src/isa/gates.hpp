// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "kernel/arithmetic_task.hpp"
#include "kernel/gate_task.hpp"

namespace hillock::isa {

/// The loops of gates, and of what stands beside a function, on the instruction set whose lanes are L; of
/// gates.cpp.in.
template <class L>
struct gates {
  static const kernel::gate_entry entry;
  static const kernel::arithmetic_entry arithmetic;
};

}  // namespace hillock::isa
