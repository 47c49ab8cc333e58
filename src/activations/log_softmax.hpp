// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>
#include <type_traits>

#include "activations/softmax.hpp"

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
                              .formula = "x_i - max x - log(sum_j exp(x_j - max x))",
                              .derivative = "[i = j] - softmax(x)_j",
                              .of_rows = true,
                              .range = {-std::numeric_limits<double>::infinity(), 0},
                              .smoothness = card::smooth,
                              .lipschitz = 2,
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

  /// Σ exp(x_j − maximum) − 1, with the terms equal to 1 counted apart, so that log1p keeps the precision of
  /// a row that one element dominates (Blanchard et al., algorithm 3.2).
  template <class L, class T>
  static math::two_parts<double> sum_minus_one(const T* x, std::size_t n, double maximum) noexcept {
    kernel::sum_of_exponentials<L, T> rest;
    std::size_t ones = 0;
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto v = part.load(x, kernel::minus_infinity<L, T>());
      using E = kernel::row_exponential<T, std::remove_cvref_t<decltype(v)>>;
      E::of(v, maximum).where(v < maximum).add_to(rest);
      ones += v.count(v == maximum);
    });
    constexpr double scale = kernel::row_exponential<T, kernel::block<L>>::scale;
    const auto [high, low] = rest.parts();
    auto sum = math::exact_sum(static_cast<double>(ones - 1), high * (1 / scale));
    sum.low += low * (1 / scale);
    return sum;
  }

  template <class L, class T>
  static void forward_rows(const T* x, T* y, std::size_t rows, std::size_t n) noexcept {
    kernel::row_maximum maximum[kernel::most_rows_at_once];
    math::two_parts<double> rest[kernel::most_rows_at_once], log[kernel::most_rows_at_once];
    for (std::size_t i = 0; i < rows; ++i) maximum[i] = kernel::maximum_of_row<L>(x + i * n, n);
    for (std::size_t i = 0; i < rows; ++i) {
      rest[i] = {0, 0};
      if (maximum[i].valid) rest[i] = sum_minus_one<L>(x + i * n, n, maximum[i].value);
    }
    for (std::size_t i = 0; i < rows; ++i) log[i] = log1p<T>(rest[i]);
    for (std::size_t i = 0; i < rows; ++i, x += n, y += n) {
      if (!maximum[i].valid) {
        kernel::fill_nan<L>(y, n);
        continue;
      }
      kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
        const auto v = part.load(x, kernel::minus_infinity<L, T>());
        part.store(element<T>(v, maximum[i].value, log[i]), y);
      });
    }
  }

  /// dx = dy − softmax(x)·Σ dy.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n) noexcept {
    const softmax::rows_of_probabilities<L, T> all(x, 1, n);
    using probabilities = softmax::probabilities<T>;
    const probabilities& p = all.row[0];
    if (!p.maximum.valid) return kernel::fill_nan<L>(dx, n);
    const T padding = kernel::minus_infinity<L, T>();
    kernel::row_gradient<L, T, sum_rule, probabilities>{x, dy, dx, n, padding, p}.run();
  }

  /// The same with exp(y) in place of softmax(x).
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n) noexcept {
    const T padding = kernel::minus_infinity<L, T>();
    kernel::row_gradient<L, T, sum_rule, outputs<T>>{y, dy, dx, n, padding, outputs<T>()}.run();
  }

 private:
  template <class T>
  static math::two_parts<double> log1p(math::two_parts<double> rest) noexcept {
    if constexpr (std::is_same_v<T, double>) return kernel::row_log1p(rest);
    return {kernel::row_log1p(rest.high), 0};
  }

  /// (x − maximum) − log, never −0. For f64 with what both differences and the logarithm lost.
  template <class T, class V>
  static HILLOCK_INLINE V element(const V& x, double maximum, const math::two_parts<double>& log) {
    if constexpr (std::is_same_v<T, double>) {
      const auto [d, d_low] = math::exact_sum(x, V(-maximum));
      const auto [y, y_low] = math::exact_sum(d + V(0), V(-log.high));
      const V low = y_low + (d_low - V(log.low));
      return y + select(abs(d) <= V(std::numeric_limits<double>::max()), low, V(0));  // −inf has no low part
    } else {
      return (x - maximum + 0.0) - log.high;
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
    static double top() { return 0; }
  };
  struct sum_rule {
    template <class Weight, class V>
    static HILLOCK_INLINE V term(const Weight&, const V& dy) {
      return dy;
    }
    template <class P, class V>
    static HILLOCK_INLINE V result(const P& p, const V& dy, const V& /*scaled_dy*/, const V& total) {
      return fnma(p, total, dy);
    }
  };
};

}  // namespace hillock::activations
