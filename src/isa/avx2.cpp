// SPDX-License-Identifier: Apache-2.0
#define HWY_COMPILE_ONLY_STATIC
#include "isa/x86.hpp"
#include "kernel/make_table.hpp"
#include "kernel/training.hpp"
#include "simd/highway.hpp"
#include "simd/highway_memory.hpp"

static_assert(HWY_STATIC_TARGET == HWY_AVX2, "compile this file with -march=x86-64-v3 -maes -mpclmul");

namespace hillock::isa {

using lanes = simd::highway_lanes<simd::hn::ScalableTag<float>>;
extern const kernel::table avx2;
const kernel::table avx2{"avx2", &x86::has_avx2, kernel::entries<lanes>.data(),
                         &kernel::training_kernels<lanes>};

}  // namespace hillock::isa
