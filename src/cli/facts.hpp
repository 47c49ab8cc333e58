// SPDX-License-Identifier: Apache-2.0
// A card whose facts hold for the parameters at hand: the library's speak of the defaults.
#pragma once
#include "hillock/activation.hpp"

namespace hillock::cli {

/// The card of an elementwise function with range, monotone, zero_centred, smoothness and Lipschitz bound
/// computed from its values where its parameters differ from their defaults; else, and of functions of rows,
/// the card as it is. Of a formula they are always computed.
card facts_of(const activation& f);

/// Whether facts_of() computes them for a function of the list.
bool computed(const activation& f);

}  // namespace hillock::cli
