// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hillock/card.hpp"
#include "kernel/rows.hpp"

namespace hillock::activations {

struct softmax {
  static constexpr bool has_slope_from_output = true;
  static constexpr card about{.name = "softmax",
                              .aliases = {{"Softmax", {"PyTorch", "Keras", "ONNX"}}, {"soft_max", {"ggml"}}},
                              .formula = "exp(x_i - max x) / sum_j exp(x_j - max x)",
                              .of_rows = true,
                              .range = {0, 1},
                              .smoothness = card::smooth,
                              .lipschitz = 0.5,
                              .good_for = "a distribution over classes at the output, attention weights",
                              .bad_for = "hidden layers; a loss should take log_softmax or logits instead",
                              .references = {"Bridle, Neurocomputing NATO ASI F68, 1990",
                                             "Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"},
                              .pinned = {.f32 = "a99902989be4cda1ee7109c08f0caa0c",
                                         .f32_slope = "18311935a4bed78425049abbcf7d1d1c",
                                         .f16 = "550abbcce48fa03eabb86074c5497ee9",
                                         .f16_slope = "e81a3ea177ec6da19179ce5412c0115e",
                                         .bf16 = "f54d288a645dfed1f4753c02a9df67f6",
                                         .bf16_slope = "4227fbe5c958bdc3621be36bdd1e8cf7"},
                              .f64 = {2.95, 0x1.bd7464e1e1e52p-2}};

  /// The row's exponentials against its maximum: keeps them in `kept` where the row fits, and returns their
  /// sum.
  template <class L, class T>
  static double sum_of_exponentials(const T* x, std::size_t n, double maximum, double* kept) noexcept {
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> sum;
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto e = kernel::exp_of_difference<T>(part.load(x, kernel::minus_infinity<L, T>()), maximum);
      sum.add(e);
      if (kept) e.store(kept + part.at);
    });
    return sum.total();
  }

  /// A row's probabilities in f64, with one rounding after the exponential.
  template <class T>
  struct probabilities {
    kernel::row_maximum maximum;
    double sum, inverse;
    const double* kept;  ///< the exponentials, where the row is short enough to keep them

    /// Of the elements b at column `at`.
    template <class V>
    HILLOCK_INLINE V of(const V& b, std::size_t at) const {
      const V e = kept ? V::load(kept + at) : kernel::exp_of_difference<T>(b, maximum.value);
      if constexpr (std::is_same_v<T, double>) {
        return e / sum;
      } else {
        return e * inverse;
      }
    }
  };

  /// The probabilities of up to rows_at_once(n) rows.
  template <class L, class T>
  struct rows_of_probabilities {
    probabilities<T> row[kernel::most_rows_at_once];
    alignas(64) double kept[kernel::kept_columns];

    rows_of_probabilities(const T* x, std::size_t rows, std::size_t n) noexcept {
      for (std::size_t i = 0; i < rows; ++i) row[i].maximum = kernel::maximum_of_row<L>(x + i * n, n);
      for (std::size_t i = 0; i < rows; ++i) {
        double* const here = n <= kernel::kept_columns ? kept + i * kernel::whole_blocks(n) : nullptr;
        const double sum =
            row[i].maximum.valid ? sum_of_exponentials<L>(x + i * n, n, row[i].maximum.value, here) : 0;
        row[i].sum = sum, row[i].inverse = 1 / sum, row[i].kept = here;
      }
    }
  };

  template <class L, class T>
  static void forward_rows(const T* x, T* y, std::size_t rows, std::size_t n) noexcept {
    const rows_of_probabilities<L, T> p(x, rows, n);
    for (std::size_t i = 0; i < rows; ++i, x += n, y += n) {
      if (p.row[i].maximum.valid) {
        kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
          part.store(p.row[i].of(part.load(x, kernel::minus_infinity<L, T>()), part.at), y);
        });
      } else {
        kernel::fill_nan<L>(y, n);
      }
    }
  }

  /// dx = p·(dy − Σ p·dy), p computed anew from the input.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n) noexcept {
    const rows_of_probabilities<L, T> all(x, 1, n);
    const probabilities<T>& p = all.row[0];
    if (!p.maximum.valid) return kernel::fill_nan<L>(dx, n);
    product_rule<L>(x, dy, dx, n, kernel::minus_infinity<L, T>(),
                    [&](const auto& b, std::size_t at) HILLOCK_INLINE_LAMBDA { return p.of(b, at); });
  }

  /// The same with p = y, the rounded output.
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n) noexcept {
    product_rule<L>(y, dy, dx, n, T(), [](const auto& b, std::size_t) HILLOCK_INLINE_LAMBDA { return b; });
  }

 private:
  template <class L, class T, class Probability>
  static void product_rule(const T* x, const T* dy, T* dx, std::size_t n, T padding,
                           const Probability& p) noexcept {
    kernel::partial_sums_of_row<L, std::is_same_v<T, double>> sum;
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      sum.add(p(part.load(x, padding), part.at) * part.load(dy, T()));
    });
    const double dot = sum.total();
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      part.store(kernel::one_nan(p(part.load(x, padding), part.at) * (part.load(dy, T()) - dot)), dx);
    });
  }
};

}  // namespace hillock::activations
