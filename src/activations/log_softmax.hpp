// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>
#include <type_traits>

#include "base/pins.hpp"
#include "kernel/row_logarithms.hpp"
#include "kernel/row_softmax.hpp"

namespace hillock::activations {

struct log_softmax {
  static constexpr bool has_slope_from_output = true;
  static constexpr card about{.name = "log_softmax",
                              .names = {{"PyTorch", "LogSoftmax", "dim=-1", "none"},
                                        {"Keras", "log_softmax"},
                                        {"JAX", "log_softmax"},
                                        {"ONNX", "LogSoftmax"},
                                        {"oneDNN", "softmax_log"},
                                        {"mlpack", "LogSoftMax"}},
                              .formula = "z_i - max z - log(sum_j exp(z_j - max z)), z = x / temperature",
                              .derivative = "([i = j] - softmax(z)_j) / temperature",
                              .of_rows = true,
                              .range = {-std::numeric_limits<double>::infinity(), 0},
                              .smoothness = card::smooth,
                              .lipschitz = 2,
                              .parameters = {kernel::temperature},
                              .good_for = "log-likelihoods and cross-entropy: no overflow, no log of 0",
                              .bad_for = "hidden layers",
                              .references = {"Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"},
                              .f64 = {0.80, -0x1.6262417d47299p+9}};
  static constexpr pins pinned{.f32 = "6e4e22f552cc983e8e4ea518ba0157e6",
                               .f32_slope = "79819d0dfe5785201595931a799f6deb",
                               .f16 = "73dfc4ca5cdc96f2adcc64c6893dc7f5",
                               .f16_slope = "e0629d31121e3a0e4cfe7bba079a5f3d",
                               .bf16 = "0482dcba3bf7eb03a3a61070f94c4d6a",
                               .bf16_slope = "912918ef3834517c0feafe7de9919f2f"};

  template <class L, class T>
  static void forward_rows(const T* x, T* y, std::size_t rows, std::size_t n,
                           const double* parameters) noexcept {
    kernel::row_maximum maximum[kernel::most_rows_at_once];
    kernel::row_exponents exponents[kernel::most_rows_at_once];
    math::two_parts<double> rest[kernel::most_rows_at_once], log[kernel::most_rows_at_once];
    const math::two_parts<double> rate = kernel::rate_of(parameters[0]);
    for (std::size_t i = 0; i < rows; ++i) {
      maximum[i] = kernel::maximum_of_row<L>(x + i * n, n);
      exponents[i] = {maximum[i].value, rate};
    }
    for (std::size_t i = 0; i < rows; ++i) {
      rest[i] = {0, 0};
      if (maximum[i].valid) rest[i] = kernel::sum_minus_one<L, T>(x + i * n, n, exponents[i]);
    }
    for (std::size_t i = 0; i < rows; ++i) log[i] = kernel::log_of_sum<T>(rest[i]);
    for (std::size_t i = 0; i < rows; ++i, x += n, y += n) {
      if (!maximum[i].valid) {
        kernel::fill_nan<L>(y, n);
        continue;
      }
      kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
        part.store(element<T>(part.load(x, kernel::left_out<L, T>()), exponents[i], log[i]), y);
      });
    }
  }

  /// dx = (dy − softmax(x / temperature)·Σ dy) / temperature.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n, const double* parameters) noexcept {
    constexpr auto kind = kernel::row_kind::plain;
    const kernel::rows_of_probabilities<L, T, kind> all(x, 1, n, parameters[0]);
    using probabilities = kernel::row_probabilities<T, kind>;
    const probabilities& p = all.row[0];
    if (!p.valid) return kernel::fill_nan<L>(dx, n);
    const sum_rule rule(p.exponents.rate.high);
    const T padding = kernel::left_out<L, T>();
    kernel::row_gradient<L, T, sum_rule, probabilities>{x, dy, dx, n, padding, rule, p}.run();
  }

  /// The same with exp(y) in place of softmax.
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n,
                                       const double* parameters) noexcept {
    const sum_rule rule(1 / parameters[0]);
    const T padding = kernel::left_out<L, T>();
    kernel::row_gradient<L, T, sum_rule, outputs<T>>{y, dy, dx, n, padding, rule, outputs<T>()}.run();
  }

 private:
  /// rate·(x − maximum) − log, never −0. For f64 with what all of it lost to rounding.
  template <class T, class V>
  static HILLOCK_INLINE V element(const V& x, const kernel::row_exponents& exponents,
                                  const math::two_parts<double>& log) {
    if constexpr (std::is_same_v<T, double>) {
      const auto [d, d_low] = exponents.in_two_parts(x);
      const auto [y, y_low] = math::exact_sum(d + V(0), V(-log.high));
      const V low = y_low + (d_low - V(log.low));
      return y + select(abs(d) <= V(std::numeric_limits<double>::max()), low, V(0));  // −inf has no low part
    } else {
      return (exponents.of(x) + 0.0) - log.high;
    }
  }

  template <class T>
  struct outputs {
    template <class V>
    static HILLOCK_INLINE V of(const V& y, std::size_t) {
      return kernel::exp_of_output<T>(y);
    }
    template <class V>
    static HILLOCK_INLINE V at_the_ends(const V& y) {
      return kernel::exponential_at_the_ends(y);
    }
    template <class V>
    requires std::is_same_v<T, double>
    static HILLOCK_INLINE math::scaled<V> scaled_of(const V& y) { return kernel::scaled_exp_of_output(y); }
    template <class V>
    static HILLOCK_INLINE V exponent_of(const V& y) {
      return y;
    }
    static double normal_to() { return math::exp_is_normal_to; }
  };
  /// (dy − p·total)·rate. A rate below 1 is multiplied before the difference is taken, which may be too large
  /// for a double where the result is not; one above 1 after it, for the same reason.
  struct sum_rule {
    double before, after;
    explicit sum_rule(double rate) : before(rate < 1 ? rate : 1), after(rate < 1 ? 1 : rate) {}

    template <class Weight, class V>
    static HILLOCK_INLINE V term(const Weight&, const V& dy) {
      return dy;
    }
    template <class P, class V>
    HILLOCK_INLINE V result(const P& p, const V& dy, const V& /*scaled_dy*/, const V& total) const {
      return fnma(p, total * V(before), dy * V(before)) * V(after);
    }
  };
};

}  // namespace hillock::activations
