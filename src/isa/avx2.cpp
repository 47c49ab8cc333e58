// SPDX-License-Identifier: Apache-2.0
#include "isa/avx2.hpp"
#include "isa/make_table.hpp"
#include "isa/x86.hpp"
#include "kernel/pair_steps.hpp"

namespace hillock::isa {

extern const table avx2;
const table avx2 = make_table<lanes>("avx2", &x86::has_avx2);

// Its results are the same without, and twice as late.
static_assert(kernel::has_pairs<lanes, activations::sigmoid> && kernel::has_pairs<lanes, activations::tanh>);

}  // namespace hillock::isa
