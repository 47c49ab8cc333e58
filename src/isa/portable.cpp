// SPDX-License-Identifier: Apache-2.0
#include "kernel/make_table.hpp"
#include "simd/scalar.hpp"

namespace hillock::isa {

extern const kernel::table portable;
const kernel::table portable{"portable", [] { return true; }, kernel::entries<simd::scalar_lanes>.data()};

}  // namespace hillock::isa
