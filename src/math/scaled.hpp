// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hillock::math {

/// A number as significand·first·second, the last two powers of two: a slope that may be too small for a
/// double. dy times it is (significand·(dy·first))·second.
template <class V>
struct scaled {
  V significand, first, second;
};

}  // namespace hillock::math
