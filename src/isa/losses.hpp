// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "product/loss_table.hpp"

namespace hillock::isa {

/// Losses over classes on the instruction set whose lanes are L; of training.cpp.in.
template <class L>
struct losses {
  static const product::loss_table table;
};

}  // namespace hillock::isa
