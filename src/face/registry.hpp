// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "kernel/task.hpp"

namespace hillock::detail {

/// One activation as the public face knows it: its card, the hashes of its outputs, its place in every table.
struct function {
  const card* about;
  const pins* pinned;
  std::size_t index;
  bool (*has_backward_from_output)(const double* parameters) noexcept;
  /// Of a function that is made at run time, which is in no table: its kernels on each instruction set, in
  /// the order of isa::begin_tables(). Else null.
  const kernel::block_kernels* made = nullptr;
  /// Of a function of rows: whether it is one of −x (softmin), so that +∞ is what adds nothing to its row.
  bool negates = false;
  bool is_formula = false;  ///< its name is a formula's text
};

}  // namespace hillock::detail

namespace hillock::face {

/// Every activation, in the order of the list.
[[gnu::visibility("default")]] extern const std::span<const detail::function> functions;

}  // namespace hillock::face
