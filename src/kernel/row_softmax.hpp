// SPDX-License-Identifier: Apache-2.0
// What softmax and its kin share: the probabilities of a row, and both passes.
#pragma once
#include <limits>
#include <type_traits>

#include "hillock/card.hpp"
#include "kernel/row_exponentials.hpp"
#include "kernel/row_gradients.hpp"

namespace hillock::kernel {

/// The parameter that all of them have. Not larger and not smaller, so that in double 1 / temperature, and
/// products of floats with it, are ordinary numbers.
inline constexpr parameter temperature{.name = "temperature",
                                       .standard = 1,
                                       .low = 1e-30,
                                       .high = 1e30,
                                       .about = "what x is divided by: above 1 more even, below 1 sharper"};

/// What a row's probabilities are proportional to.
enum class row_kind {
  plain,    ///< e^(x / temperature)
  negated,  ///< e^(−x / temperature)
  with_one  ///< e^(x / temperature), beside a 1 in their sum: an element 0 that nobody sees
};

/// A row's probabilities, in f64.
template <class T, row_kind kind>
struct row_probabilities {
  row_exponents exponents;
  bool valid;                   ///< false: they are NaN
  math::two_parts<double> sum;  ///< of the exponentials
  double inverse;               ///< 1 / sum
  const double* kept;           ///< the exponentials, where the row is short enough to keep them

  /// Of the elements b at column `at`.
  template <class V>
  HILLOCK_INLINE V of(const V& b, std::size_t at) const {
    using E = row_exponential<T, V>;
    return (kept ? E::load(kept + E::doubles * at) : E::of(b, exponents)).over(sum, inverse);
  }
  template <class V>
  static HILLOCK_INLINE V at_the_ends(const V& b) {
    if constexpr (kind == row_kind::negated) return exponential_at_the_ends(-b);
    return exponential_at_the_ends(b);
  }
  template <class V>
  requires std::is_same_v<T, double> HILLOCK_INLINE math::scaled<V> scaled_of(const V& b)
  const { return row_exponential<T, V>::scaled_over(b, exponents, sum, inverse); }
  template <class V>
  HILLOCK_INLINE V exponent_of(const V& b) const {
    return exponents.of(b);
  }
  /// Rules may multiply by the rate, of which e^-70 is the least.
  double normal_to() const { return math::exp_is_normal_to + (std::fabs(exponents.rate.high) < 1 ? 70 : 0); }
};

/// The probabilities of up to rows_at_once(n) rows.
template <class L, class T, row_kind kind>
struct rows_of_probabilities {
  row_probabilities<T, kind> row[most_rows_at_once];
  alignas(64) double kept[kept_doubles];

  rows_of_probabilities(const T* x, std::size_t rows, std::size_t n, double temperature) noexcept {
    constexpr std::size_t doubles = row_exponential<T, block<L>>::doubles;
    const std::size_t room = doubles * whole_blocks(n);
    math::two_parts<double> rate = rate_of(temperature);
    if constexpr (kind == row_kind::negated) rate = {-rate.high, -rate.low};
    for (std::size_t i = 0; i < rows; ++i) {
      const auto [most, valid, some_nan] = maximum_of_row<L, kind == row_kind::negated>(x + i * n, n);
      row[i].exponents = {most, rate}, row[i].valid = valid;
      if constexpr (kind == row_kind::with_one) {
        row[i].exponents.origin = most > 0 ? most : 0;
        row[i].valid = !some_nan && most < std::numeric_limits<double>::infinity();
      }
    }
    for (std::size_t i = 0; i < rows; ++i) {
      double* const here = doubles * n <= kept_doubles ? kept + i * room : nullptr;
      row[i].sum = {0, 0};
      if (row[i].valid) row[i].sum = sum_of_row(x + i * n, n, row[i].exponents, here);
      row[i].inverse = 1 / row[i].sum.high, row[i].kept = here;
    }
  }

 private:
  /// The sum of the row's exponentials, which are kept at `here` if that is given.
  static math::two_parts<double> sum_of_row(const T* x, std::size_t n, const row_exponents& exponents,
                                            double* here) noexcept {
    sum_of_exponentials<L, T> sum;
    for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto v = part.load(x, left_out<L, T, kind == row_kind::negated>());
      using E = row_exponential<T, std::remove_cvref_t<decltype(v)>>;
      const E e = E::of(v, exponents);
      e.add_to(sum);
      if (here) e.store(here + E::doubles * part.at);
    });
    math::two_parts<double> s = sum.parts();
    if constexpr (kind == row_kind::with_one) {
      const auto [one, one_low] = exponential_of_zero<L, T>(exponents);
      const auto [total, rest] = math::exact_sum(s.high, one);
      s = math::sum_of_large_and_small(total, rest + (s.low + one_low));
    }
    constexpr double scale = 1 / row_exponential<T, block<L>>::scale;
    return {s.high * scale, s.low * scale};
  }
};

/// dx = rate·p·(dy − total).
struct product_rule {
  double rate;

  template <class Weight, class V>
  static HILLOCK_INLINE V term(const Weight& p, const V& dy) {
    return p() * dy;
  }
  template <class P, class V>
  HILLOCK_INLINE V result(const P& p, const V& /*dy*/, const V& scaled_dy, const V& dot) const {
    return times(p, rate) * (scaled_dy - dot);
  }
};

/// Outputs as their own weights.
struct row_outputs {
  template <class V>
  static HILLOCK_INLINE V of(const V& y, std::size_t) {
    return y;
  }
  template <class V>
  static HILLOCK_INLINE V at_the_ends(const V& y) {
    return y;
  }
};

/// softmax and its kin.
template <row_kind kind>
struct softmax_of {
  static constexpr bool has_slope_from_output = true, negates = kind == row_kind::negated;

  template <class L, class T>
  static void forward_rows(const T* x, T* y, std::size_t rows, std::size_t n,
                           const double* parameters) noexcept {
    const rows_of_probabilities<L, T, kind> p(x, rows, n, parameters[0]);
    for (std::size_t i = 0; i < rows; ++i, x += n, y += n) {
      if (p.row[i].valid) {
        for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
          part.store(p.row[i].of(part.load(x, left_out<L, T, negates>()), part.at), y);
        });
      } else {
        fill_nan<L>(y, n);
      }
    }
  }

  /// dx = ±p·(dy − Σ p·dy) / temperature, p computed anew from the input.
  template <class L, class T>
  static void backward_row(const T* x, const T* dy, T* dx, std::size_t n, const double* parameters) noexcept {
    const rows_of_probabilities<L, T, kind> all(x, 1, n, parameters[0]);
    const row_probabilities<T, kind>& p = all.row[0];
    if (!p.valid) return fill_nan<L>(dx, n);
    const product_rule rule{p.exponents.rate.high};
    row_gradient<L, T, product_rule, row_probabilities<T, kind>>{x,    dy, dx, n, left_out<L, T, negates>(),
                                                                 rule, p}
        .run();
  }

  /// The same with p = y, the rounded output.
  template <class L, class T>
  static void backward_row_from_output(const T* y, const T* dy, T* dx, std::size_t n,
                                       const double* parameters) noexcept {
    const product_rule rule{(negates ? -1 : 1) / parameters[0]};
    row_gradient<L, T, product_rule, row_outputs>{y, dy, dx, n, T(), rule, row_outputs()}.run();
  }
};

}  // namespace hillock::kernel
