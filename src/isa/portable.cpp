// SPDX-License-Identifier: Apache-2.0
#define HILLOCK_INLINE inline
#define HILLOCK_INLINE_LAMBDA
#include "kernel/make_table.hpp"
#include "kernel/training.hpp"
#include "simd/scalar.hpp"

namespace hillock::isa {

extern const kernel::table portable;
const kernel::table portable{"portable", [] { return true; }, kernel::entries<simd::scalar_lanes>.data(),
                             &kernel::training_kernels<simd::scalar_lanes>};

}  // namespace hillock::isa
