// SPDX-License-Identifier: Apache-2.0
// A dense layer with an activation, forward and backward, as a training loop of your own would have it; the
// gradient is held against a difference quotient. Prints:
//   y: 0.462117 -0.905148
//   dL/dW: 0.0834095 -0.0366065 | -0.166819 0.073213 | 0.417048 -0.183032
//   dL/dW[0][0] by differences: 0.0834
#include <array>
#include <cstdio>
#include <hillock/hillock.hpp>

namespace {

constexpr std::size_t inputs = 3, outputs = 2;
using row = std::array<float, outputs>;
constexpr std::array<float, inputs> x{0.5F, -1, 2.5F};
constexpr row target{0.25F, -0.5F};

/// z = x·W + b
row affine(const std::array<row, inputs>& weights, const row& bias) {
  row z = bias;
  for (std::size_t i = 0; i < inputs; ++i)
    for (std::size_t j = 0; j < outputs; ++j) z[j] += x[i] * weights[i][j];
  return z;
}

/// L = ½ Σ (y − target)²
float loss(const row& y) {
  float sum = 0;
  for (std::size_t j = 0; j < outputs; ++j) sum += (y[j] - target[j]) * (y[j] - target[j]) / 2;
  return sum;
}

}  // namespace

int main() {
  const hillock::activation f = hillock::find("tanh");
  std::array<row, inputs> weights{row{0.5F, -0.25F}, row{0.25F, 0.125F}, row{0.1F, -0.5F}};
  const row bias{0.25F, 0};

  const row z = affine(weights, bias);
  row y, dy, dz;
  f.forward(z, y);
  for (std::size_t j = 0; j < outputs; ++j) dy[j] = y[j] - target[j];
  f.backward(z, dy, dz);  // dz = dy·tanh'(z), from the input: nothing cancels where tanh saturates

  std::printf("y: %g %g\ndL/dW:", y[0], y[1]);
  for (std::size_t i = 0; i < inputs; ++i) std::printf("%s %g %g", i ? " |" : "", x[i] * dz[0], x[i] * dz[1]);

  const auto loss_at = [&](float weight) {
    auto moved = weights;
    moved[0][0] = weight;
    row there;
    f.forward(affine(moved, bias), there);
    return loss(there);
  };
  const float step = 0x1p-8F;
  std::printf("\ndL/dW[0][0] by differences: %.4f\n",
              (loss_at(weights[0][0] + step) - loss_at(weights[0][0] - step)) / (2 * step));
}
