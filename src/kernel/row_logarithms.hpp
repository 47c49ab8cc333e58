// SPDX-License-Identifier: Apache-2.0
// The logarithm of a row's sum of exponentials, without the cancellation of log(1 + rest).
#pragma once
#include <type_traits>

#include "kernel/row_exponentials.hpp"

namespace hillock::kernel {

/// Σ e^(rate·(x_j − origin)) − 1, with the terms equal to 1 counted apart, so that log1p keeps the precision
/// of a row that one element dominates (Blanchard et al., algorithm 3.2). `Precision` is the type whose
/// results need it: float and narrower, or double.
template <class L, class Precision, class T>
HILLOCK_INLINE math::two_parts<double> sum_minus_one(const T* x, std::size_t n,
                                                     const row_exponents& exponents) noexcept {
  sum_of_exponentials<L, Precision> rest;
  std::size_t ones = 0;
  for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
    const auto v = part.load(x, left_out<L, T>());
    using E = row_exponential<Precision, std::remove_cvref_t<decltype(v)>>;
    E::of(v, exponents).where(v < exponents.origin).add_to(rest);
    ones += v.count(v == exponents.origin);
  });
  constexpr double scale = row_exponential<Precision, block<L>>::scale;
  const auto [high, low] = rest.parts();
  auto sum = math::exact_sum(static_cast<double>(ones - 1), high * (1 / scale));
  sum.low += low * (1 / scale);
  return sum;
}

/// log(1 + rest).
template <class Precision>
HILLOCK_INLINE math::two_parts<double> log_of_sum(const math::two_parts<double>& rest) noexcept {
  if constexpr (std::is_same_v<Precision, double>) return row_log1p(rest);
  return {row_log1p(rest.high), 0};
}

}  // namespace hillock::kernel
