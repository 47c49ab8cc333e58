// SPDX-License-Identifier: Apache-2.0
// The results that a double does not decide, one at a time: they are rare enough that one way for all
// instruction sets is fast enough. F's formulas on lanes of double-double, or its own.
#pragma once
#include "kernel/backward.hpp"
#include "kernel/formula.hpp"
#include "kernel/task.hpp"
#include "math/double_double.hpp"
#include "math/scaled.hpp"
#include "simd/scalar.hpp"

namespace hillock::kernel {

/// The precise results of F; where F rounds at most once only those that gates ask for.
template <class F>
class precise_results_of {
  using V = simd::scalar<double>;
  using parts = math::two_parts<V>;

 public:
  static constexpr precise_results table() {
    precise_results p;
    p.factor = &factor, p.slope_of_any = &product<formula::slope, double>;
    static_assert(factor_error<F>() <= largest_error);
    if constexpr (roundings<F>() >= 2) {
      p.slope = &product<formula::slope>, p.slope_in_double = &product_in_double;
      static_assert(F::slope_error <= largest_error);
      if constexpr (requires { F::value_error; }) {
        static_assert(F::value_error <= largest_error);
        p.value = &value;
      }
      if constexpr (has_slope_from_output<F>) {
        static_assert(F::slope_from_output_error <= largest_error);
        p.slope_from_output = &product<formula::slope_from_output>;
      }
    }
    return p;
  }

 private:
  static double value(double at, double, const double* parameters) noexcept {
    const V x = into_domain<float, F, formula::value>(V(at));
    const parts y = in_double_double<formula::value>(x, parameters);
    const V result = decided(y.high, y.low);
    return domain_of<F, formula::value>().of == math::symmetry::odd ? copysign(result, V(at)).v : result.v;
  }

  /// a·f(x), from f(x) in two parts.
  static double factor(double at, double a, const double* parameters) noexcept {
    const V x = into_domain<double, F, formula::factor>(V(at)), other = upright<formula::factor>(at, a);
    const parts p = math::product(in_double_double<formula::factor>(x, parameters), other);
    V rest = p.low;
    with_parameters<float>(parameters, [&](auto... values) {
      if constexpr (requires { F::factor_side(x, other, p.high, rest, values...); })
        rest = F::factor_side(x, other, p.high, rest, values...);
    });
    return decided(p.high, rest).v;
  }

  /// From a slope in two parts. T: double, where the factor may be larger than any float and x is not to be
  /// clamped.
  template <formula which, class T = float>
  static double product(double at, double gradient, const double* parameters) noexcept {
    const V x = into_domain<T, F, which>(V(at)), dy = upright<which>(at, gradient);
    const parts p = math::product(slope<which>(x, parameters), dy);
    V rest = p.low;
    if constexpr (which == formula::slope) {
      with_parameters<float>(parameters, [&](auto... values) {
        if constexpr (requires { F::side(x, dy, p.high, rest, values...); })
          rest = F::side(x, dy, p.high, rest, values...);
      });
    }
    return decided(p.high, rest).v;
  }

  /// In double a slope may have lost bits, or all of them, where it is small, and a large dy shows it.
  static double product_in_double(double at, double gradient, const double* parameters) noexcept {
    const V x = into_domain<double, F, formula::slope>(V(at)), dy = upright<formula::slope>(at, gradient);
    if constexpr (requires { F::slope_is_normal_to; }) {
      if (abs(x) > V(slope_is_normal_to<F>(parameters))) {
        return with_parameters<double>(
            parameters, [&](auto... values) { return (F::scaled_slope(x, values...) * dy).v; });
      }
    }
    if constexpr (requires { F::slope_is_normal_from; }) {
      if (abs(x) < V(F::slope_is_normal_from)) return (F::scaled_slope(x) * dy).v;
    }
    if constexpr (careful_lanes<F>) {
      return (apply<double, F, formula::slope>(x, parameters) * dy).v;
    } else {
      return math::product(slope<formula::slope, double>(x, parameters), dy).high.v;
    }
  }

  /// call(F's parameters as elements of type T see them).
  template <class T, class Call>
  static auto with_parameters(const double* parameters, const Call& call) {
    return [&]<std::size_t... i>(std::index_sequence<i...>) {
      return call(V(parameter_of<T>(parameters[i]))...);
    }
    (std::make_index_sequence<F::about.parameters.size()>());
  }

  /// `high` as a double that rounds to every narrower type as high + rest does: one of few bits may be a
  /// middle between two numbers, and becomes one that is a unit or two to the side where the sum is.
  static V decided(V high, V rest) {
    const V moved = high + copysign(abs(high) * V(0x1p-52), rest);
    return select(rest == V(0), high, select(low_bits_are<28>(high, 0), moved, high));
  }

  /// dy with the sign that an odd slope's domain took from x.
  template <formula which>
  static V upright(double x, double dy) {
    return domain_of<F, which>().of == math::symmetry::odd && __builtin_signbit(x) ? -dy : dy;
  }

  template <formula which, class T = float>
  static parts in_double_double(V x, const double* parameters) {
    return apply<T, F, which>(math::double_double<V>(x), parameters);
  }

  /// F's slope to about 100 bits, for parameters of type T.
  template <formula which, class T = float>
  static parts slope(V x, const double* parameters) {
    if constexpr (which == formula::slope_from_output) {
      return F::precise_slope_from_output(x);
    } else if constexpr (requires { F::precise_slope(x); }) {
      return F::precise_slope(x);
    } else {
      return in_double_double<which, T>(x, parameters);
    }
  }
};

}  // namespace hillock::kernel
