// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hillock/loss.hpp"

namespace hillock::face {

/// softmax_cross_entropy, in which gradients below `smallest_gradient` count as 0: for the engine. Memory is
/// the thread's and kept between calls.
[[gnu::visibility("default")]] double mean_cross_entropy(const cross_entropy<float>& c,
                                                         double smallest_gradient);
[[gnu::visibility("default")]] double mean_cross_entropy(const cross_entropy<double>& c,
                                                         double smallest_gradient);

}  // namespace hillock::face
