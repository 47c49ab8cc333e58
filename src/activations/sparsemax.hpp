// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <type_traits>

#include "base/pins.hpp"
#include "hillock/card.hpp"
#include "kernel/row_softmax.hpp"

namespace hillock::activations {

struct sparsemax {
  static constexpr bool has_slope_from_output = true;
  static constexpr card about{
      .name = "sparsemax",
      .names = {{"Keras", "sparsemax"}},
      .formula = "max(z_i - t, 0), t such that they sum to 1, z = x / temperature",
      .derivative = "([i = j] - 1 / support) / temperature where y_i > 0 and y_j > 0, 0 otherwise",
      .of_rows = true,
      .range = {0, 1},
      .lipschitz = 2,
      .parameters = {kernel::temperature},
      .good_for = "attention and choices with true zeros: a distribution over few of many",
      .bad_for = "likelihoods: the logarithm of 0; what is outside learns nothing",
      .references = {"Martins, Astudillo, ICML 2016", "Condat, Mathematical Programming 158, 2016"},
      .f64 = {0.51, -0x1.0000000000001p-1}};
  static constexpr pins pinned{.f32 = "b2230bda230280bae6ea8d4e490f77a9",
                               .f32_slope = "a70ec7ab3f3d676851db573894a40f5d",
                               .f16 = "495b1420d230106d948f2721cbcd93df",
                               .f16_slope = "4a4c88f28227068650d46a5624e45c69",
                               .bf16 = "91a0e64b4241f867b633c1b7345c8eb5",
                               .bf16_slope = "10f97933513c7e8d1b85c25b00df4ab8"};

  template <class L, class T>
  static void forward_rows(const T* x, T* y, std::size_t rows, std::size_t n,
                           const double* parameters) noexcept {
    for (std::size_t i = 0; i < rows; ++i, x += n, y += n) {
      const kernel::row_maximum most = kernel::maximum_of_row<L>(x, n);
      if (!most.valid) {
        kernel::fill_nan<L>(y, n);
        continue;
      }
      const threshold t = threshold_of<L>(x, n, most.value, parameters[0]);
      kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
        const auto above = t.excess_of(part.load(x, kernel::left_out<L, T>()));
        using V = std::remove_cvref_t<decltype(above)>;
        part.store(select(above > V(0), above / V(parameters[0]), V(0)), y);
      });
    }
  }

  /// dx = (dy − the mean of dy over the support) / temperature in the support, else 0, whatever dy is there.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n, const double* parameters) noexcept {
    const kernel::row_maximum most = kernel::maximum_of_row<L>(x, n);
    if (!most.valid) return kernel::fill_nan<L>(dx, n);
    const threshold t = threshold_of<L>(x, n, most.value, parameters[0]);
    const support_rule rule{1 / parameters[0], t.count};
    const support_of_input support{t};
    kernel::row_gradient<L, T, support_rule, support_of_input>{x,    dy,     dx, n, kernel::left_out<L, T>(),
                                                               rule, support}
        .run();
  }

  /// The same with the support of y, where it is above 0.
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n,
                                       const double* parameters) noexcept {
    if (kernel::maximum_of_row<L>(y, n).some_nan) return kernel::fill_nan<L>(dx, n);
    std::size_t count = 0;
    kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto v = part.load(y, T());
      count += v.count(v > std::remove_cvref_t<decltype(v)>(0));
    });
    const support_rule rule{1 / parameters[0], static_cast<double>(count)};
    kernel::row_gradient<L, T, support_rule, support_of_output>{y, dy, dx, n, T(), rule, support_of_output()}
        .run();
  }

 private:
  struct threshold {
    double origin;               ///< the row's maximum
    math::two_parts<double> at;  ///< temperature·t − origin
    double count;                ///< elements above it: the support

    /// x − origin − at, 0 or less or NaN outside the support. Its sign is that of the exact difference.
    template <class V>
    HILLOCK_INLINE V excess_of(const V& x) const {
      const auto [d, lost] = math::exact_sum(x, V(-origin));
      const auto [above, rest] = math::exact_sum(d, V(-at.high));
      return above + (rest + (lost - V(at.low)));
    }
  };

  /// The root of Σ max(d_j − at, 0) = temperature, d = x − origin, by Newton's method from the left, where it
  /// lies for sure: every step leaves out the elements that it passes. The sum convex, slope times value
  /// falls to a quarter at least in each step, so that the steps are few whatever the row (a handful for
  /// ordinary ones). Sums in two parts: a threshold is off by less than 2^-100 of the temperature for each
  /// addition.
  template <class L, class T>
  static HILLOCK_INLINE threshold threshold_of(const T* x, std::size_t n, double origin,
                                               double temperature) noexcept {
    threshold t{origin, {-temperature, 0}, static_cast<double>(n) + 1};
    for (;;) {
      kernel::partial_sums_of_row<L, true> sum;
      std::size_t inside = 0;
      kernel::for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
        const auto v = part.load(x, kernel::left_out<L, T>());
        using V = std::remove_cvref_t<decltype(v)>;
        const auto in = t.excess_of(v) > V(0);
        const auto [d, lost] = math::exact_sum(v, V(-origin));
        sum.add(select(in, d, V(0))), sum.add_lost(select(in, lost, V(0)));
        inside += V::count(in);
      });
      const double count = static_cast<double>(inside);
      if (!(count < t.count)) return t;
      const auto [total, total_low] = sum.parts();
      const auto [high, low] = math::exact_sum(total, -temperature);
      const double at = high / count;
      t.at = math::sum_of_large_and_small(at, (std::fma(-at, count, high) + (low + total_low)) / count);
      t.count = count;
    }
  }

  struct support_of_input {
    const threshold& t;
    template <class V>
    HILLOCK_INLINE V of(const V& x, std::size_t) const {
      return at_the_ends(x);
    }
    template <class V>
    HILLOCK_INLINE V at_the_ends(const V& x) const {
      return select(t.excess_of(x) > V(0), V(1), V(0));
    }
  };
  struct support_of_output {
    template <class V>
    static HILLOCK_INLINE V of(const V& y, std::size_t) {
      return at_the_ends(y);
    }
    template <class V>
    static HILLOCK_INLINE V at_the_ends(const V& y) {
      return select(y > V(0), V(1), V(0));
    }
  };
  struct support_rule {
    double rate, count;

    template <class Weight, class V>
    static HILLOCK_INLINE V term(const Weight& in, const V& dy) {
      return select(in() > V(0), dy, V(0));
    }
    template <class V>
    HILLOCK_INLINE V result(const V& in, const V& /*dy*/, const V& scaled_dy, const V& total) const {
      return select(in > V(0), in * V(rate) * (scaled_dy - total / V(count)), V(0));
    }
  };
};

}  // namespace hillock::activations
