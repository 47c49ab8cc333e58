// SPDX-License-Identifier: Apache-2.0
#include "lab/metrics/probabilities.hpp"

#include <cmath>
#include <numeric>

#include "hillock/activation.hpp"
#include "lab/metrics/mean.hpp"
#include "math/log1p.hpp"

namespace hillock::lab::metrics {

void apply_sigmoid(std::span<double> x) {
  static const activation function = hillock::find("sigmoid");
  function.forward(x, x);
}

void apply_softplus(std::span<double> x) {
  std::vector<double> p(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) p[i] = -std::fabs(x[i]);
  apply_sigmoid(p);
  // max(x, 0) − log(1 − p) with p = sigmoid(−|x|) ≤ ½.
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = (x[i] > 0 ? x[i] : 0) - math::log1p(-p[i]);
}

void apply_softmax(std::span<double> x, std::size_t columns) {
  static const activation function = hillock::find("softmax");
  function.forward(x, x, columns);
}

void apply_log_softmax(std::span<double> x, std::size_t columns) {
  static const activation function = hillock::find("log_softmax");
  function.forward(x, x, columns);
}

double entropy(const std::vector<std::size_t>& counts) {
  const double n = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
  if (n == 0) return undefined;
  double sum = 0;
  for (const std::size_t count : counts) {
    const double k = static_cast<double>(count);
    if (count > 0) sum += k / n * math::log1p((n - k) / k);  // log(n/k) by IEEE operations only
  }
  return sum;
}

}  // namespace hillock::lab::metrics
