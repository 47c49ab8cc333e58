// SPDX-License-Identifier: Apache-2.0
// What one instruction set offers of losses over classes.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/by_type.hpp"

namespace hillock::product {

/// Gradients below this count as zero in the engine: those of examples that are surely right, by a gap of 67
/// and more between their logits. No weight would move by them, but backward's products with them are
/// subnormal, which x86 handles in microcode: nets that had learnt their data took up to 9 times as long for
/// a step.
template <class T>
inline constexpr double smallest_gradient = sizeof(T) == 4 ? 0x1p-96 : 0x1p-960;

/// Softmax cross-entropy, one row of `columns` logits per example. Of example i with the label y
///
///   loss = Σ_j a_j·(−log softmax_j),   a_j = (1 − smoothing)·weights[j] where j = y, and
///   smoothing·weights[j] / columns
///
/// comes in the two parts tails[i] (to be taken as log1p) and gaps[i]: loss = log1p(tail)·Σ a_j + gap.
template <class T>
struct cross_entropy_task {
  const T* logits;
  const std::int32_t* labels;
  std::size_t rows, columns;
  T* dlogits;             ///< d(loss / divisor) / dlogits; may be logits; null: not wanted
  double *tails, *gaps;   ///< one per row
  double* scratch;        ///< 16·columns doubles
  double divisor;         ///< of the mean
  const double* weights;  ///< of each column; null: 1
  double mean_weight;     ///< Σ weights / columns
  double smoothing;
  double smallest_gradient;  ///< below it a gradient counts as 0
};

template <class T>
using cross_entropy_loop = void (*)(const cross_entropy_task<T>&) noexcept;

/// Softmax cross-entropy.
using loss_table = by_type<cross_entropy_loop>;

}  // namespace hillock::product
