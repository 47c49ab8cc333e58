// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "nn/network.hpp"

namespace hillock::nn {

/// Names accepted by initialize: xavier (Glorot 2010), he (He 2015), lecun (1998), pytorch (U(±1/√fan_in) for weights and
/// biases), gain (normal, deviation gain/√fan_in with the gain computed for the network's own activation).
const std::vector<std::string>& initializer_names();

/// The gain that keeps the variance of f(z), z ~ N(0,1): 1/√E[f(z)²], by quadrature. relu: √2. identity: 1.
double computed_gain(const activation& f);

/// Draws every weight (and, for pytorch, bias) from Philox streams keyed by (seed, layer): the same draws for every
/// activation, scaled. Other schemes set biases to 0. Throws usage_error for an unknown name.
template <class T>
void initialize(network<T>& net, const std::string& scheme, std::uint64_t seed);

}  // namespace hillock::nn
