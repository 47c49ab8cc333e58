// SPDX-License-Identifier: Apache-2.0
// Losses and scores of a network on a part of the data.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "data/dataset.hpp"
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
  double score = 0;  ///< accuracy, or R² about the part's own mean
};

/// Scores the network on a whole part, in blocks of rows; results do not depend on the blocks.
evaluation evaluate(nn::network<float>& net, const data::part& part, data::task task);

/// The score of the best constant guess on a part: the largest class's share; 0 for R².
double chance_score(const data::part& part, data::task task);

}  // namespace hillock::lab
