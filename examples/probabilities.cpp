// SPDX-License-Identifier: Apache-2.0
// Probabilities from logits, one row per example, and the loss of the right answers without an overflow
// anywhere. Prints:
//   0.665241 0.244728 0.090031   loss 0.407606
//   0.333333 0.333333 0.333333   loss 1.09861
//   1.000000 0.000000 0.000000   loss 2000
//   gradient of the first row: -0.111586 0.0815762 0.0300102
#include <cmath>
#include <cstdio>
#include <hillock/hillock.hpp>
#include <vector>

int main() {
  constexpr std::size_t classes = 3;
  const std::vector<float> logits{2,    1, 0,  //
                                  0,    0, 0,  //
                                  1000, 0, -1000};
  const std::vector<std::size_t> labels{0, 1, 2};
  std::vector<float> probabilities(logits.size()), logarithms(logits.size());

  hillock::find("softmax").forward(logits, probabilities, classes);
  hillock::find("log_softmax").forward(logits, logarithms, classes);

  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float* p = &probabilities[i * classes];
    // The logarithm of a probability that rounds to 0 is still a number: take it from log_softmax, never from
    // log(p).
    std::printf("%.6f %.6f %.6f   loss %g\n", p[0], p[1], p[2], -logarithms[i * classes + labels[i]]);
  }

  // The gradient of the mean loss with respect to the logits, through log_softmax: (p − onehot) / rows.
  std::vector<float> upstream(logits.size()), gradient(logits.size());
  for (std::size_t i = 0; i < labels.size(); ++i) upstream[i * classes + labels[i]] = -1.0F / 3;
  hillock::find("log_softmax").backward(logits, upstream, gradient, classes);
  std::printf("gradient of the first row: %g %g %g\n", gradient[0], gradient[1], gradient[2]);
}
