// SPDX-License-Identifier: Apache-2.0
// Whether backward(x, dy) is dy·f'(x) rounded once, with default parameters; not for functions of rows.
//
// f16 and bf16: every x with every dy. f32: every x with the dy that come nearest to a tie (hard_factors.hpp)
// and with special ones; how near any dy comes to one is found for all of them. Truth is integers
// (slope_bounds.hpp, backward_truth.hpp) and shares nothing with the kernels.
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "face/registry.hpp"
#include "isa/table.hpp"
#include "verify/blocks.hpp"
#include "verify/hash.hpp"
#include "verify/patterns.hpp"

namespace hillock::verify {

struct misrounded_pair {
  std::uint32_t x = 0, dy = 0, got = 0, want = 0;  ///< bit patterns of the element type
  bool undecided = false;                          ///< `want` means nothing
};

struct backward_finding {
  std::uint64_t inputs = 0;            ///< x
  std::uint64_t pairs = 0;             ///< run and compared
  std::uint64_t asked = 0;             ///< of them, what 103 digits of the slope did not decide
  std::uint64_t misrounded = 0;        ///< undecided ones among them
  std::vector<misrounded_pair> wrong;  ///< by x and dy; at most wrong_pairs_limit of each block of inputs

  // f32 alone. Distances are relative to the product.
  double least = 1;               ///< of any dy's product from a tie, at all x but those of `closer`
  std::uint32_t x_at_least = 0;   ///< where that is
  std::uint32_t dy_at_least = 0;  ///< the significand of a dy whose product comes so near
  std::uint64_t closer = 0;       ///< x where some dy's product is nearer to a tie than `near_tie`, or on it
  double seconds = 0;
  bool is_right() const noexcept { return misrounded == 0; }
};

/// What the slope of about 100 digits that a kernel turns to in doubt can tell apart, four times over.
inline constexpr double near_tie = 0x1p-96;
inline constexpr std::size_t wrong_pairs_limit = 1000;

template <class T>
using backward_kernel = std::function<void(const T* x, const T* dy, T* dx, std::size_t n)>;

/// T is f16, bf16 or float; `x` says which inputs (f16 and bf16: patterns below 65,536).
template <class T>
backward_finding prove_backward_kernel(const detail::function& f, const backward_kernel<T>& kernel,
                                       const std::vector<pattern_run>& x, const job& how);

/// The same for the kernel of one instruction set.
template <class T>
backward_finding prove_backward(const isa::table& path, const detail::function& f,
                                const std::vector<pattern_run>& x, const job& how) {
  const auto parameters = parameters_for<T>(*f.about);
  const kernel::entry_points<T>& entry = path.entry_of(f.index).template of<T>();
  return prove_backward_kernel<T>(
      f,
      [&](const T* v, const T* dy, T* dx, std::size_t n) {
        entry.backward({v, dy, dx, 1, n, parameters.data(), entry.kernels});
      },
      x, how);
}

}  // namespace hillock::verify
