// SPDX-License-Identifier: Apache-2.0
// The only file of the face that knows the functions themselves.
#include "face/registry.hpp"

#include <array>

#include "activations/list.hpp"
#include "kernel/formula.hpp"

namespace hillock::face {

namespace {

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

template <class F>
constexpr bool negates() {
  if constexpr (requires { F::negates; }) return F::negates;
  return false;
}

template <class... F>
constexpr std::array<detail::function, sizeof...(F)> make_functions(activations::type_list<F...>) {
  std::size_t i = 0;
  return {detail::function{&F::about, &pinned_of<F>, i++, &backward_from_output_exists<F>, nullptr,
                           negates<F>()}...};
}

constexpr auto all_functions = make_functions(activations::list{});
static_assert(all_functions[0].about->name == "identity", "what activation() is");

}  // namespace

constinit const std::span<const detail::function> functions(all_functions);

}  // namespace hillock::face
