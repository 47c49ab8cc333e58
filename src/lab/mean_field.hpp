// SPDX-License-Identifier: Apache-2.0
// What theory says about a freshly drawn wide network: Poole et al. 2016 ("Exponential expressivity in deep
// neural networks through transient chaos"), Schoenholz et al. 2017 ("Deep information propagation").
#pragma once
#include <vector>

#include "nn/network.hpp"

namespace hillock::lab {

/// E[f(m + √q z)²] and E[f'(m + √q z)²] over z ~ N(0, 1).
struct gaussian_means {
  double value_squared = 0, slope_squared = 0;
};
gaussian_means gaussian_means_of(const activation& f, double q, double m = 0);

struct mean_field {
  std::vector<double> q;  ///< variance before the activation, by hidden layer: q' = σw² E[f(√q z)²] + σb²
  std::vector<double> chi;  ///< σw² E[f'(√q z)²] at each hidden layer but the last: the gradient's squared
                            ///< norm changes by this factor on its way back through it
  double gradient_ratio = 1;  ///< predicted ‖dL/dW‖ of the first hidden layer over that of the last
};

/// Follows the map through a drawn network whose inputs have variance 1; σw² and σb² are measured in its
/// weights and biases (whose mean, where `bias` sets one, shifts z). Holds up to O(1/√width), and for
/// gradients that vary from example to example.
mean_field predict(const nn::network<float>& net);

}  // namespace hillock::lab
