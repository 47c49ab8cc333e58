// SPDX-License-Identifier: Apache-2.0
// Losses and scores of a network on a part of the data.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/dataset.hpp"
#include "lab/metrics/metric.hpp"
#include "nn/network.hpp"

namespace hillock::lab {

/// Some rows of a part as a network takes them.
struct mini_batch {
  nn::matrix<float> features;
  std::vector<std::int32_t> labels;
  std::vector<float> targets;

  /// Rows `rows` of the part, in that order.
  void gather(const data::part& from, std::span<const std::uint32_t> rows);
  /// Rows begin … end − 1.
  void slice(const data::part& from, std::size_t begin, std::size_t end);
};

/// The task's loss (mean over the batch) and its gradient: binary cross-entropy, softmax cross-entropy, or
/// mean squared error.
double loss_of(data::task task, const nn::matrix<float>& logits, const mini_batch& batch,
               nn::matrix<float>& dlogits);

struct evaluation {
  double loss = 0;   ///< mean over the part
  double score = 0;  ///< by the metric
};

/// Runs networks over whole parts of one split and scores them by one metric. Keeps its memory between calls.
class evaluator {
 public:
  /// Keeps references to both.
  evaluator(const metrics::metric& by, const data::split_data& data) : metric_(by), data_(data) {}

  /// In blocks of rows; results do not depend on the blocks. `part` is one of the data's.
  evaluation operator()(nn::network<float>& net, const data::part& part);

  /// What the network said in the last call, a row of logits for each of the part's.
  const nn::matrix<float>& logits() const noexcept { return logits_; }

 private:
  const metrics::metric& metric_;
  const data::split_data& data_;
  mini_batch rows_;
  nn::matrix<float> logits_, unused_;
};

/// What is true of a part, as metrics take it; points into the part.
metrics::truth truth_of(const data::split_data& data, const data::part& part);

}  // namespace hillock::lab
