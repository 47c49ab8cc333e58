// SPDX-License-Identifier: Apache-2.0
// What one instruction set offers to the training engine, beside the activations.
#pragma once
#include <cstddef>
#include <cstdint>

namespace hillock::product {

/// C = start + A·B. Each element of C is one chain of fused multiply-adds in increasing k:
/// c = start (0 without one); for k: c = fma(A(i,k), B(k,j), c).
template <class T>
struct matmul_task {
  const T* a;  ///< A(i,k) = a[i·a_row + k·a_k]; one of the two strides is 1
  std::size_t a_row, a_k;
  const T* b;  ///< B(k,j) = b[k·b_k + j·b_column]; one of the two strides is 1
  std::size_t b_k, b_column;
  T* c;  ///< C(i,j) = c[i·c_row + j]
  std::size_t c_row;
  std::size_t m, n, k;
  const T* start;         ///< null: 0; else start(i,j) = start[i·start_row + j]; may be c itself
  std::size_t start_row;  ///< 0: the same row for all i (a bias)
  std::byte* scratch;     ///< matmul_scratch bytes, aligned to 64
};

/// Bytes of scratch memory one call may use.
inline constexpr std::size_t matmul_scratch = std::size_t{3} << 20;

/// One optimiser step on one tensor. Gradients are first multiplied by `scale` (clipping).
struct adam_step {
  double scale;
  double weight_decay;  ///< added to the gradient, times the parameter
  double keep;          ///< the parameter's factor: 1 − learning rate·decoupled weight decay
  double beta1, beta2, epsilon;
  double rate;       ///< learning rate / (1 − beta1^t)
  double root_bias;  ///< 1 / √(1 − beta2^t)
};

struct sgd_step {
  double scale, weight_decay, momentum, rate;
};

/// Sums over many elements run in this many partial sums on every machine: element i belongs to sum i mod 32.
inline constexpr std::size_t partial_sums = 32;

template <class T>
struct training_entry_points {
  void (*matmul)(const matmul_task<T>& task) noexcept;
  /// sums[j] = Σ x[i·columns + j] in increasing i.
  void (*column_sums)(const T* x, std::size_t rows, std::size_t columns, T* sums) noexcept;
  /// partial[i mod 32] += x[i]², in double. For all i in increasing order.
  void (*squares)(const T* x, std::size_t n, double* partial) noexcept;
  void (*adam)(const adam_step& step, const T* gradient, T* first, T* second, T* parameter,
               std::size_t n) noexcept;
  void (*sgd)(const sgd_step& step, const T* gradient, T* momentum, T* parameter, std::size_t n) noexcept;
  /// One logit per example; loss = log1p(tail) + gap, dlogits = (sigmoid − label) / rows.
  void (*binary_cross_entropy)(const T* logits, const std::int32_t* labels, std::size_t rows, T* dlogits,
                               double* tails, double* gaps) noexcept;
};

struct training_table {
  training_entry_points<float> f32;
  training_entry_points<double> f64;

  template <class T>
  const training_entry_points<T>& of() const noexcept {
    if constexpr (sizeof(T) == 4) {
      return f32;
    } else {
      return f64;
    }
  }
};

}  // namespace hillock::product
