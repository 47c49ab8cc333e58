// SPDX-License-Identifier: Apache-2.0
#define HWY_COMPILE_ONLY_STATIC
#include "kernel/make_table.hpp"
#include "kernel/training.hpp"
#include "simd/highway.hpp"
#include "simd/highway_memory.hpp"

static_assert(HWY_STATIC_TARGET == HWY_NEON, "compile this file with -march=armv8-a+crypto");

namespace hillock::isa {

using lanes = simd::highway_lanes<simd::hn::ScalableTag<float>>;
extern const kernel::table neon;
const kernel::table neon{"neon", [] { return true; }, kernel::entries<lanes>.data(),
                         &kernel::training_kernels<lanes>};  // part of AArch64

}  // namespace hillock::isa
