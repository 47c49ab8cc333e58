// SPDX-License-Identifier: Apache-2.0
#pragma once
#define HILLOCK_INLINE inline
#define HILLOCK_INLINE_LAMBDA
#include "simd/scalar.hpp"

namespace hillock::isa {

using lanes = simd::scalar_lanes;

}  // namespace hillock::isa
