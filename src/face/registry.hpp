// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>

#include "activations/list.hpp"
#include "kernel/formula.hpp"

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
};

}  // namespace hillock::detail

namespace hillock::face {

/// Whether F's derivative can be had from its output alone, with these parameters.
template <class F>
bool backward_from_output_exists(const double* parameters) noexcept {
  if constexpr (requires { F::output_tells(parameters); }) return F::output_tells(parameters);
  return kernel::has_slope_from_output<F>;
}

/// F's pins; none: not pinned yet.
template <class F>
constexpr pins pinned_by() {
  if constexpr (requires { F::pinned; }) return F::pinned;
  return {};
}
template <class F>
inline constexpr pins pinned_of = pinned_by<F>();

template <class... F>
constexpr std::array<detail::function, sizeof...(F)> make_functions(activations::type_list<F...>) {
  std::size_t i = 0;
  return {detail::function{&F::about, &pinned_of<F>, i++, &backward_from_output_exists<F>}...};
}

/// Every activation, in the order of the list.
inline constexpr auto functions = make_functions(activations::list{});

}  // namespace hillock::face
