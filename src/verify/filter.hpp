// SPDX-License-Identifier: Apache-2.0
// The filter of the proof: every activation's definition on balls, for one instruction set. Included only by
// src/verify/filter_*.cpp; everything is a template on the lanes, as in src/isa.
#pragma once
#include <array>

#include "activations/list.hpp"
#include "verify/ball.hpp"
#include "verify/ball_normal.hpp"
#include "verify/enclosures.hpp"
#include "verify/exact.hpp"

namespace hillock::verify {

template <class V, class F>
void enclose(const double* x, std::size_t n, const double* parameters, enclosures& out) {
  constexpr std::size_t lanes = V::size();
  static_assert(enclosures::capacity % lanes == 0);
  for (std::size_t i = 0; i < n; i += lanes) {
    const ball<V> at(V::load(x + i), V(0.0), V(0.0));
    // Where the lanes take different branches nothing is known, and the oracle looks at them.
    ball<V> value(V(0.0), V(0.0), V(0x1p1023)), slope = value;
    try {
      const dual<ball<V>> y = exact_with_slope<F>(at, parameters);
      value = y.value, slope = y.slope;
    } catch (const undecided&) {
    }
    value.high.store(out.value.high + i), value.low.store(out.value.low + i),
        value.error.store(out.value.error + i);
    slope.high.store(out.slope.high + i), slope.low.store(out.slope.low + i),
        slope.error.store(out.slope.error + i);
  }
}

template <class V, class F>
constexpr enclose_function enclose_of() {
  if constexpr (F::about.of_rows) {
    return nullptr;
  } else {
    return &enclose<V, F>;
  }
}

template <class V, class... F>
constexpr std::array<enclose_function, sizeof...(F)> make_filter(activations::type_list<F...>) {
  return {enclose_of<V, F>()...};
}

template <class V>
inline constexpr auto filter_entries = make_filter<V>(activations::list{});

}  // namespace hillock::verify
