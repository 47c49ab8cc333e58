// SPDX-License-Identifier: Apache-2.0
#pragma once
#define HWY_COMPILE_ONLY_STATIC
#include "simd/highway.hpp"
#include "simd/highway_memory.hpp"

static_assert(HWY_STATIC_TARGET == HWY_NEON, "compile this file with -march=armv8-a+crypto");

namespace hillock::isa {

using lanes = simd::highway_lanes<simd::hn::ScalableTag<float>>;

}  // namespace hillock::isa
