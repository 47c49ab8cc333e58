// SPDX-License-Identifier: Apache-2.0
#define HWY_COMPILE_ONLY_STATIC
#include "simd/highway.hpp"
#include "verify/filter.hpp"

static_assert(HWY_STATIC_TARGET == HWY_AVX3, "compile this file with the flags of src/isa/avx512.hpp");

namespace hillock::verify {

extern const filter filter_avx512;
const filter filter_avx512{"avx512",
                           filter_entries<simd::highway_lanes<simd::hn::ScalableTag<float>>::f64>.data()};

}  // namespace hillock::verify
