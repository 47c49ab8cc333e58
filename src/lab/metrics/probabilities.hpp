// SPDX-License-Identifier: Apache-2.0
// What metrics of probabilities share: logits in double, and the library's functions on them.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "lab/metrics/metric.hpp"

namespace hillock::lab::metrics {

inline std::vector<double> in_double(const nn::matrix<float>& logits) {
  return {logits.values.begin(), logits.values.end()};
}

/// Binary: the logit of being wrong, z for label 0 and −z for label 1. Its sigmoid is the probability given
/// to the wrong class, without the cancellation of 1 − p.
inline std::vector<double> logits_of_error(const nn::matrix<float>& logits, const truth& answers) {
  std::vector<double> z = in_double(logits);
  for (std::size_t i = 0; i < z.size(); ++i) z[i] = answers.labels[i] == 0 ? z[i] : -z[i];
  return z;
}

/// In place and by the library's functions; those of rows by rows of `columns`.
void apply_sigmoid(std::span<double> x);
/// log(1 + e^x).
void apply_softplus(std::span<double> x);
void apply_softmax(std::span<double> x, std::size_t columns);
void apply_log_softmax(std::span<double> x, std::size_t columns);

/// −Σ share·log(share) of counts, in nats; NaN where all are 0.
double entropy(const std::vector<std::size_t>& counts);

}  // namespace hillock::lab::metrics
