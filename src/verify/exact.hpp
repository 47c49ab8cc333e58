// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <utility>

#include "activations/list.hpp"
#include "verify/dual.hpp"

namespace hillock::verify {

/// F's definition and its derivative at x, on any kind of real number.
template <class F, class R>
dual<R> exact_with_slope(const R& x, const double* parameters) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    return F::exact(dual<R>(x, R(1.0)), dual<R>(parameters[i])...);
  }
  (std::make_index_sequence<F::about.parameters.size()>());
}

/// One pointer per activation, in the order of the list; null for functions of rows.
template <class R, class... F>
constexpr auto exact_functions(activations::type_list<F...>) {
  using pointer = dual<R> (*)(const R& x, const double* parameters);
  const auto one = []<class G>() -> pointer {
    if constexpr (G::about.of_rows) {
      return nullptr;
    } else {
      return &exact_with_slope<G, R>;
    }
  };
  return std::array<pointer, sizeof...(F)>{one.template operator()<F>()...};
}

}  // namespace hillock::verify
