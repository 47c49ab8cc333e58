// SPDX-License-Identifier: Apache-2.0
// The elementwise loops, written once: each takes a function's formula over whole packs, the tail through the
// same code.
#pragma once
#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

#include "hillock/types.hpp"

namespace hillock::kernel {

/// Which formula of an activation a loop applies.
enum class formula { value, slope, slope_from_output };

/// F's formula on one pack, with its parameters as packs.
template <class F, formula which, class V>
inline V apply(V x, const double* parameters) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    if constexpr (which == formula::value) {
      return F::value(x, V(parameters[i])...);
    } else if constexpr (which == formula::slope) {
      return F::slope(x, V(parameters[i])...);
    } else {
      return F::slope_from_output(x, V(parameters[i])...);
    }
  }
  (std::make_index_sequence<F::about.parameters.size()>());
}

/// Whether one IEEE operation computes the formula, so that lanes of the input's own width round correctly
/// already.
template <class F>
concept single_rounding = requires {
  requires F::single_rounding;
};

/// Whether the derivative can be had from the output alone (sigmoid: y·(1 − y)).
template <class F>
concept has_slope_from_output = requires {
  F::has_slope_from_output;
};

/// The pack in which elements of type T are loaded: f64 for double, f32 for everything else.
template <class L, class T>
using pack_of = std::conditional_t<std::is_same_v<T, double>, typename L::f64, typename L::f32>;

/// NaN in, the same NaN (quieted) out, whatever the formula made of it.
template <class V>
inline V keep_nan(V x, V y) {
  return select(is_nan(x), x + x, y);
}

template <class L, class F, formula which, class T>
inline pack_of<L, T> evaluate(pack_of<L, T> x, const double* parameters) {
  if constexpr (std::is_same_v<T, float> && !single_rounding<F>) {
    auto w = L::widen(x);
    w.low = apply<F, which>(w.low, parameters);
    if constexpr (requires { w.high; }) w.high = apply<F, which>(w.high, parameters);
    return keep_nan(x, L::narrow(w));
  } else {
    return keep_nan(x, apply<F, which>(x, parameters));
  }
}

/// dy·f'(x), the slope unrounded and one rounding at the end.
template <class L, class F, formula which, class T>
inline pack_of<L, T> multiply_slope(pack_of<L, T> x, pack_of<L, T> dy, const double* parameters) {
  if constexpr (std::is_same_v<T, float> && !single_rounding<F>) {
    auto w = L::widen(x);
    const auto d = L::widen(dy);
    w.low = apply<F, which>(w.low, parameters) * d.low;
    if constexpr (requires { w.high; }) w.high = apply<F, which>(w.high, parameters) * d.high;
    return keep_nan(x, L::narrow(w));
  } else {
    return keep_nan(x, apply<F, which>(x, parameters) * dy);
  }
}

/// Calls step(offset, load, store) for whole packs, then once for the tail through a padded buffer.
template <class L, class F, formula which, class T>
struct map {
  using V = pack_of<L, T>;
  static constexpr std::size_t lanes = V::size();

  static void unary(const T* x, T* y, std::size_t rows, std::size_t columns,
                    const double* parameters) noexcept {
    const std::size_t n = rows * columns;
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) L::store(evaluate<L, F, which, T>(L::load(x + i), parameters), y + i);
    if (i == n) return;
    T buffer[lanes]{};
    std::memcpy(buffer, x + i, (n - i) * sizeof(T));
    L::store(evaluate<L, F, which, T>(L::load(buffer), parameters), buffer);
    std::memcpy(y + i, buffer, (n - i) * sizeof(T));
  }

  static void binary(const T* x, const T* dy, T* dx, std::size_t rows, std::size_t columns,
                     const double* parameters) noexcept {
    const std::size_t n = rows * columns;
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
      L::store(multiply_slope<L, F, which, T>(L::load(x + i), L::load(dy + i), parameters), dx + i);
    }
    if (i == n) return;
    T a[lanes]{}, b[lanes]{};
    std::memcpy(a, x + i, (n - i) * sizeof(T));
    std::memcpy(b, dy + i, (n - i) * sizeof(T));
    L::store(multiply_slope<L, F, which, T>(L::load(a), L::load(b), parameters), a);
    std::memcpy(dx + i, a, (n - i) * sizeof(T));
  }
};

}  // namespace hillock::kernel
