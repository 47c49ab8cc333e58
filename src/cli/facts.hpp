// SPDX-License-Identifier: Apache-2.0
// A card whose facts hold for the parameters at hand: the library's speak of the defaults.
#pragma once
#include "hillock/activation.hpp"

namespace hillock::cli {

/// The card of an elementwise function with range, monotone, zero_centred, smoothness and Lipschitz bound
/// computed from its values where its parameters differ from their defaults; else, and of functions of rows,
/// the card as it is. Of a formula they are always computed.
///
/// Computed means searched for: at some 8,000 inputs from -1e300 to 1e300, at both infinities and beside the
/// parameters' values, then refined between the two neighbours of an extremum. Its numbers are good to
/// `computed_digits`; a kink or a fall narrower than the inputs are apart may be missed. A smoothness above 0
/// is the card's where no kink was found, and 1 (at least once) where the card itself has a kink or a jump.
card facts_of(const activation& f);

inline constexpr int computed_digits = 6;

/// Whether facts_of() computes them for a function of the list.
bool computed(const activation& f);

}  // namespace hillock::cli
