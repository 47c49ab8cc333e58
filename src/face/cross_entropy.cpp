// SPDX-License-Identifier: Apache-2.0
// The public face: softmax cross-entropy, checked, shared by threads, and its mean.
#include "face/cross_entropy.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "base/environment.hpp"
#include "face/checks.hpp"
#include "face/choice.hpp"
#include "face/refuse.hpp"
#include "face/share.hpp"
#include "hillock/runtime.hpp"
#include "math/log1p.hpp"

namespace hillock {
namespace face {

namespace {

template <class T>
std::size_t classes_of(const cross_entropy<T>& c) {
  const std::size_t n = c.logits.size(), rows = c.labels.size();
  if (rows == 0 && n == 0) return 0;
  if (rows == 0 || n == 0 || n % rows != 0) {
    refuse(std::to_string(n) + " logits for " + std::to_string(rows) +
           " labels, expected as many for each label as there are classes");
  }
  return n / rows;
}

template <class T>
void check(const cross_entropy<T>& c, std::size_t classes) {
  for (std::size_t i = 0; i < c.labels.size(); ++i) {
    const std::int32_t y = c.labels[i];
    if (y >= 0 && static_cast<std::size_t>(y) < classes) continue;
    refuse("label " + std::to_string(y) + " of row " + std::to_string(i) + " is not one of 0 … " +
           std::to_string(classes - 1));
  }
  if (!(c.label_smoothing >= 0 && c.label_smoothing <= 1))
    refuse("label_smoothing = " + shortest(c.label_smoothing) + " is outside 0 … 1");
  if (!c.class_weights.empty() && classes > 0) {
    if (c.class_weights.size() != classes) {
      refuse(std::to_string(c.class_weights.size()) + " class_weights for " + std::to_string(classes) +
             " classes");
    }
    for (std::size_t j = 0; j < classes; ++j) {
      if (c.class_weights[j] >= 0 && std::isfinite(c.class_weights[j])) continue;
      refuse("the weight of class " + std::to_string(j) + " is " + shortest(c.class_weights[j]) +
             ", expected a finite number that is not negative");
    }
  }
  if (!c.dlogits.empty()) same_size("logits", c.logits.size(), "dlogits", c.dlogits.size());
  if (!c.losses.empty() && c.losses.size() != c.labels.size()) {
    refuse(std::to_string(c.losses.size()) + " losses for " + std::to_string(c.labels.size()) + " labels");
  }
  same_or_apart<T>("logits", c.logits, "dlogits", c.dlogits);
  apart("labels", c.labels, "dlogits", c.dlogits);
  apart("class_weights", c.class_weights, "dlogits", c.dlogits);
  apart("logits", c.logits, "losses", c.losses);
  apart("labels", c.labels, "losses", c.losses);
  apart("class_weights", c.class_weights, "losses", c.losses);
  apart<double, T>("dlogits", c.dlogits, "losses", c.losses);
}

// Memory of this thread, kept between calls.
double* buffer(std::size_t size) {
  thread_local std::vector<double> memory;
  if (memory.size() < size) memory.resize(size);
  return memory.data();
}

struct weights {
  std::span<const double> given;  // empty: 1
  double of(std::int32_t label) const { return given.empty() ? 1 : given[static_cast<std::size_t>(label)]; }
  double mean() const {
    if (given.empty()) return 1;
    double sum = 0;
    for (const double w : given) sum += w;
    return sum / static_cast<double>(given.size());
  }
  double sum_of(std::span<const std::int32_t> labels) const {
    double sum = 0;
    for (const std::int32_t y : labels) sum += of(y);
    return sum;
  }
};

template <class T>
double mean_of(const cross_entropy<T>& c, double smallest_gradient) {
  const std::size_t classes = classes_of(c), rows = c.labels.size();
  check(c, classes);
  if (rows == 0) return 0;
  const weights weight{c.class_weights};
  double divisor = 0, mean_weight = 0;
  in_standard_environment([&] { divisor = weight.sum_of(c.labels), mean_weight = weight.mean(); });
  if (!(divisor > 0 && std::isfinite(divisor)))
    refuse("the weights of all labels add up to " + shortest(divisor) + ": there is no mean");

  const isa::table& path = active();
  const std::size_t places =
      std::clamp<std::size_t>(c.logits.size() / (grain_bytes / sizeof(double)), 1, threads());
  const std::size_t scratch = 16 * classes;
  double *const tails = buffer(2 * rows + places * scratch), *const gaps = tails + rows;
  parallel_chunks(places, 1, [&](std::size_t begin, std::size_t end) {
    const standard_environment environment;
    for (std::size_t place = begin; place < end; ++place) {
      const std::size_t from = rows / places * place + std::min(place, rows % places),
                        count = rows / places + (place < rows % places ? 1 : 0), at = from * classes;
      path.losses->of<T>()(product::cross_entropy_task<T>{
          c.logits.data() + at, c.labels.data() + from, count, classes,
          c.dlogits.empty() ? nullptr : c.dlogits.data() + at, tails + from, gaps + from,
          gaps + rows + place * scratch, divisor, c.class_weights.empty() ? nullptr : c.class_weights.data(),
          mean_weight, c.label_smoothing, smallest_gradient});
    }
  });
  return in_standard_environment([&] {
    double sum = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const double mass = (1 - c.label_smoothing) * weight.of(c.labels[i]) + c.label_smoothing * mean_weight;
      const double loss = mass * math::log1p(tails[i]) + gaps[i];
      if (!c.losses.empty()) c.losses[i] = loss;
      sum += loss;
    }
    return sum / divisor;
  });
}

}  // namespace

double mean_cross_entropy(const cross_entropy<float>& c, double smallest) { return mean_of(c, smallest); }
double mean_cross_entropy(const cross_entropy<double>& c, double smallest) { return mean_of(c, smallest); }

}  // namespace face

double softmax_cross_entropy(const cross_entropy<float>& c) { return face::mean_of(c, 0); }
double softmax_cross_entropy(const cross_entropy<double>& c) { return face::mean_of(c, 0); }
double softmax_cross_entropy(const cross_entropy<f16>& c) { return face::mean_of(c, 0); }
double softmax_cross_entropy(const cross_entropy<bf16>& c) { return face::mean_of(c, 0); }

}  // namespace hillock
