// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <limits>
#include <type_traits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "kernel/row_exponentials.hpp"
#include "kernel/row_gradients.hpp"

namespace hillock::activations {

struct softmax {
  static constexpr bool has_slope_from_output = true;
  static constexpr card about{.name = "softmax",
                              .names = {{"PyTorch", "Softmax", "dim=-1", "none"},
                                        {"Keras", "softmax"},
                                        {"JAX", "softmax"},
                                        {"ONNX", "Softmax"},
                                        {"oneDNN", "softmax"},
                                        {"ggml", "soft_max"},
                                        {"mlpack", "Softmax"}},
                              .formula = "exp(x_i - max x) / sum_j exp(x_j - max x)",
                              .derivative = "y_i * ([i = j] - y_j)",
                              .of_rows = true,
                              .range = {0, 1},
                              .smoothness = card::smooth,
                              .lipschitz = 0.5,
                              .good_for = "a distribution over classes at the output, attention weights",
                              .bad_for = "hidden layers; a loss should take log_softmax or logits instead",
                              .references = {"Bridle, Neurocomputing NATO ASI F68, 1990",
                                             "Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"},
                              .f64 = {0.80, -0x1.626362a529debp+9}};
  static constexpr pins pinned{.f32 = "a99902989be4cda1ee7109c08f0caa0c",
                               .f32_slope = "18311935a4bed78425049abbcf7d1d1c",
                               .f16 = "550abbcce48fa03eabb86074c5497ee9",
                               .f16_slope = "e81a3ea177ec6da19179ce5412c0115e",
                               .bf16 = "f54d288a645dfed1f4753c02a9df67f6",
                               .bf16_slope = "4227fbe5c958bdc3621be36bdd1e8cf7"};

  /// A row's probabilities in f64.
  template <class T>
  struct probabilities {
    template <class V>
    using exponential = kernel::row_exponential<T, V>;

    kernel::row_maximum maximum;
    math::two_parts<double> sum;  ///< of the exponentials
    double inverse;               ///< 1 / sum
    const double* kept;           ///< the exponentials, where the row is short enough to keep them

    /// Of the elements b at column `at`.
    template <class V>
    HILLOCK_INLINE V of(const V& b, std::size_t at) const {
      using E = exponential<V>;
      return (kept ? E::load(kept + E::doubles * at) : E::of(b, maximum.value)).over(sum, inverse);
    }
    template <class V>
    static HILLOCK_INLINE V at_the_ends(const V& b) {
      return kernel::exponential_at_the_ends(b);
    }
    template <class V>
    requires std::is_same_v<T, double> HILLOCK_INLINE math::scaled<V> scaled_of(const V& b)
    const { return exponential<V>::scaled_over(b, maximum.value, sum, inverse); }
    /// What the elements are exponents to: from here down.
    double top() const { return maximum.value; }
  };

  /// The probabilities of up to rows_at_once(n) rows.
  template <class L, class T>
  struct rows_of_probabilities {
    probabilities<T> row[kernel::most_rows_at_once];
    alignas(64) double kept[kernel::kept_doubles];

    rows_of_probabilities(const T* x, std::size_t rows, std::size_t n) noexcept {
      constexpr std::size_t doubles = kernel::row_exponential<T, kernel::block<L>>::doubles;
      const std::size_t room = doubles * kernel::whole_blocks(n);
      for (std::size_t i = 0; i < rows; ++i) row[i].maximum = kernel::maximum_of_row<L>(x + i * n, n);
      for (std::size_t i = 0; i < rows; ++i) {
        double* const here = doubles * n <= kernel::kept_doubles ? kept + i * room : nullptr;
        row[i].sum = {0, 0};
        if (row[i].maximum.valid) row[i].sum = sum_of_row(x + i * n, n, row[i].maximum.value, here);
        row[i].inverse = 1 / row[i].sum.high, row[i].kept = here;
      }
    }

   private:
    /// The sum of the row's exponentials against its maximum, which are kept at `here` if that is given.
    static math::two_parts<double> sum_of_row(const T* x, std::size_t n, double maximum,
                                              double* here) noexcept {
      kernel::sum_of_exponentials<L, T> sum;
      kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
        const auto v = part.load(x, kernel::minus_infinity<L, T>());
        using E = typename probabilities<T>::template exponential<std::remove_cvref_t<decltype(v)>>;
        const E e = E::of(v, maximum);
        e.add_to(sum);
        if (here) e.store(here + E::doubles * part.at);
      });
      constexpr double scale = 1 / kernel::row_exponential<T, kernel::block<L>>::scale;
      const math::two_parts<double> s = sum.parts();
      return {s.high * scale, s.low * scale};
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
    const T padding = kernel::minus_infinity<L, T>();
    kernel::row_gradient<L, T, product_rule, probabilities<T>>{x, dy, dx, n, padding, p}.run();
  }

  /// The same with p = y, the rounded output.
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n) noexcept {
    kernel::row_gradient<L, T, product_rule, outputs>{y, dy, dx, n, T(), outputs()}.run();
  }

 private:
  struct outputs {
    template <class V>
    static HILLOCK_INLINE V of(const V& y, std::size_t) {
      return y;
    }
    template <class V>
    static HILLOCK_INLINE V at_the_ends(const V& y) {
      return y;
    }
  };
  struct product_rule {
    template <class Weight, class V>
    static HILLOCK_INLINE V term(const Weight& p, const V& dy) {
      return p() * dy;
    }
    template <class P, class V>
    static HILLOCK_INLINE V result(const P& p, const V& /*dy*/, const V& scaled_dy, const V& dot) {
      return p * (scaled_dy - dot);
    }
  };
};

}  // namespace hillock::activations
