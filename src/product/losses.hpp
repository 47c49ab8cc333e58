// SPDX-License-Identifier: Apache-2.0
// Losses from logits and their gradients, in double lanes with one example per lane: sums run over an
// example's columns in increasing order, whatever the number of lanes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "math/exp_of_negative.hpp"
#include "product/loss_table.hpp"
#include "simd/twin.hpp"

namespace hillock::product {

/// L: an instruction set's lanes. T: the logits' type.
template <class L, class T>
struct losses {
  using W = typename L::f64;
  static constexpr std::size_t lanes = W::size();
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

  static W gradient(W d, double smallest) { return select(abs(d) < W(smallest), W(0), d); }

  static void softmax_cross_entropy(const cross_entropy_task<T>& t) noexcept {
    const std::size_t whole = t.rows / lanes * lanes;
    for (std::size_t i = 0; i < whole; i += lanes) rows_of_softmax<lanes>(t, i, lanes);
    if (whole < t.rows) rows_of_softmax<0>(t, whole, t.rows - whole);
  }

  /// `count` examples from `first` on; `fixed` is `count` where that is known to the compiler, else 0.
  template <std::size_t fixed>
  static void rows_of_softmax(const cross_entropy_task<T>& t, std::size_t first, std::size_t count) {
    const std::size_t used = fixed ? fixed : count, columns = t.columns;
    double* const z = t.scratch;
    double label_of[lanes] = {}, share_of[lanes] = {}, rest_of[lanes] = {}, mass_of[lanes] = {};
    for (std::size_t l = 0; l < used; ++l) {
      const auto y = static_cast<std::size_t>(t.labels[first + l]);
      const double weight = t.weights ? t.weights[y] : 1;
      label_of[l] = t.labels[first + l], share_of[l] = (1 - t.smoothing) * weight;
      rest_of[l] = t.smoothing * (t.mean_weight - weight / static_cast<double>(columns));
      mass_of[l] = share_of[l] + t.smoothing * t.mean_weight;
    }
    for (std::size_t j = 0; j < columns; ++j)
      load_column(t.logits + first * columns + j, columns, used, z + j * lanes);
    const W label = W::load(label_of), share = W::load(share_of);

    W top = W::load(z), at = W(0), at_label = top;
    auto undefined = is_nan(top);
    for (std::size_t j = 1; j < columns; ++j) {
      const W x = W::load(z + j * lanes), index = W(static_cast<double>(j));
      at = select(x > top, index, at);
      top = select(x > top, x, top);
      at_label = select(label == index, x, at_label);
      undefined = W::either(undefined, is_nan(x));
    }
    // A row with NaN or +inf, or of nothing but −inf, has no softmax.
    undefined = W::either(undefined, is_nan(top - top));

    W total = W(0), others = W(0),
      tail = W(0);                  // of e^(x − top): all, all but the label's, all but the largest
    W gap = W(0), of_label = W(0);  // the label's own e^(x − top)
    for (std::size_t j = 0; j < columns; ++j) {
      const W index = W(static_cast<double>(j));
      const W d = W::load(z + j * lanes) - top;
      const W e = math::exp_of_negative(d);
      total = total + e;
      others = others + select(label == index, W(0), e);
      tail = tail + select(at == index, W(0), e);
      of_label = select(label == index, e, of_label);
      const double everywhere = smoothed(t, j);
      if (everywhere > 0) gap = gap - W(everywhere) * d;
      e.store(z + j * lanes);
    }
    gap = gap + select(share > W(0), share * (top - at_label), W(0));  // of −∞ where it does not count: 0
    store(select(undefined, W(nan), tail), t.tails + first, used);
    store(gap, t.gaps + first, used);
    if (!t.dlogits) return;

    // mass·softmax − target cancels where the label's part of softmax is near 1; (mass − target) − mass·(what
    // the others have) does not, where that part is more than theirs or there is no smoothing.
    const W rest = W::load(rest_of), mass = W::load(mass_of), factor = W(1) / (total * W(t.divisor));
    const auto by_others = W::either(rest <= W(0), of_label > others);
    for (std::size_t j = 0; j < columns; ++j) {
      const W index = W(static_cast<double>(j));
      const auto labelled = label == index;
      const W target = W(smoothed(t, j)) + select(labelled, share, W(0));
      const W d = select(W::both(labelled, by_others), rest * total - mass * others,
                         mass * W::load(z + j * lanes) - target * total) *
                  factor;
      store_column(select(undefined, W(nan), gradient(d, t.smallest_gradient)),
                   t.dlogits + first * columns + j, columns, used);
    }
  }

  /// What smoothing gives to a column, whatever the label.
  static double smoothed(const cross_entropy_task<T>& t, std::size_t column) {
    return t.smoothing * (t.weights ? t.weights[column] : 1) / static_cast<double>(t.columns);
  }

  /// A lane for each row's element, `stride` apart; the missing ones 0.
  static HILLOCK_INLINE void load_column(const T* p, std::size_t stride, std::size_t used, double* z) {
    if constexpr (std::is_floating_point_v<T>) {
      for (std::size_t l = 0; l < lanes; ++l) z[l] = l < used ? static_cast<double>(p[l * stride]) : 0;
    } else {
      T buffer[L::f32::size()] = {};
      double wide[2 * lanes];
      for (std::size_t l = 0; l < used; ++l) buffer[l] = p[l * stride];
      simd::widen<L>(L::load(buffer)).store(wide);
      for (std::size_t l = 0; l < lanes; ++l) z[l] = wide[l];
    }
  }
  static HILLOCK_INLINE void store_column(const W& v, T* p, std::size_t stride, std::size_t used) {
    if constexpr (std::is_floating_point_v<T>) {
      double out[lanes];
      v.store(out);
      for (std::size_t l = 0; l < used; ++l) p[l * stride] = static_cast<T>(out[l]);
    } else {
      T buffer[L::f32::size()];
      L::store(narrowed(v), buffer);
      for (std::size_t l = 0; l < used; ++l) p[l * stride] = buffer[l];
    }
  }
  /// In the first lanes of a pack of floats.
  static HILLOCK_INLINE auto narrowed(const W& v) {
    if constexpr (L::f32::size() == lanes) {
      return simd::narrow<L>(v.with_spare_bits());
    } else {
      return simd::narrow<L>(simd::twin<W>(v, v).with_spare_bits());
    }
  }

  static void binary_cross_entropy(const T* logits, const std::int32_t* labels, std::size_t rows, T* dlogits,
                                   double* tails, double* gaps) noexcept {
    const W scale = W(static_cast<double>(rows));
    for (std::size_t i = 0; i < rows; i += lanes) {
      const std::size_t used = rows - i < lanes ? rows - i : lanes;
      double buffer[lanes] = {}, sign[lanes] = {};
      for (std::size_t l = 0; l < used; ++l) {
        sign[l] = labels[i + l] ? -1 : 1;
        buffer[l] = static_cast<double>(logits[i + l]);
      }
      // With s = z for label 0 and −z for label 1: loss = log(1 + e^s), dloss/ds = sigmoid(s). Nothing
      // cancels.
      const W direction = W::load(sign), s = W::load(buffer) * direction;
      const W e = math::exp_of_negative(-abs(s));
      const W sigmoid = select(s < W(0), e, W(1)) / (W(1) + e);
      gradient(select(is_nan(s), s, sigmoid) * direction / scale, smallest_gradient<T>).store(buffer);
      for (std::size_t l = 0; l < used; ++l) dlogits[i + l] = static_cast<T>(buffer[l]);
      store(select(is_nan(s), s, e), tails + i, used);
      store(select(s > W(0), s, W(0)), gaps + i, used);
    }
  }

  static void store(W v, double* p, std::size_t used) {
    double buffer[lanes];
    v.store(buffer);
    for (std::size_t l = 0; l < used; ++l) p[l] = buffer[l];
  }
};

/// The losses of the instruction set whose lanes are L.
template <class L>
inline constexpr loss_table loss_kernels{
    &losses<L, float>::softmax_cross_entropy, &losses<L, double>::softmax_cross_entropy,
    &losses<L, f16>::softmax_cross_entropy, &losses<L, bf16>::softmax_cross_entropy};

}  // namespace hillock::product
