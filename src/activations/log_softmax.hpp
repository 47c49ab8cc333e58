// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "activations/softmax.hpp"

namespace hillock::activations {

struct log_softmax {
  static constexpr bool has_slope_from_output = true;
  static constexpr card about{.name = "log_softmax",
                              .formula = "x_i - max x - log(sum_j exp(x_j - max x))",
                              .of_rows = true,
                              .range = {-std::numeric_limits<double>::infinity(), 0},
                              .smoothness = card::smooth,
                              .lipschitz = 2,
                              .good_for = "log-likelihoods and cross-entropy: no overflow, no log of 0",
                              .bad_for = "hidden layers",
                              .references = {"Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"}};

  /// log Σ exp(x_j − maximum), with the terms equal to 1 counted apart, so that log1p keeps the precision of
  /// a row that one element dominates (Blanchard et al., algorithm 3.2).
  template <class L, class T>
  static double log_of_sum(const T* x, std::size_t n, double maximum) noexcept {
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> rest;
    std::size_t ones = 0;
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto d = part.load(x, kernel::minus_infinity<L, T>()) - maximum;
      using V = std::remove_const_t<decltype(d)>;
      rest.add(select(d < V(0), kernel::exp_of_row<T>(d), V(0)));
      ones += V::count(d == V(0));
    });
    return kernel::row_log1p(static_cast<double>(ones - 1) + rest.total());
  }

  template <class L, class T>
  static void forward_row(const T* x, T* y, std::size_t n) noexcept {
    const kernel::row_maximum m = kernel::maximum_of_row<L>(x, n);
    if (!m.valid) return kernel::fill_nan<L>(y, n);
    const double log = log_of_sum<L>(x, n, m.value);
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto d = part.load(x, kernel::minus_infinity<L, T>()) - m.value;
      part.store((d + 0.0) - log, y);  // + 0: never −0 − 0
    });
  }

  /// dx = dy − softmax(x)·Σ dy.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n) noexcept {
    const softmax::probabilities<L, T> p(x, n);
    if (!p.valid) return kernel::fill_nan<L>(dx, n);
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
