// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>

#include "activations/list.hpp"
#include "kernel/map.hpp"
#include "kernel/table.hpp"

namespace hillock::kernel {

/// Whether F's derivative can be had from its output alone, with these parameters.
template <class F>
bool backward_from_output_exists(const double* parameters) noexcept {
  if constexpr (requires { F::output_tells(parameters); }) return F::output_tells(parameters);
  return has_slope_from_output<F>;
}

template <class... F>
constexpr std::array<detail::function, sizeof...(F)> make_functions(activations::type_list<F...>) {
  std::size_t i = 0;
  return {detail::function{&F::about, i++, &backward_from_output_exists<F>}...};
}

/// Every activation, in the order of the list.
inline constexpr auto functions = make_functions(activations::list{});

}  // namespace hillock::kernel
