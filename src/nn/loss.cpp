// SPDX-License-Identifier: Apache-2.0
#include "nn/loss.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include "base/environment.hpp"
#include "face/choice.hpp"
#include "face/cross_entropy.hpp"
#include "math/log1p.hpp"

namespace hillock::nn {
namespace {

[[noreturn]] void refuse(const std::string& message) { throw std::invalid_argument("hillock: " + message); }

void require_labels(std::span<const std::int32_t> labels, std::size_t rows, std::size_t classes) {
  if (labels.size() != rows) {
    refuse(std::to_string(labels.size()) + " labels for " + std::to_string(rows) + " rows of logits");
  }
  for (const std::int32_t label : labels) {
    if (label < 0 || static_cast<std::size_t>(label) >= classes) {
      refuse("label " + std::to_string(label) + " is not one of 0 … " + std::to_string(classes - 1));
    }
  }
}

void require_one_column(const char* loss, std::size_t columns) {
  if (columns != 1) refuse(std::string(loss) + " needs one logit per row, not " + std::to_string(columns));
}

// Memory of this thread, kept between calls.
double* buffer(std::size_t size) {
  thread_local std::vector<double> memory;
  if (memory.size() < size) memory.resize(size);
  return memory.data();
}

double mean_of_log1p(const double* tails, const double* gaps, std::size_t rows) {
  double sum = 0;
  for (std::size_t i = 0; i < rows; ++i) sum += math::log1p(tails[i]) + gaps[i];
  return rows ? sum / static_cast<double>(rows) : 0;
}

}  // namespace

template <class T>
double softmax_cross_entropy(const matrix<T>& logits, std::span<const std::int32_t> labels,
                             matrix<T>& dlogits) {
  const std::size_t rows = logits.rows, columns = logits.columns;
  if (columns < 2)
    refuse("softmax cross-entropy needs at least 2 logits per row, not " + std::to_string(columns));
  require_labels(labels, rows, columns);
  dlogits.resize(rows, columns);
  return face::mean_cross_entropy(
      cross_entropy<T>{.logits = logits.values, .labels = labels, .dlogits = dlogits.values},
      product::smallest_gradient<T>);
}

template <class T>
double binary_cross_entropy(const matrix<T>& logits, std::span<const std::int32_t> labels,
                            matrix<T>& dlogits) {
  const std::size_t rows = logits.rows;
  require_one_column("binary cross-entropy", logits.columns);
  require_labels(labels, rows, 2);
  dlogits.resize(rows, 1);
  double* const tails = buffer(2 * rows);
  double* const gaps = tails + rows;
  return in_standard_environment([&] {
    face::active().training->template of<T>().binary_cross_entropy(logits.values.data(), labels.data(), rows,
                                                                   dlogits.values.data(), tails, gaps);
    return mean_of_log1p(tails, gaps, rows);
  });
}

template <class T>
double mean_squared_error(const matrix<T>& logits, std::span<const T> targets, matrix<T>& dlogits) {
  const std::size_t rows = logits.rows;
  require_one_column("mean squared error", logits.columns);
  if (targets.size() != rows) {
    refuse(std::to_string(targets.size()) + " targets for " + std::to_string(rows) + " rows");
  }
  dlogits.resize(rows, 1);
  return in_standard_environment([&]() -> double {
    double sum = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const double difference = static_cast<double>(logits.values[i]) - static_cast<double>(targets[i]);
      sum += difference * difference;
      dlogits.values[i] = static_cast<T>(2 * difference / static_cast<double>(rows));
    }
    return rows ? sum / static_cast<double>(rows) : 0;
  });
}

template double softmax_cross_entropy(const matrix<float>&, std::span<const std::int32_t>, matrix<float>&);
template double softmax_cross_entropy(const matrix<double>&, std::span<const std::int32_t>, matrix<double>&);
template double binary_cross_entropy(const matrix<float>&, std::span<const std::int32_t>, matrix<float>&);
template double binary_cross_entropy(const matrix<double>&, std::span<const std::int32_t>, matrix<double>&);
template double mean_squared_error(const matrix<float>&, std::span<const float>, matrix<float>&);
template double mean_squared_error(const matrix<double>&, std::span<const double>, matrix<double>&);

}  // namespace hillock::nn
