// SPDX-License-Identifier: Apache-2.0
// A function with what stands before and behind it, in one pass: bias and factor of a call.
#pragma once
#include <string_view>

#include "hillock/call.hpp"
#include "hillock/card.hpp"
#include "isa/table.hpp"
#include "kernel/task.hpp"

namespace hillock::face {

/// One call of an elementwise function that has passed its checks.
template <class T>
struct fused_call {
  const call<T>& c;
  extent shape;
  operation what;
  kernel::loop<T> loop;
  const double* parameters;
  std::size_t parameter_stride;  ///< from one channel to the next; 0: they share theirs
  const kernel::block_kernels* kernels;
};

/// Refuses a bias or factor that does not fit; `out` is what messages call the output.
template <class T>
void check_fused(const card& about, operation what, const call<T>& c, const extent& shape,
                 std::string_view out);

/// Computes it, in pieces that stay in the first cache, by the loops that the separate steps take.
template <class T>
void compute_fused(const fused_call<T>& f, const isa::table& path);

}  // namespace hillock::face
