// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "kernel/entry_points.hpp"

namespace hillock::isa {

/// Activation F on the instruction set whose lanes are L. Declared here and defined in make_entry.hpp, for
/// one object file of its own, which CMake makes from unit.cpp.in.
template <class L, class F>
struct unit {
  static const kernel::entry entry;
};

}  // namespace hillock::isa
