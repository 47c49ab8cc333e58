// SPDX-License-Identifier: Apache-2.0
#define HWY_COMPILE_ONLY_STATIC
#include "simd/highway.hpp"
#include "verify/filter.hpp"

static_assert(HWY_STATIC_TARGET == HWY_NEON, "compile this file with the flags of src/isa/neon.hpp");

namespace hillock::verify {

extern const filter filter_neon;
const filter filter_neon{"neon",
                         filter_entries<simd::highway_lanes<simd::hn::ScalableTag<float>>::f64>.data()};

}  // namespace hillock::verify
