// SPDX-License-Identifier: Apache-2.0
#include "kernel/row_exponentials.hpp"
#include "math/log1p.hpp"

namespace hillock::kernel {

double row_log1p(double rest) noexcept { return math::log1p(rest); }

math::two_parts<double> row_log1p(math::two_parts<double> rest) noexcept {
  return math::log1p_in_two_parts(rest);
}

}  // namespace hillock::kernel
