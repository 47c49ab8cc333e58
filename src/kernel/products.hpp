// SPDX-License-Identifier: Apache-2.0
// The products dy·f'(x) that a slope in double does not decide, one at a time: they are rare enough that one
// way for all instruction sets is fast enough.
#pragma once
#include <utility>

#include "kernel/backward.hpp"
#include "kernel/formula.hpp"
#include "kernel/task.hpp"
#include "math/scaled.hpp"
#include "math/two_parts.hpp"
#include "simd/scalar.hpp"

namespace hillock::kernel {

/// The products of F, which rounds more than once.
template <class F>
class products_of {
  using V = simd::scalar<double>;

 public:
  static constexpr products_with_slope table() {
    products_with_slope p{&of<formula::slope>, nullptr, &in_double};
    static_assert(F::slope_error <= largest_slope_error);
    if constexpr (has_slope_from_output<F>) {
      static_assert(F::slope_from_output_error <= largest_slope_error);
      p.at_output = &of<formula::slope_from_output>;
    }
    return p;
  }

 private:
  /// From a slope in two parts, so that it rounds to every narrower type as the real number does.
  template <formula which>
  static double of(double at, double gradient, const double* parameters) noexcept {
    const V x = into_domain<float, F, which>(V(at)), dy = upright<which>(at, gradient);
    const math::two_parts<V> p = math::product(precise_slope<which>(x, parameters), dy);
    V rest = p.low;
    if constexpr (which == formula::slope && requires { F::side(x, dy, p.high, rest); })
      rest = F::side(x, dy, p.high, rest);
    // A double of few bits may be a middle: one or two units to the side where the real number is.
    const V moved = p.high + copysign(abs(p.high) * V(0x1p-52), rest);
    return select(rest == V(0), p.high, select(low_bits_are<28>(p.high, 0), moved, p.high)).v;
  }

  /// In double a slope may have lost bits, or all of them, where it is small, and a large dy shows it.
  static double in_double(double at, double gradient, const double* parameters) noexcept {
    const V x = into_domain<double, F, formula::slope>(V(at)), dy = upright<formula::slope>(at, gradient);
    if constexpr (requires { F::scaled_slope(x); }) {
      if (x > V(F::slope_is_normal_to)) return (F::scaled_slope(x) * dy).v;
    }
    return (apply<double, F, formula::slope>(x, parameters) * dy).v;
  }

  /// dy with the sign that an odd slope's domain took from x.
  template <formula which>
  static V upright(double x, double dy) {
    return domain_of<F, which>().of == math::symmetry::odd && x < 0 ? -dy : dy;
  }

  /// F's slope to about 100 bits.
  template <formula which>
  static math::two_parts<V> precise_slope(V x, const double* parameters) {
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      if constexpr (which == formula::slope) {
        return F::precise_slope(x, V(parameter_of<float>(parameters[i]))...);
      } else {
        return F::precise_slope_from_output(x, V(parameter_of<float>(parameters[i]))...);
      }
    }
    (std::make_index_sequence<F::about.parameters.size()>());
  }
};

}  // namespace hillock::kernel
