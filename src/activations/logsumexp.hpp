// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <limits>
#include <type_traits>

#include "base/pins.hpp"
#include "kernel/row_logarithms.hpp"
#include "kernel/row_softmax.hpp"

namespace hillock::activations {

struct logsumexp {
  static constexpr card about{
      .name = "logsumexp",
      .names = {{"PyTorch", "logsumexp", "dim=-1"},
                {"Keras", "logsumexp", "axis=-1"},
                {"JAX", "logsumexp", "axis=-1"},
                {"ONNX", "ReduceLogSumExp", "axes=-1"}},
      .formula = "temperature * log(sum_j exp(x_j / temperature)), one number of a row",
      .derivative = "softmax(x / temperature)_j",
      .of_rows = true,
      .reduces = true,
      .monotone = true,
      .smoothness = card::smooth,
      .lipschitz = 1,
      .parameters = {kernel::temperature},
      .good_for = "normalisers of log-likelihoods and energies; a smooth maximum",
      .bad_for = "hidden layers",
      .references = {"Blanchard, Higham, Higham, IMA J. Numer. Anal. 41, 2021"},
      .f64 = {0.80, -0x1.6253cbd39a8f5p+9}};
  static constexpr pins pinned{.f32 = "4a6d9fda458b4f557cb6664583adcaf8",
                               .f32_slope = "df6c0f7ff4dab0d28698c21c50abfc93",
                               .f16 = "b62b52804d119a9ee1e37e02682423c4",
                               .f16_slope = "5edfa9562a1f7d75a8b1eb5af424265f",
                               .bf16 = "e623f8ecbbaaf772ea7272c0cd4a07c1",
                               .bf16_slope = "30d1cc27809318e15ca06572ed5b35c7"};

  /// −∞ of a row of nothing else, or of nothing at all; +∞ where an element is.
  template <class L, class T>
  static void forward_rows(const T* x, T* y, std::size_t rows, std::size_t n,
                           const double* parameters) noexcept {
    const math::two_parts<double> rate = kernel::rate_of(parameters[0]);
    for (std::size_t i = 0; i < rows; ++i, x += n, ++y) {
      const kernel::row_maximum most = kernel::maximum_of_row<L>(x, n);
      double value = most.some_nan ? std::numeric_limits<double>::quiet_NaN() : most.value;
      if (most.valid) value = value_of<L, T>(x, n, {most.value, rate}, parameters[0]);
      kernel::last_part<L>{0, 1}.store(kernel::block<L>(value), y);
    }
  }

  /// dx = dy·softmax(x / temperature); where dy is infinite or NaN, times 0 for x = −∞ and else a positive
  /// number.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n, const double* parameters) noexcept {
    double given[kernel::block_width];
    kernel::last_part<L>{0, 1}.load(dy, T()).store(given);
    const double d = given[0];
    constexpr auto kind = kernel::row_kind::plain;
    const kernel::rows_of_probabilities<L, T, kind> all(x, 1, n, parameters[0]);
    const kernel::row_probabilities<T, kind>& p = all.row[0];
    if (!p.valid) return kernel::fill_nan<L>(dx, n);
    const bool ordinary = std::fabs(d) <= std::numeric_limits<double>::max();
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto v = part.load(x, kernel::left_out<L, T>());
      using V = std::remove_cvref_t<decltype(v)>;
      if (!ordinary) return part.store(kernel::one_nan(p.at_the_ends(v) * V(d)), dx);
      if constexpr (std::is_same_v<T, double>) {
        part.store(p.scaled_of(v) * V(d), dx);
      } else {
        part.store(p.of(v, part.at) * V(d), dx);
      }
    });
  }

 private:
  /// Precise in double where float's exponentials of 40 bits will not do, because the two terms cancel.
  template <class L, class T>
  static HILLOCK_INLINE double value_of(const T* x, std::size_t n, const kernel::row_exponents& exponents,
                                        double temperature) noexcept {
    if constexpr (!std::is_same_v<T, double>) {
      const double log =
          temperature * kernel::log_of_sum<T>(kernel::sum_minus_one<L, T>(x, n, exponents)).high;
      const double y = exponents.origin + log;
      if (std::fabs(y) > 0x1p-5 * log || log == 0) return y;
    }
    const math::two_parts<double> log =
        kernel::log_of_sum<double>(kernel::sum_minus_one<L, double>(x, n, exponents));
    const double high = log.high * temperature,
                 low = std::fma(log.high, temperature, -high) + log.low * temperature;
    const auto [y, rest] = math::exact_sum(exponents.origin, high);
    return y + (rest + low);
  }
};

}  // namespace hillock::activations
