// SPDX-License-Identifier: Apache-2.0
#include "isa/portable.hpp"
#include "isa/make_table.hpp"

namespace hillock::isa {

extern const table portable;
const table portable = make_table<lanes>("portable", [] { return true; });

}  // namespace hillock::isa
