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
    using V = typename L::f64;
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> rest;
    kernel::partial_sums_of_row<L, false> ones;  // whole numbers: exact
    const auto add = [&](const kernel::block<L>& b) {
      rest.add(kernel::each<L>(b, [&](V v) {
        const V d = v - V(maximum);
        return select(d < V(0), kernel::exp_of_row<T>(d), V(0));
      }));
      ones.add(kernel::each<L>(b, [&](V v) { return select(v == V(maximum), V(1), V(0)); }));
    };
    std::size_t j = 0;
    for (; j + kernel::block_width <= n; j += kernel::block_width) add(kernel::load_block<L>(x + j));
    if (j < n) add(kernel::load_tail<L>(x + j, n - j, kernel::minus_infinity<L, T>()));
    return kernel::row_log1p((ones.total() - 1) + rest.total());
  }

  template <class L, class T>
  static void forward_row(const T* x, T* y, std::size_t n) noexcept {
    using V = typename L::f64;
    const kernel::row_maximum m = kernel::maximum_of_row<L>(x, n);
    if (!m.valid) return kernel::fill_nan<L>(y, n);
    const double log = log_of_sum<L>(x, n, m.value);
    kernel::map_row<L>(x, y, n, kernel::minus_infinity<L, T>(), [&](const kernel::block<L>& b) {
      return kernel::each<L>(b, [&](V v) { return (v - V(m.value) + V(0)) - V(log); });  // + 0: never −0 − 0
    });
  }

  /// dx = dy − softmax(x)·Σ dy.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n) noexcept {
    const softmax::probabilities<L, T> p(x, n);
    if (!p.valid) return kernel::fill_nan<L>(dx, n);
    sum_rule<L>(x, dy, dx, n, kernel::minus_infinity<L, T>(),
                [&](const kernel::block<L>& b, std::size_t at) { return p.of(b, at); });
  }

  /// The same with exp(y) in place of softmax(x). y ≤ 0.
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n) noexcept {
    using V = typename L::f64;
    sum_rule<L>(y, dy, dx, n, kernel::minus_infinity<L, T>(), [](const kernel::block<L>& b, std::size_t) {
      return kernel::each<L>(b, [](V v) { return kernel::exp_of_row<T>(v); });
    });
  }

 private:
  template <class L, class T, class Probability>
  static void sum_rule(const T* x, const T* dy, T* dx, std::size_t n, T padding,
                       const Probability& p) noexcept {
    using V = typename L::f64;
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> sum;
    kernel::for_blocks<L>(x, dy, n, padding, [&](const auto&, const auto& g, std::size_t) { sum.add(g); });
    const double total = sum.total();
    std::size_t at = 0;
    kernel::map_row<L>(x, dy, dx, n, padding, [&](const kernel::block<L>& b, const kernel::block<L>& g) {
      const auto r = kernel::each<L>(p(b, at), g, [&](V a, V c) { return fnma(a, V(total), c); });
      at += kernel::block_width;
      return r;
    });
  }
};

}  // namespace hillock::activations
