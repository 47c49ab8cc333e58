// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>

#include "nn/matrix.hpp"

namespace hillock::nn {

// Each loss returns its mean over the batch and writes the gradient with respect to the logits, already
// divided by the batch's size. Sums run in increasing row order, in double, so they have the same bits
// everywhere. Gradients do not cancel where the loss saturates. Sizes that do not fit, or labels out of
// range, throw std::invalid_argument; a row with a NaN gives NaN.

/// −log softmax(logits)[label], mean over rows; dlogits = (softmax − onehot) / rows, 0 below 2^-96 (float).
/// One row per example, K ≥ 2 columns.
template <class T>
double softmax_cross_entropy(const matrix<T>& logits, std::span<const std::int32_t> labels,
                             matrix<T>& dlogits);

/// log(1 + e^z) − z·label for one logit z per row; dlogits = (sigmoid(z) − label) / rows, 0 below 2^-96
/// (float).
template <class T>
double binary_cross_entropy(const matrix<T>& logits, std::span<const std::int32_t> labels,
                            matrix<T>& dlogits);

/// (z − target)², mean over rows of one column; dlogits = 2(z − target) / rows.
template <class T>
double mean_squared_error(const matrix<T>& logits, std::span<const T> targets, matrix<T>& dlogits);

}  // namespace hillock::nn
