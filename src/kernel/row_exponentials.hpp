// SPDX-License-Identifier: Apache-2.0
// The exponentials of a row, as precise as its elements need: one double, below 2^-40 off, for f32, f16 and
// bf16; for f64 two doubles, so that its results are rounded once.
#pragma once
#include <cmath>

#include "kernel/rows.hpp"
#include "math/exp_of_negative.hpp"
#include "math/scaled.hpp"

namespace hillock::kernel {

/// log(1 + rest) of one row. Not templates and not inline: they live in baseline code.
double row_log1p(double rest) noexcept;
math::two_parts<double> row_log1p(math::two_parts<double> rest) noexcept;

/// 1 / temperature.
HILLOCK_INLINE math::two_parts<double> rate_of(double temperature) {
  const double high = 1 / temperature;
  return {high, std::fma(-high, temperature, 1.0) / temperature};
}

/// What a row's exponentials are taken of: rate·(x − origin), never above 0.
struct row_exponents {
  double origin;                 ///< the row's largest element; its least where the rate is negative
  math::two_parts<double> rate;  ///< 1 / temperature, or that negated

  /// With two roundings beside that of the rate. −∞ where x is left out.
  template <class V>
  HILLOCK_INLINE V of(const V& x) const {
    return (x - V(origin)) * V(rate.high);
  }
  /// The difference is not exact in double; without what it loses, e^-200 would be off by 100 ulp. `low` is
  /// NaN where `high` is −∞.
  template <class V>
  HILLOCK_INLINE math::two_parts<V> in_two_parts(const V& x) const {
    const auto [d, lost] = math::exact_sum(x, V(-origin));
    const V high = d * V(rate.high);
    return {high, fma(lost, V(rate.high), fma(d, V(rate.low), fma(d, V(rate.high), -high)))};
  }
};

/// e^(rate·(x − origin))·scale for the elements x of a pack.
template <class T, class V>
struct row_exponential {
  static constexpr std::size_t doubles = 1;  ///< that keep one of them
  static constexpr double scale = 1;
  V e;

  static HILLOCK_INLINE row_exponential of(const V& x, const row_exponents& exponents) {
    return {math::exp_to_40_bits(exponents.of(x))};
  }
  static HILLOCK_INLINE row_exponential load(const double* kept) { return {V::load(kept)}; }
  HILLOCK_INLINE void store(double* kept) const { e.store(kept); }
  template <class Mask>
  HILLOCK_INLINE row_exponential where(const Mask& condition) const {
    return {select(condition, e, V(0))};
  }
  template <class Sum>
  HILLOCK_INLINE void add_to(Sum& sum) const {
    sum.add(e);
  }
  /// e / sum, given 1 / sum.
  HILLOCK_INLINE V over(const math::two_parts<double>& /*sum*/, double inverse) const { return e * inverse; }
};

template <class V>
struct row_exponential<double, V> {
  static constexpr std::size_t doubles = 2;
  static constexpr double scale = math::exp_scale;
  math::two_parts<V> e;

  static HILLOCK_INLINE row_exponential of(const V& x, const row_exponents& exponents) {
    const auto [d, lost] = exponents.in_two_parts(x);
    return {math::exp_in_two_parts(d, lost)};
  }
  static HILLOCK_INLINE row_exponential load(const double* kept) {
    return {{V::load(kept), V::load(kept + V::size())}};
  }
  HILLOCK_INLINE void store(double* kept) const { e.high.store(kept), e.low.store(kept + V::size()); }
  template <class Mask>
  HILLOCK_INLINE row_exponential where(const Mask& condition) const {
    return {{select(condition, e.high, V(0)), select(condition, e.low, V(0))}};
  }
  template <class Sum>
  HILLOCK_INLINE void add_to(Sum& sum) const {
    sum.add(e.high), sum.add_lost(e.low);
  }
  /// One rounding, and a second one where the quotient is subnormal. `sum` is that of the scaled
  /// exponentials, divided by the scale.
  HILLOCK_INLINE V over(const math::two_parts<double>& sum, double inverse) const {
    return ratio(e, sum, inverse) * V(1 / scale);
  }
  /// The same where it may be too small for a double.
  static HILLOCK_INLINE math::scaled<V> scaled_over(const V& x, const row_exponents& exponents,
                                                    const math::two_parts<double>& sum, double inverse) {
    const auto [d, lost] = exponents.in_two_parts(x);
    const auto gone = d < V(math::exp_fades_at);
    const math::exponential_in_two_parts<V> e(select(gone, V(0), d), select(gone, V(0), lost));
    return math::with_exponent(select(gone, V(0), ratio(e.fraction, sum, inverse)), e.k());
  }

 private:
  static HILLOCK_INLINE V ratio(const math::two_parts<V>& e, const math::two_parts<double>& sum,
                                double inverse) {
    const V q = e.high * V(inverse);
    const V rest = fnma(q, V(sum.high), e.high) + fnma(q, V(sum.low), e.low);
    return fma(rest, V(inverse), q);
  }
};

/// e^(rate·(0 − origin))·scale, one number.
template <class L, class T>
HILLOCK_INLINE math::two_parts<double> exponential_of_zero(const row_exponents& exponents) {
  using E = row_exponential<T, typename L::f64>;
  double lanes[E::doubles * L::f64::size()];
  E::of(typename L::f64(0), exponents).store(lanes);
  return {lanes[0], E::doubles == 2 ? lanes[L::f64::size()] : 0};
}

/// e^y for an output y of log_softmax, within 1 ulp in f64. y > 0, which no output is, counts as y = 0.
template <class T, class V>
HILLOCK_INLINE V exp_of_output(V y) {
  const V d = select(y < V(0), y, V(0));
  V e;
  if constexpr (std::is_same_v<T, double>) {
    e = math::exp_of_negative(d);
  } else {
    e = math::exp_to_40_bits(d);
  }
  return select(is_nan(y), y, e);
}

/// The same in f64 where it may be too small for a double.
template <class V>
HILLOCK_INLINE math::scaled<V> scaled_exp_of_output(V y) {
  const auto gone = y < V(math::exp_fades_at);
  const math::exponential_in_two_parts<V> e(select(V::either(gone, y > V(0)), V(0), y), V(0));
  return math::with_exponent(select(gone, V(0), e.fraction.high), e.k());
}

/// Rows that need no more doubles than this keep their exponentials in 32 KiB on the stack between two
/// passes; longer ones compute them twice, to the same bits.
inline constexpr std::size_t kept_doubles = 4096;

/// The partial sums that a row's exponentials need.
template <class L, class T>
using sum_of_exponentials = partial_sums_of_row<L, std::is_same_v<T, double>>;

}  // namespace hillock::kernel
