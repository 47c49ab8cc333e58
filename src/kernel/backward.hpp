// SPDX-License-Identifier: Apache-2.0
// dx = dy·f'(x), rounded once.
//
// Exact slopes (functions that round at most once) leave one multiplication. For others the product is formed
// in double, with a relative error that the function states (slope_error). For f32 both ends of that error
// are rounded: where they give the same float, it is right; one pair in some 2^20 is in doubt. For 16 bits
// the product is rounded to a float first, which lies on the right side of every middle between two
// neighbours of T unless it is one. Doubtful pairs take the slope to about 100 bits (precise_slope), and,
// where a product may be a middle, exact arithmetic (side).
//
// The loops look for doubt, and for x and products that are not finite, in one test of all lanes. What they
// find is done anew by a function of its own.
#pragma once
#include <bit>
#include <cstring>
#include <limits>

#include "kernel/formula.hpp"
#include "math/scaled.hpp"
#include "math/two_parts.hpp"

namespace hillock::kernel {

/// dy·slope for one pack of any lanes. At a kink's flat side nothing passes, not even infinity or NaN, as in
/// PyTorch.
template <class F, class V>
HILLOCK_INLINE V pass_back(V slope, V dy) {
  if constexpr (F::about.smoothness == 0) return select(slope == V(0), V(0), slope * dy);
  return slope * dy;
}

/// What ±∞ in dy becomes, for functions without a kink: ±∞ where f'(x) is not 0 as a real number, however
/// small it is (every finite x, or F needs another rule), NaN where it fades to 0 at x = ±∞. `large` is the
/// product with the largest float in place of ∞: 0 where f' is 0 or, for finite x, underflows, with the sign
/// of f'.
template <class V>
HILLOCK_INLINE V from_infinity(V x, V large) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  const auto none = V::both(abs(x) == V(inf), large == V(0));
  return select(none, V(std::numeric_limits<double>::quiet_NaN()), copysign(V(inf), large));
}

/// dx with dy's NaN where it has one, else one for all: machines differ in that of ∞·0.
template <class V>
HILLOCK_INLINE V gradient_nan(V dy, V dx) {
  return select(is_nan(dx), select(is_nan(dy), dy + dy, V(std::numeric_limits<double>::quiet_NaN())), dx);
}

/// dx with its NaN: x's wins over dy's; ∞·0 gives one NaN on all machines.
template <class F, class V>
HILLOCK_INLINE V with_nan(V x, V dy, V dx) {
  if constexpr (F::about.smoothness == 0) {
    dx = keep_nan(dx, dx);  // quiet, even where the compiler knows that 1·dy is dy
  } else {
    dx = gradient_nan(dy, dx);
  }
  return keep_nan(x, dx);
}

/// Whether F has its slope with the exponent apart too, for lanes of double.
template <class F, formula which, class V>
inline constexpr bool has_scaled_slope = false;
template <class F, class V>
requires requires(V x) { F::scaled_slope(x); }
inline constexpr bool has_scaled_slope<F, formula::slope, V> = true;

/// Where its plain slope has lost bits, or all of them, and dy is so large that it would show.
template <class F, class V>
HILLOCK_INLINE auto needs_scaled_slope(V x, V dy) {
  return V::both(x > V(F::slope_is_normal_to), abs(dy) > V(1));
}

/// The relative error of F's slope on lanes of double with spare bits.
template <class F, formula which>
constexpr double slope_error() {
  if constexpr (which == formula::slope) return F::slope_error;
  if constexpr (which == formula::slope_from_output) return F::slope_from_output_error;
}

/// F's slope to about 100 bits, with its parameters as packs.
template <class F, formula which, class V>
HILLOCK_INLINE math::two_parts<V> precise_slope_of(V x, const double* parameters) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
    if constexpr (which == formula::slope) {
      return F::precise_slope(x, V(parameter_of<float>(parameters[i]))...);
    } else {
      return F::precise_slope_from_output(x, V(parameter_of<float>(parameters[i]))...);
    }
  }
  (std::make_index_sequence<F::about.parameters.size()>());
}

/// dy·f'(x) from a slope in two parts, so that it rounds to every T as the real number does.
template <class F, formula which, class V>
HILLOCK_INLINE V precise_product(V x, V dy, const double* parameters) {
  const math::two_parts<V> p = math::product(precise_slope_of<F, which>(x, parameters), dy);
  V rest = p.low;
  if constexpr (which == formula::slope && requires { F::side(x, dy, p.high, rest); })
    rest = F::side(x, dy, p.high, rest);
  // A double of few bits may be a middle: one or two units to the side where the real number is.
  const V moved = p.high + copysign(abs(p.high) * V(0x1p-52), rest);
  return select(rest == V(0), p.high, select(low_bits_are<28>(p.high, 0), moved, p.high));
}

/// A result in double as one that the store rounds to T.
template <class L, class T, class W>
HILLOCK_INLINE auto rounded_once(W w) {
  if constexpr (is_16_bit<T>) w = to_odd_13_bits(w);
  return simd::narrow<L>(w);
}

/// How far a product of such a slope may be from the true one, in units in its last place: twice the error
/// and one rounding. A power of two.
template <class F, formula which>
constexpr unsigned product_slack() {
  return std::bit_ceil(static_cast<unsigned>(slope_error<F, which>() * 0x1p53) + 1);
}

/// A product times 1 − this and times 1 + this, as they are rounded, has the true one between them.
template <class F, formula which>
inline constexpr double margin = slope_error<F, which>() + 0x1p-51;

/// dy·slope, one rounding. Where one of the lanes is `doubtful`, all have to be done again, with care.
template <class L, class F, formula which, class T, class V>
HILLOCK_INLINE V multiply_slope(V at, V dy, const double* parameters, bool& doubtful) {
  const V x = into_domain<T, F, which>(at);
  if constexpr (roundings<F>() < 2) {  // such a slope is exact
    const auto product = [&](auto v, auto d) HILLOCK_INLINE_LAMBDA {
      return pass_back<F>(apply<T, F, which>(v, parameters), d);
    };
    return with_nan<F>(at, dy, in_lanes<L, F, which, T>(product, x, dy));
  } else if constexpr (std::is_same_v<T, double>) {
    const V slope = apply<T, F, which>(x, parameters), dx = slope * dy;
    if constexpr (has_scaled_slope<F, which, V>) {
      doubtful = V::any(V::either(is_nan(fma(x, V(0), dx)), needs_scaled_slope<F>(x, dy)));
    } else {
      doubtful = V::any(is_nan(fma(x, V(0), dx)));
    }
    return dx;
  } else {
    const auto w = simd::widen<L>(x);
    using W = std::remove_const_t<decltype(w)>;
    const W p = apply<T, F, which>(w, parameters) * simd::widen<L>(dy);
    const V dx = simd::narrow<L>(p);
    if constexpr (is_16_bit<T>) {
      doubtful = V::any(V::either(may_be_tie<T>(dx), is_nan(fma(at, V(0), dx))));
    } else if (V::any(simd::near_short<L, 28, product_slack<F, which>()>(p))) [[unlikely]] {
      constexpr double m = margin<F, which>;
      const V low = simd::narrow<L>(p * W(1 - m)), high = simd::narrow<L>(p * W(1 + m));
      doubtful = !V::all(low == fma(at, V(0), high));  // NaN is not equal to itself
    }
    return dx;
  }
}

/// dy·slope for x in F's domain where it is doubtful.
template <class L, class F, formula which, class T, class V>
__attribute__((noinline, cold)) V multiply_precisely(V x, V dy, const double* parameters) {
  if constexpr (!std::is_same_v<T, double>) {
    constexpr std::size_t lanes = V::size();
    const auto w = simd::widen<L>(x), d = simd::widen<L>(dy);
    using W = std::remove_const_t<decltype(w)>;
    const W p = apply<T, F, which>(w, parameters) * d;
    constexpr double m = margin<F, which>;
    T low[lanes], high[lanes];
    L::store(rounded_once<L, T>(p * W(1 - m)), low);
    L::store(rounded_once<L, T>(p * W(1 + m)), high);
    float dx[lanes], precise[lanes];
    rounded_once<L, T>(p).store(dx);
    if (std::memcmp(low, high, sizeof low) != 0) {
      const auto exact =
          precise_product<F, which>(w.without_spare_bits(), d.without_spare_bits(), parameters);
      rounded_once<L, T>(exact.with_spare_bits()).store(precise);
      for (std::size_t j = 0; j < lanes; ++j) {
        if (std::memcmp(&low[j], &high[j], sizeof(T)) != 0) dx[j] = precise[j];
      }
    }
    return V::load(dx);
  } else {
    const V slope = apply<T, F, which>(x, parameters), dx = slope * dy;
    if constexpr (has_scaled_slope<F, which, V>) {
      return select(needs_scaled_slope<F>(x, dy), F::scaled_slope(x) * dy, dx);
    }
    return dx;
  }
}

/// dy·slope where it is doubtful, infinite or NaN.
template <class L, class F, formula which, class T, class V>
HILLOCK_INLINE V multiply_with_care(V at, V dy, const double* parameters) {
  const V x = into_domain<T, F, which>(at);
  V dx = multiply_precisely<L, F, which, T>(x, dy, parameters);
  if constexpr (which == formula::slope) {
    const V most = copysign(V(std::numeric_limits<float>::max()), dy);
    const V large = multiply_precisely<L, F, which, T>(x, most, parameters);
    dx = select(abs(dy) == V(std::numeric_limits<double>::infinity()), from_infinity(at, large), dx);
  }
  return with_nan<F>(at, dy, dx);
}

}  // namespace hillock::kernel
