// SPDX-License-Identifier: Apache-2.0
#include "isa/neon.hpp"
#include "isa/make_table.hpp"

namespace hillock::isa {

extern const table neon;
const table neon = make_table<lanes>("neon", [] { return true; });

}  // namespace hillock::isa
