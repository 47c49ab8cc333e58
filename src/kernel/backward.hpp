// SPDX-License-Identifier: Apache-2.0
// dx = dy·f'(x), rounded once.
//
// Exact slopes (functions that round at most once) leave one multiplication. For others the product is formed
// in double, with a relative error that the function states (slope_error), and rounding it is right unless it
// lies within that error of the middle between two neighbours of T. Such a middle has one bit more than T's
// numbers, wherever it lies, subnormal or not; so lanes whose product is next to a number of so few bits are
// in doubt: one in 2^19 of f32, fewer of 16 bits, and those whose slope is a short number. For these the ends
// of the error are rounded, and where that gives two answers, the slope to about 100 bits decides
// (precise_slope), or, where a product may be a middle, exact arithmetic (side).
//
// The loops look for doubt, infinities and NaN at once. What they find is done anew by a function of its own.
#pragma once
#include <algorithm>
#include <bit>
#include <cstring>

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

/// dx with its NaN: x's wins over dy's; ∞·0 gives one NaN on all machines.
template <class F, class V>
HILLOCK_INLINE V with_nan(V x, V dy, V dx) {
  if constexpr (F::about.smoothness == 0) {
    dx = keep_nan(dx, dx);  // quiet, even where the compiler knows that 1·dy is dy
  } else {
    dx = select(is_nan(dx), select(is_nan(dy), dy + dy, V(std::numeric_limits<double>::quiet_NaN())), dx);
  }
  return keep_nan(x, dx);
}

/// The relative error of F's slope on lanes of double with spare bits.
template <class F, formula which>
constexpr double slope_error() {
  if constexpr (which == formula::slope) return F::slope_error;
  if constexpr (which == formula::slope_from_output) return F::slope_from_output_error;
}

/// How far a product of such a slope may be from the true one, in units in its last place: twice the error
/// and one rounding. A power of two.
template <class F, formula which>
constexpr unsigned product_slack() {
  return std::bit_ceil(static_cast<unsigned>(slope_error<F, which>() * 0x1p53) + 1);
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

/// A product of F's slope, and whether it has to be looked at again.
template <class V>
struct quick_product {
  V dx;
  decltype(std::declval<V>() < std::declval<V>()) doubtful;
};

/// dy·slope for x in F's domain, one pack or several.
template <class L, class F, formula which, class T, class V>
HILLOCK_INLINE quick_product<V> multiply_quickly(V x, V dy, const double* parameters) {
  if constexpr (std::is_same_v<T, double>) {
    const V slope = apply<T, F, which>(x, parameters);
    // Below, a slope would have lost bits, or all of them.
    return {pass_back<F>(slope, dy), abs(slope) < V(0x1p-1022)};
  } else {
    const auto w = simd::widen<L>(x);
    using W = std::remove_const_t<decltype(w)>;
    const W p = pass_back<F>(apply<T, F, which>(w, parameters), simd::widen<L>(dy));
    constexpr int lost = std::min(52 - digits<T>, 32);
    // What is added is nothing but to 0, which no longer looks short then: gradients of 0 are frequent.
    return {rounded_once<L, T>(p),
            simd::near_short<L, lost, product_slack<F, which>()>(p + W(0x1.5555555555555p-1000))};
  }
}

/// The same where the product may be a middle or the slope too small for a double: dx is right.
template <class L, class F, formula which, class T, class V>
HILLOCK_INLINE V multiply_precisely(V x, V dy, const double* parameters) {
  if constexpr (!std::is_same_v<T, double>) {
    constexpr std::size_t lanes = V::size();
    const auto w = simd::widen<L>(x), d = simd::widen<L>(dy);
    using W = std::remove_const_t<decltype(w)>;
    const W p = pass_back<F>(apply<T, F, which>(w, parameters), d);
    // Both ends lie outside the error, for all they are rounded themselves.
    constexpr double error = 2 * slope_error<F, which>() + 0x1p-52;
    T low[lanes], high[lanes];
    L::store(rounded_once<L, T>(p * W(1 - error)), low);
    L::store(rounded_once<L, T>(p * W(1 + error)), high);
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
  } else if constexpr (which == formula::slope && requires { F::scaled_slope(x); }) {
    const V slope = apply<T, F, which>(x, parameters);
    const math::scaled<V> s = F::scaled_slope(x);
    return select(abs(slope) < V(0x1p-1022), pass_back<F>(s.significand, dy * s.first) * s.second,
                  pass_back<F>(slope, dy));
  } else {
    return pass_back<F>(apply<T, F, which>(x, parameters), dy);
  }
}

/// All that multiply_slope leaves out, for `count` elements in the lanes that hold them: doubtful products,
/// infinities, NaN.
template <class L, class F, formula which, class T, class Lane>
__attribute__((noinline, cold)) void multiply_with_care(const Lane* x, const Lane* dy, Lane* dx,
                                                        std::size_t count, const double* parameters) {
  using V = pack_of<L, T>;
  for (std::size_t i = 0; i < count; i += V::size()) {
    const V at = V::load(x + i), d = V::load(dy + i), inside = into_domain<T, F, which>(at);
    V r = multiply_precisely<L, F, which, T>(inside, d, parameters);
    if constexpr (which == formula::slope && F::about.smoothness > 0) {
      const V most = copysign(V(std::numeric_limits<float>::max()), d);
      const V large = multiply_precisely<L, F, which, T>(inside, most, parameters);
      r = select(abs(d) == V(std::numeric_limits<double>::infinity()), from_infinity(at, large), r);
    }
    with_nan<F>(at, d, r).store(dx + i);
  }
}

/// dx = dy·slope, one rounding.
template <class L, class F, formula which, class T, class V>
HILLOCK_INLINE V multiply_slope(V x, V dy, const double* parameters) {
  if constexpr (roundings<F>() < 2) {  // such a slope is exact
    const auto product = [&](auto v, auto d) HILLOCK_INLINE_LAMBDA {
      return pass_back<F>(apply<T, F, which>(v, parameters), d);
    };
    const V dx = in_lanes<L, F, which, T>(product, into_domain<T, F, which>(x), dy);
    return with_nan<F>(x, dy, dx);
  } else {
    const auto [dx, doubtful] = multiply_quickly<L, F, which, T>(into_domain<T, F, which>(x), dy, parameters);
    // A double's slope from the output may overflow; other slopes are finite where x is.
    const V gradient = std::is_same_v<T, double> ? dx : dy;
    const auto not_finite = is_nan(fma(gradient, V(0), x * V(0)));
    if (!V::any(V::either(doubtful, not_finite))) [[likely]]
      return dx;
    typename V::lane inputs[V::size()], gradients[V::size()], results[V::size()];
    x.store(inputs), dy.store(gradients);
    multiply_with_care<L, F, which, T>(inputs, gradients, results, V::size(), parameters);
    return V::load(results);
  }
}

}  // namespace hillock::kernel
