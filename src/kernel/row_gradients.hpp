// SPDX-License-Identifier: Apache-2.0
// The backward pass over a row: a sum over it, then every element.
#pragma once
#include <cmath>
#include <limits>
#include <type_traits>

#include "kernel/rows.hpp"
#include "math/exp_of_negative.hpp"
#include "math/scaled.hpp"

namespace hillock::kernel {

/// w·power, of a weight that may be too small for a double too.
template <class V>
HILLOCK_INLINE V times(const V& w, double power) {
  return w * V(power);
}
template <class V>
HILLOCK_INLINE math::scaled<V> times(const math::scaled<V>& w, double power) {
  return w.times(power);
}

/// dx of one row by a rule, from the weights that a row of x (or of outputs) stands for:
///
///   total = Σ rule.term(weight, dy)          dx = rule.result(weight, dy, dy, total)
///
/// Weights: of(b, at) for the elements b from column `at` on; at_the_ends(b), what counts of a weight where
/// total is infinite: 0, positive or NaN.
///
/// scaled_of(b), where there is one: the weight as a number that may be too small for a double,
/// e^exponent_of(b) up to a constant; down to normal_to() it is large enough.
///
/// Where the sum overflows, or may, dy is scaled down and the weights up: rule.result gets dy as it is and
/// scaled.
template <class L, class T, class Rule, class Weights>
struct row_gradient {
  const T *x, *dy;
  T* dx;
  std::size_t n;
  T padding;
  const Rule& rule;
  const Weights& weights;

  HILLOCK_INLINE void run() const {
    const auto weight = [&](const auto& b, std::size_t at)
                            HILLOCK_INLINE_LAMBDA { return weights.of(b, at); };
    if constexpr (has_scaled_weights) {
      if (some_fade()) [[unlikely]]
        return faded();
    }
    const double total = sum<is_f64>(weight, 1);
    // Above, f64's dy − total could overflow; narrower types get here with infinities only.
    if (!(std::fabs(total) < 0x1p969)) [[unlikely]]
      return scaled();
    finish(weight, 1, total);
  }

 private:
  static constexpr bool is_f64 = std::is_same_v<T, double>;
  static constexpr double down = 0x1p-64;  // more than 2^64 elements would have to be as large as can be

  static constexpr bool has_scaled_weights = is_f64 && requires(const Weights& w, block<L> b) {
    w.scaled_of(b);
  };

  /// Whether some weights are too small for a double, but not for its product with another.
  HILLOCK_INLINE bool some_fade() const {
    bool some = false;
    const double normal_to = weights.normal_to();
    for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto d = weights.exponent_of(part.load(x, padding));
      using V = std::remove_const_t<decltype(d)>;
      some = V::any(V::both(d<V(normal_to), d> V(math::exp_fades_at))) || some;
    });
    return some;
  }

  template <bool compensated, class Weight>
  HILLOCK_INLINE double sum(const Weight& weight, double scale) const {
    partial_sums_of_row<L, compensated> s;
    for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto d = part.load(dy, T()) * scale;
      s.add(rule.term([&]() HILLOCK_INLINE_LAMBDA { return weight(part.load(x, padding), part.at); }, d));
    });
    return s.total();
  }

  template <class Weight>
  HILLOCK_INLINE void finish(const Weight& weight, double scale, double total) const {
    for_parts<L>(n, [&](const auto& part) HILLOCK_INLINE_LAMBDA {
      const auto w = times(weight(part.load(x, padding), part.at), 1 / scale);
      const auto d = part.load(dy, T());
      part.store(one_nan(rule.result(w, d, d * scale, decltype(d)(total))), dx);
    });
  }

  /// Rare: rows with weights that are too small for a double.
  __attribute__((noinline, cold)) void faded() const {
    const auto weight = [&](const auto& b, std::size_t)
                            HILLOCK_INLINE_LAMBDA { return weights.scaled_of(b); };
    double scale = 1, total = sum<true>(weight, scale);
    if (!(std::fabs(total) < 0x1p969)) scale = down, total = sum<true>(weight, scale);
    if (!(std::fabs(total) <= std::numeric_limits<double>::max())) return scaled();
    finish(weight, scale, total);
  }

  /// Rare: rows with an infinity or NaN in dy, and f64 near its end.
  __attribute__((noinline, cold)) void scaled() const {
    if constexpr (is_f64) {
      const auto weight = [&](const auto& b, std::size_t at)
                              HILLOCK_INLINE_LAMBDA { return weights.of(b, at); };
      const double total = sum<true>(weight, down);
      if (std::fabs(total) <= std::numeric_limits<double>::max()) return finish(weight, down, total);
    }
    // The plain sum is infinite where the compensated one would be NaN.
    const auto weight = [&](const auto& b, std::size_t)
                            HILLOCK_INLINE_LAMBDA { return weights.at_the_ends(b); };
    finish(weight, down, sum<false>(weight, down));
  }
};

/// at_the_ends of e^b, where b is −∞ or finite or NaN.
template <class V>
HILLOCK_INLINE V exponential_at_the_ends(V b) {
  const V e = select(b > V(-std::numeric_limits<double>::infinity()), V(1), V(0));
  return select(is_nan(b), b, e);
}

}  // namespace hillock::kernel
