// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "kernel/entry_points.hpp"
#include "product/training_table.hpp"

namespace hillock::isa {

/// Activation F on the instruction set whose lanes are L. Declared here and defined in make_entry.hpp, for
/// one object file of its own, which CMake makes from unit.cpp.in.
template <class L, class F>
struct unit {
  static const kernel::entry entry;
  static const kernel::block_kernels kernels;  ///< empty for functions of rows
};

/// What all functions share on the instruction set whose lanes are L: the loops of blocks, for functions that
/// are made at run time (those of the list point to them by themselves), and the engine's; of loops.cpp.in
/// and training.cpp.in.
template <class L>
struct loops {
  static const kernel::entry of_blocks;
};
/// An interpreter of formulas on the instruction set whose lanes are L, whose kernels lack their program; of
/// formula.cpp.in.
template <class L>
struct formula {
  static const kernel::block_kernels kernels;
};
template <class L>
struct training {
  static const product::training_table table;
};

/// The precise results of activation F, for all instruction sets; of precise.cpp.in.
template <class F>
struct precise {
  static const kernel::precise_results table;
};

}  // namespace hillock::isa
