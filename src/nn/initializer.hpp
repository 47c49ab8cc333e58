// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "nn/network.hpp"

namespace hillock::nn {

/// Names accepted by initialize, for weights of a layer with fan_in inputs and fan_out outputs:
/// xavier   uniform on ±√(6/(fan_in + fan_out)) (Glorot and Bengio 2010)
/// he       normal, deviation √(2/fan_in), the output layer too (He et al. 2015)
/// lecun    normal, deviation √(1/fan_in) (LeCun et al. 1998)
/// pytorch  uniform on ±1/√fan_in, weights and biases (torch.nn.Linear's default)
/// gain     normal, deviation gain/√fan_in with the gain computed for the net's own activation; 1 in the
/// linear output layer
const std::vector<std::string>& initializer_names();

/// The gain that keeps the variance of f(z), z ~ N(0,1): 1/√E[f(z)²], by quadrature, to about 1e-12. relu:
/// √2. identity: 1. Functions of rows: 1. Throws usage_error where E[f(z)²] is 0 or not finite.
double computed_gain(const activation& f);

/// Draws every weight (and, for pytorch, bias) from Philox streams keyed by (seed, layer): the same draws for
/// every activation, scaled. Other schemes set biases to 0. Throws usage_error for an unknown name.
template <class T>
void initialize(network<T>& net, const std::string& scheme, std::uint64_t seed);

}  // namespace hillock::nn
