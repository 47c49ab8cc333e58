// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

namespace hillock::nn {

/// What matmul makes of its operands, beside multiplying them.
template <class T>
struct matmul_options {
  bool transpose_a = false;  ///< A lies as k × m: the product is Aᵀ·B of what lies there
  bool transpose_b = false;  ///< B lies as n × k
  bool accumulate = false;   ///< C += A·B: the chains start at what C holds
  const T* bias = nullptr;   ///< n values: row i of the result starts at them instead of at 0
};

/// C = A·B with A m × k, B k × n, C m × n, all row-major without gaps; C overlaps neither A nor B.
///
/// Every element is one chain of fused multiply-adds in increasing k, so the bits are those of
/// ```cpp
/// for i, j:  c = start;  for k:  c = std::fma(A(i, k), B(k, j), c);   // start: 0, C(i, j) or bias[j]
/// ```
/// on every instruction set and for any number of threads (use_threads), of which only large products use
/// more than one. Only NaNs may differ, in sign and payload. Not at once: accumulate and bias.
template <class T>
void matmul(const T* a, const T* b, T* c, std::size_t m, std::size_t n, std::size_t k,
            const matmul_options<T>& options = {});

}  // namespace hillock::nn
