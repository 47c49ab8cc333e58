// SPDX-License-Identifier: Apache-2.0
#define HWY_COMPILE_ONLY_STATIC
#include "simd/highway.hpp"
#include "verify/filter.hpp"

static_assert(HWY_STATIC_TARGET == HWY_AVX2, "compile this file with the flags of src/isa/avx2.hpp");

namespace hillock::verify {

extern const filter filter_avx2;
const filter filter_avx2{"avx2",
                         filter_entries<simd::highway_lanes<simd::hn::ScalableTag<float>>::f64>.data()};

}  // namespace hillock::verify
