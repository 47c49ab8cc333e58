// SPDX-License-Identifier: Apache-2.0
#include "isa/avx2.hpp"
#include "isa/make_table.hpp"
#include "isa/x86.hpp"
#include "kernel/map.hpp"

namespace hillock::isa {

extern const table avx2;
const table avx2 = make_table<lanes>("avx2", &x86::has_avx2);

// Its results are the same without, and twice as late.
template <class F>
inline constexpr bool in_pairs = kernel::map<lanes, F, kernel::formula::value, float>::in_pairs;
static_assert(in_pairs<activations::sigmoid> && in_pairs<activations::tanh>);

}  // namespace hillock::isa
