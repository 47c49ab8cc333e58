// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>

#include "hillock/types.hpp"

#pragma GCC visibility push(default)
namespace hillock {

/// Softmax and cross-entropy in one: a batch of logits, one row for each example, and what is known of them.
/// T is float, double, hillock::f16 or hillock::bf16. Outputs that are empty are not computed.
///
/// Example: the loss of two examples of three classes, and its gradient in place of the logits.
/// ```cpp
/// std::vector<float> logits{2, 1, 0, 0, 3, 0};
/// const std::vector<std::int32_t> labels{0, 1};
/// const double loss = hillock::softmax_cross_entropy(
///     hillock::cross_entropy<float>{.logits = logits, .labels = labels, .dlogits = logits});
/// ```
template <class T>
struct cross_entropy {
  std::span<const T> logits{};             ///< as many in each row as there are classes
  std::span<const std::int32_t> labels{};  ///< one for each row: 0 … classes − 1
  std::span<T> dlogits{};                  ///< the gradient of the mean loss; may be the logits
  std::span<double> losses{};              ///< the loss of each row
  double label_smoothing = 0;  ///< ε from 0 to 1: the target is 1 − ε of the label and ε of all
  /// w of each class, finite and not negative; empty: 1. As in PyTorch, w of the label weighs a loss, and the
  /// mean too.
  std::span<const double> class_weights{};
};

/// The mean of the rows' losses. With p = softmax(logits), K classes, the label y, ε and w as above
///
///   loss = −(1 − ε)·w_y·log p_y − ε/K·Σ w_j·log p_j,   mean = Σ loss / Σ w_y
///
/// Nothing cancels or overflows where a row is surely right or wrong: neither the loss, log(1 + Σ e^…), nor
/// the gradient, in which 1 − p_y is the sum of the others. (Around the smoothed optimum the gradient is a
/// difference, off by 2^-52 of its terms.) Sums run in double in increasing column, then row: the same bits
/// on every instruction set and any number of threads. A row with NaN or +inf, or of nothing but −inf, is NaN
/// and so is the mean; a label whose logit is −inf has an infinite loss. 0 where there are no rows.
///
/// Throws std::invalid_argument where sizes do not fit, a label is no class, smoothing or a weight is out of
/// range, all labels have a weight of 0, or outputs overlap what is read without being it; std::bad_alloc.
/// Nothing is written then.
double softmax_cross_entropy(const cross_entropy<float>& c);
double softmax_cross_entropy(const cross_entropy<double>& c);
double softmax_cross_entropy(const cross_entropy<f16>& c);
double softmax_cross_entropy(const cross_entropy<bf16>& c);

}  // namespace hillock
#pragma GCC visibility pop
