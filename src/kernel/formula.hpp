// SPDX-License-Identifier: Apache-2.0
// One pack through one formula: which lanes it runs on, how the result is rounded, what happens to NaN.
//
// clang-format off
// | elements  | formula                                | lanes                                                                   |
// |-----------|----------------------------------------|-------------------------------------------------------------------------|
// | double    | any                                    | double, or double-double where F has no careful_lanes                   |
// | float     | of at most one operation               | float: IEEE 754 rounds it correctly                                     |
// | float     | any other                              | double, one rounding at the end; value by pairs of floats where F has a way |
// | f16, bf16 | selections only                        | float: exact                                                            |
// | f16, bf16 | of one operation                       | float, and again as below where that may have rounded to a tie          |
// | f16, bf16 | value where F says float lanes suffice | float (a test proves it for all 65,536 inputs), then one rounding       |
// | f16, bf16 | any other                              | double, rounded to odd, so that one rounding remains                    |
//
// Functions of at most one operation are fused with their loops (kernel/map.hpp), others go through blocks
// (kernel/blocks.hpp).
// clang-format on
#pragma once
#include <concepts>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

#include "hillock/types.hpp"
#include "math/domain.hpp"
#include "simd/inline.hpp"
#include "simd/twin.hpp"

namespace hillock::kernel {

/// Which formula of an activation a loop applies.
/// `factor`: the value where it is a factor of a product, as of a gate.
enum class formula { value, factor, slope, slope_from_output };

/// Parameters of the function on elements of type T: rounded to float for float and narrower types, as in
/// PyTorch, so that one multiplication by one is rounded correctly.
template <class T>
HILLOCK_INLINE double parameter_of(double p) {
  return std::is_same_v<T, double> ? p : static_cast<double>(static_cast<float>(p));
}

/// F's formula on one pack, with its parameters as packs.
template <class T, class F, formula which, class V>
HILLOCK_INLINE V apply(V x, const double* parameters) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
    if constexpr (which == formula::factor &&
                  requires { F::factor(x, V(parameter_of<T>(parameters[i]))...); }) {
      return F::factor(x, V(parameter_of<T>(parameters[i]))...);
    } else if constexpr (which == formula::value || which == formula::factor) {
      return F::value(x, V(parameter_of<T>(parameters[i]))...);
    } else if constexpr (which == formula::slope) {
      return F::slope(x, V(parameter_of<T>(parameters[i]))...);
    } else {
      return F::slope_from_output(x, V(parameter_of<T>(parameters[i]))...);
    }
  }
  (std::make_index_sequence<F::about.parameters.size()>());
}

/// How often F's value rounds: 0 for selections (relu), 1 for one operation (leaky_relu); F::slope of such
/// functions never rounds. Everything else counts as many.
template <class F>
constexpr int roundings() {
  if constexpr (requires { F::roundings; }) return F::roundings;
  return 2;
}

/// Whether the derivative can be had from the output alone (sigmoid: y·(1 − y)).
template <class F>
concept has_slope_from_output = requires {
  requires F::has_slope_from_output;
};

/// Whether lanes of float are good enough for F's value on 16-bit elements.
template <class F>
concept float_lanes_suffice = requires {
  requires F::float_lanes_suffice;
};

/// Whether F's formulas on lanes of double without spare bits are what f64 gets; else double-double lanes
/// are.
template <class F>
inline constexpr bool careful_lanes = roundings<F>() < 2 || requires {
  requires F::careful_lanes;
};

/// A bound on the relative error of F's value as a factor, on lanes of double with spare bits.
template <class F>
constexpr double factor_error() {
  if constexpr (roundings<F>() < 2) {
    return roundings<F>() * 0x1p-53;
  } else if constexpr (requires { F::factor_error; }) {
    return F::factor_error;
  } else {
    return F::value_error;
  }
}

/// The pack in which elements of type T are loaded: f64 for double, f32 for everything else.
template <class L, class T>
using pack_of = std::conditional_t<std::is_same_v<T, double>, typename L::f64, typename L::f32>;

template <class T>
inline constexpr bool is_16_bit = sizeof(T) == 2;

/// How many significant bits T's normal numbers have.
template <class T>
inline constexpr int digits = std::is_same_v<T, double>  ? 53
                              : std::is_same_v<T, float> ? 24
                              : std::is_same_v<T, f16>   ? 11
                                                         : 8;

/// The |x| up to which F's slope in double is a normal number, whichever way F says it.
template <class F>
HILLOCK_INLINE double slope_is_normal_to(const double* parameters) {
  if constexpr (requires { F::slope_is_normal_to(parameters); }) {
    return F::slope_is_normal_to(parameters);
  } else {
    return F::slope_is_normal_to;
  }
}

/// NaN in, the same NaN (quieted) out, whatever the formula made of it.
template <class V>
HILLOCK_INLINE V keep_nan(V x, V y) {
  return select(is_nan(x), x + x, y);
}

/// What F's formula may count on (src/math/domain.hpp).
template <class F, formula which>
constexpr math::domain domain_of() {
  constexpr double all = std::numeric_limits<double>::infinity();
  if constexpr (which == formula::factor && requires { F::factor_domain; }) return F::factor_domain;
  if constexpr (which == formula::factor && requires { F::value_domain; }) return F::value_domain;
  if constexpr (which == formula::value && requires { F::value_domain; }) return F::value_domain;
  if constexpr (which == formula::slope && requires { F::slope_domain; }) return F::slope_domain;
  return {-all, all};
}

template <class T, class F, formula which, class V>
HILLOCK_INLINE V into_domain(V x) {
  constexpr math::domain d = domain_of<F, which>();
  constexpr double all = std::numeric_limits<double>::infinity();
  constexpr bool folded = d.of != math::symmetry::none;
  if constexpr (folded) x = abs(x);
  if constexpr (!std::is_same_v<T, double>) {
    if constexpr (d.low > (folded ? 0 : -all)) x = at_least(x, V(d.low));
    if constexpr (d.high < all) x = at_most(x, V(d.high));
  }
  return x;
}

/// F's formula on lanes of float in lanes of double, and back: one rounding for T = float; for 16-bit T to
/// odd, which leaves the one rounding to the store.
template <class L, class T, class V, class Formula>
HILLOCK_INLINE V in_double(const Formula& f, V x, std::same_as<V> auto... more) {
  auto w = f(simd::widen<L>(x), simd::widen<L>(more)...);
  if constexpr (is_16_bit<T>) w = to_odd_13_bits(w);
  return simd::narrow<L>(w);
}

/// Whether a float may lie in the middle between two neighbours of T, 16 bits wide. Numbers of type T do not,
/// but for f16's subnormal ones, which this counts in.
template <class T, class V>
HILLOCK_INLINE auto may_be_tie(V y) {
  constexpr int lost = 24 - digits<T>;
  const auto tie = low_bits_are<lost>(y, 1 << (lost - 1));
  if constexpr (std::is_same_v<T, bf16>) return tie;  // subnormal where floats are, and just as spaced
  const auto subnormal = V::both(abs(y) < V(0x1p-14), abs(y) > V(0));  // loses more bits than that
  return V::either(tie, V::both(low_bits_are<lost>(y, 0), subnormal));
}

/// Whether F on elements of type T is rounded to float first and then to T. That differs from one rounding
/// only where the first arrives at a tie of the second, which is rare.
template <class F, class T>
inline constexpr bool rounds_twice = is_16_bit<T>&& roundings<F>() == 1;

template <class L, class T, class V, class Formula>
HILLOCK_INLINE V in_float(const Formula& f, V x, std::same_as<V> auto... more) {
  const V y = f(x, more...);
  if (V::any(may_be_tie<T>(y))) [[unlikely]]
    return in_double<L, T>(f, x, more...);
  return y;
}

/// A formula of F, which rounds at most once, on lanes of T's elements.
template <class L, class F, class T, class V, class Formula>
HILLOCK_INLINE V in_lanes(const Formula& f, V x, std::same_as<V> auto... more) {
  if constexpr (rounds_twice<F, T>) return in_float<L, T>(f, x, more...);
  return f(x, more...);
}

/// The formula of F, which rounds at most once, on elements of type T, in a pack or several.
template <class L, class F, formula which, class T, class V>
HILLOCK_INLINE V evaluate(V x, const double* parameters) {
  const auto f = [&](auto v) HILLOCK_INLINE_LAMBDA { return apply<T, F, which>(v, parameters); };
  const V y = in_lanes<L, F, T>(f, x);
  if constexpr (which == formula::value) return y;  // these quiet NaN by themselves
  return keep_nan(x, y);
}

}  // namespace hillock::kernel
