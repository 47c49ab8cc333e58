// SPDX-License-Identifier: Apache-2.0
#include "isa/avx2.hpp"
#include "isa/make_table.hpp"
#include "isa/x86.hpp"

namespace hillock::isa {

extern const table avx2;
const table avx2 = make_table<lanes>("avx2", &x86::has_avx2);

}  // namespace hillock::isa
