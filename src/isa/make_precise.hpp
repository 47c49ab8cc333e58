// SPDX-License-Identifier: Apache-2.0
// Fills the precise results of one activation. Only its file of those includes this.
#pragma once
#include "isa/unit.hpp"
#include "kernel/precise.hpp"

namespace hillock::isa {

template <class F>
constexpr kernel::precise_results make_precise() {
  if constexpr (F::about.of_rows) {
    return {};
  } else {
    return kernel::precise_results_of<F>::table();
  }
}

template <class F>
constinit const kernel::precise_results precise<F>::table = make_precise<F>();

}  // namespace hillock::isa
