// SPDX-License-Identifier: Apache-2.0
#include "cli/verify.hpp"

namespace hillock::cli {
exit_code verify_doubles(const verify_request&) {
  throw usage_error("this build has no MPFR: --f64 needs it");
}
}  // namespace hillock::cli
