// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hillock::math {

enum class symmetry { none, even, odd };

/// What a kernel may count on: lanes outside low … high are clamped to it first, lanes of even and odd
/// functions hold |x|. For float and narrower types only (results beyond do not change); kernels on lanes of
/// double get every number, but |x| too.
struct domain {
  double low, high;
  symmetry of = symmetry::none;
};

}  // namespace hillock::math
