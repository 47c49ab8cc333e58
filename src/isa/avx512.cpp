// SPDX-License-Identifier: Apache-2.0
#include "isa/avx512.hpp"
#include "isa/make_table.hpp"
#include "isa/x86.hpp"
#include "kernel/pair_steps.hpp"

namespace hillock::isa {

extern const table avx512;
const table avx512 = make_table<lanes>("avx512", &x86::has_avx512);

// Its results are the same without, and twice as late.
static_assert(kernel::has_pairs<lanes, activations::sigmoid> && kernel::has_pairs<lanes, activations::tanh>);

}  // namespace hillock::isa
