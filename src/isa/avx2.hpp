// SPDX-License-Identifier: Apache-2.0
#pragma once
#define HWY_COMPILE_ONLY_STATIC
#include "simd/highway.hpp"
#include "simd/highway_memory.hpp"

static_assert(HWY_STATIC_TARGET == HWY_AVX2, "compile this file with -march=x86-64-v3 -maes -mpclmul");

namespace hillock::isa {

using lanes = simd::highway_lanes<simd::hn::ScalableTag<float>>;

}  // namespace hillock::isa
