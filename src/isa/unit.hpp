// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "kernel/entry_points.hpp"

namespace hillock::isa {

/// Activation F on the instruction set whose lanes are L. Declared here and defined in make_entry.hpp, for
/// one object file of its own, which CMake makes from unit.cpp.in.
template <class L, class F>
struct unit {
  static const kernel::entry entry;
  static const kernel::block_kernels kernels;  ///< empty where F's loops are its own
};

/// The products of activation F, for all instruction sets; of products.cpp.in.
template <class F>
struct products {
  static const kernel::products_with_slope table;
};

}  // namespace hillock::isa
