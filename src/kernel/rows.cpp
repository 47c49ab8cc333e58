// SPDX-License-Identifier: Apache-2.0
#include "kernel/rows.hpp"

#include "math/log1p.hpp"

namespace hillock::kernel {

double row_log1p(double x) noexcept { return math::log1p(x); }

}  // namespace hillock::kernel
