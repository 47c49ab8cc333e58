// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hillock/card.hpp"
#include "kernel/rows.hpp"

namespace hillock::activations {

struct softmax {
  static constexpr bool has_slope_from_output = true;
  static constexpr card about{.name = "softmax",
                              .formula = "exp(x_i - max x) / sum_j exp(x_j - max x)",
                              .of_rows = true,
                              .range = {0, 1},
                              .smoothness = card::smooth,
                              .lipschitz = 0.5,
                              .good_for = "a distribution over classes at the output, attention weights",
                              .bad_for = "hidden layers; a loss should take log_softmax or logits instead",
                              .references = {"Bridle, Neurocomputing NATO ASI F68, 1990",
                                             "Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"}};

  /// The row's exponentials against its maximum: keeps them in `kept` where the row fits, and returns their
  /// sum.
  template <class L, class T>
  static double sum_of_exponentials(const T* x, std::size_t n, double maximum, double* kept) noexcept {
    using V = typename L::f64;
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> sum;
    const auto add = [&](const kernel::block<L>& b, std::size_t at) {
      const auto e = kernel::each<L>(b, [&](V v) { return kernel::exp_of_row<T>(v - V(maximum)); });
      sum.add(e);
      if (kept) kernel::store_block<L>(e, kept + at);
    };
    std::size_t j = 0;
    for (; j + kernel::block_width <= n; j += kernel::block_width) add(kernel::load_block<L>(x + j), j);
    if (j < n) add(kernel::load_tail<L>(x + j, n - j, kernel::minus_infinity<L, T>()), j);
    return sum.total();
  }

  /// Calls use(probabilities) once per block of the row, in f64 with one rounding after the exponential.
  template <class L, class T>
  struct probabilities {
    using V = typename L::f64;
    bool valid;
    double maximum, sum;
    bool is_kept;
    double kept[kernel::kept_columns + kernel::block_width];

    probabilities(const T* x, std::size_t n) noexcept : is_kept(n <= kernel::kept_columns) {
      const kernel::row_maximum m = kernel::maximum_of_row<L>(x, n);
      valid = m.valid, maximum = m.value;
      if (valid) sum = sum_of_exponentials<L>(x, n, maximum, is_kept ? kept : nullptr);
    }
    /// Of the block at column `at`, whose elements are `b`.
    kernel::block<L> of(const kernel::block<L>& b, std::size_t at) const {
      const auto e = is_kept ? kernel::load_block<L>(kept + at)
                             : kernel::each<L>(b, [&](V v) { return kernel::exp_of_row<T>(v - V(maximum)); });
      if constexpr (std::is_same_v<T, double>) {
        return kernel::each<L>(e, [&](V v) { return v / V(sum); });
      } else {
        const double inverse = 1 / sum;
        return kernel::each<L>(e, [&](V v) { return v * V(inverse); });
      }
    }
  };

  template <class L, class T>
  static void forward_row(const T* x, T* y, std::size_t n) noexcept {
    const probabilities<L, T> p(x, n);
    if (!p.valid) return kernel::fill_nan<L>(y, n);
    std::size_t at = 0;
    kernel::map_row<L>(x, y, n, kernel::minus_infinity<L, T>(), [&](const kernel::block<L>& b) {
      const auto r = p.of(b, at);
      at += kernel::block_width;
      return r;
    });
  }

  /// dx = p·(dy − Σ p·dy), p computed anew from the input.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n) noexcept {
    const probabilities<L, T> p(x, n);
    if (!p.valid) return kernel::fill_nan<L>(dx, n);
    product_rule<L>(x, dy, dx, n, kernel::minus_infinity<L, T>(),
                    [&](const kernel::block<L>& b, std::size_t at) { return p.of(b, at); });
  }

  /// The same with p = y, the rounded output.
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n) noexcept {
    product_rule<L>(y, dy, dx, n, T(), [](const kernel::block<L>& b, std::size_t) { return b; });
  }

 private:
  template <class L, class T, class Probability>
  static void product_rule(const T* x, const T* dy, T* dx, std::size_t n, T padding,
                           const Probability& p) noexcept {
    using V = typename L::f64;
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> sum;
    kernel::for_blocks<L>(x, dy, n, padding, [&](const auto& b, const auto& g, std::size_t at) {
      sum.add(kernel::each<L>(p(b, at), g, [](V a, V c) { return a * c; }));
    });
    const double dot = sum.total();
    std::size_t at = 0;
    kernel::map_row<L>(x, dy, dx, n, padding, [&](const kernel::block<L>& b, const kernel::block<L>& g) {
      const auto r = kernel::each<L>(p(b, at), g, [&](V a, V c) { return a * (c - V(dot)); });
      at += kernel::block_width;
      return r;
    });
  }
};

}  // namespace hillock::activations
