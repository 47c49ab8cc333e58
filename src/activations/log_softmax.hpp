// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "activations/softmax.hpp"

namespace hillock::activations {

struct log_softmax {
  static constexpr bool has_slope_from_output = true;
  static constexpr card about{.name = "log_softmax",
                              .aliases = {{"LogSoftmax", {"PyTorch", "ONNX"}}, {"softmax_log", {"oneDNN"}}},
                              .formula = "x_i - max x - log(sum_j exp(x_j - max x))",
                              .of_rows = true,
                              .range = {-std::numeric_limits<double>::infinity(), 0},
                              .smoothness = card::smooth,
                              .lipschitz = 2,
                              .good_for = "log-likelihoods and cross-entropy: no overflow, no log of 0",
                              .bad_for = "hidden layers",
                              .references = {"Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"},
                              .pinned = {.f32 = "6e4e22f552cc983e8e4ea518ba0157e6",
                                         .f32_slope = "79819d0dfe5785201595931a799f6deb",
                                         .f16 = "73dfc4ca5cdc96f2adcc64c6893dc7f5",
                                         .f16_slope = "e0629d31121e3a0e4cfe7bba079a5f3d",
                                         .bf16 = "0482dcba3bf7eb03a3a61070f94c4d6a",
                                         .bf16_slope = "912918ef3834517c0feafe7de9919f2f"},
                              .f64 = {2.30, 0x1.3638695aff43ap+5}};

  /// Σ exp(x_j − maximum) − 1, with the terms equal to 1 counted apart, so that log1p keeps the precision of
  /// a row that one element dominates (Blanchard et al., algorithm 3.2).
  template <class L, class T>
  static double sum_minus_one(const T* x, std::size_t n, double maximum) noexcept {
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> rest;
    std::size_t ones = 0;
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto v = part.load(x, kernel::minus_infinity<L, T>());
      rest.add(select(v < maximum, kernel::exp_of_difference<T>(v, maximum), 0));
      ones += v.count(v == maximum);
    });
    return static_cast<double>(ones - 1) + rest.total();
  }

  template <class L, class T>
  static void forward_rows(const T* x, T* y, std::size_t rows, std::size_t n) noexcept {
    kernel::row_maximum maximum[kernel::most_rows_at_once];
    double rest[kernel::most_rows_at_once], log[kernel::most_rows_at_once];
    for (std::size_t i = 0; i < rows; ++i) maximum[i] = kernel::maximum_of_row<L>(x + i * n, n);
    for (std::size_t i = 0; i < rows; ++i)
      rest[i] = maximum[i].valid ? sum_minus_one<L>(x + i * n, n, maximum[i].value) : 0;
    for (std::size_t i = 0; i < rows; ++i) log[i] = kernel::row_log1p(rest[i]);
    for (std::size_t i = 0; i < rows; ++i, x += n, y += n) {
      if (!maximum[i].valid) {
        kernel::fill_nan<L>(y, n);
        continue;
      }
      kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
        const auto v = part.load(x, kernel::minus_infinity<L, T>());
        const auto d = v - maximum[i].value,
                   less = log[i] - kernel::lost_of_difference<T>(v, maximum[i].value, d);
        part.store((d + 0.0) - less, y);  // + 0: never −0 − 0
      });
    }
  }

  /// dx = dy − softmax(x)·Σ dy.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n) noexcept {
    const softmax::rows_of_probabilities<L, T> all(x, 1, n);
    const softmax::probabilities<T>& p = all.row[0];
    if (!p.maximum.valid) return kernel::fill_nan<L>(dx, n);
    sum_rule<L>(x, dy, dx, n, kernel::minus_infinity<L, T>(),
                [&](const auto& b, std::size_t at) HILLOCK_INLINE_LAMBDA { return p.of(b, at); });
  }

  /// The same with exp(y) in place of softmax(x). y ≤ 0.
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n) noexcept {
    sum_rule<L>(y, dy, dx, n, kernel::minus_infinity<L, T>(),
                [](const auto& b, std::size_t) HILLOCK_INLINE_LAMBDA { return kernel::exp_of_row<T>(b); });
  }

 private:
  template <class L, class T, class Probability>
  static void sum_rule(const T* x, const T* dy, T* dx, std::size_t n, T padding,
                       const Probability& p) noexcept {
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> sum;
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA { sum.add(part.load(dy, T())); });
    const double total = sum.total();
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto probability = p(part.load(x, padding), part.at);
      part.store(kernel::one_nan(fnma(probability, decltype(probability)(total), part.load(dy, T()))), dx);
    });
  }
};

}  // namespace hillock::activations
