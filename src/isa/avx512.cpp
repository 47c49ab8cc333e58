// SPDX-License-Identifier: Apache-2.0
#include "isa/avx512.hpp"
#include "isa/make_table.hpp"
#include "isa/x86.hpp"

namespace hillock::isa {

extern const table avx512;
const table avx512 = make_table<lanes>("avx512", &x86::has_avx512);

}  // namespace hillock::isa
