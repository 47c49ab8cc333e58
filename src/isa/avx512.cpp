// SPDX-License-Identifier: Apache-2.0
#include "isa/avx512.hpp"
#include "isa/make_table.hpp"
#include "isa/x86.hpp"
#include "kernel/map.hpp"

namespace hillock::isa {

extern const table avx512;
const table avx512 = make_table<lanes>("avx512", &x86::has_avx512);

// Its results are the same without, and twice as late.
template <class F>
inline constexpr bool in_pairs = kernel::map<lanes, F, kernel::formula::value, float>::in_pairs;
static_assert(in_pairs<activations::sigmoid> && in_pairs<activations::tanh>);

}  // namespace hillock::isa
