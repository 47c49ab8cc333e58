// SPDX-License-Identifier: Apache-2.0
// Losses from logits and their gradients, in double lanes with one example per lane: sums run over an
// example's columns in increasing order, whatever the number of lanes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>

#include "math/exp_of_negative.hpp"

namespace hillock::product {

/// W: packs of double. T: the logits' type.
template <class W, class T>
struct losses {
  static constexpr std::size_t lanes = W::size();
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();

  /// Gradients below this count as zero: those of examples that are surely right, by a gap of 67 and more
  /// between their logits. No weight would move by them, but backward's products with them are subnormal,
  /// which x86 handles in microcode: nets that had learnt their data took up to 9 times as long for a step.
  static constexpr double smallest_gradient = sizeof(T) == 4 ? 0x1p-96 : 0x1p-960;
  static W gradient(W d) { return select(abs(d) < W(smallest_gradient), W(0), d); }

  static void softmax_cross_entropy(const T* logits, const std::int32_t* labels, std::size_t rows,
                                    std::size_t columns, T* dlogits, double* tails, double* gaps,
                                    double* scratch) noexcept {
    const std::size_t whole = rows / lanes * lanes;
    for (std::size_t i = 0; i < whole; i += lanes) {
      rows_of_softmax<lanes>(logits + i * columns, labels + i, lanes, rows, columns, dlogits + i * columns,
                             tails + i, gaps + i, scratch);
    }
    if (whole < rows) {
      rows_of_softmax<0>(logits + whole * columns, labels + whole, rows - whole, rows, columns,
                         dlogits + whole * columns, tails + whole, gaps + whole, scratch);
    }
  }

  /// `fixed` is `count` where that is known to the compiler, else 0.
  template <std::size_t fixed>
  static void rows_of_softmax(const T* logits, const std::int32_t* labels, std::size_t count,
                              std::size_t rows, std::size_t columns, T* dlogits, double* tails, double* gaps,
                              double* z) {
    const std::size_t used = fixed ? fixed : count;
    double label_of[lanes] = {}, out[lanes];
    for (std::size_t l = 0; l < used; ++l) label_of[l] = labels[l];
    for (std::size_t j = 0; j < columns; ++j) {
      for (std::size_t l = 0; l < lanes; ++l)
        z[j * lanes + l] = l < used ? static_cast<double>(logits[l * columns + j]) : 0;
    }
    const W label = W::load(label_of);

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
      tail = W(0);  // of e^(x − top): all, all but the label's, all but the largest
    for (std::size_t j = 0; j < columns; ++j) {
      const W index = W(static_cast<double>(j));
      const W e = math::exp_of_negative(W::load(z + j * lanes) - top);
      total = total + e;
      others = others + select(label == index, W(0), e);
      tail = tail + select(at == index, W(0), e);
      e.store(z + j * lanes);
    }
    // softmax − 1 cancels where the label's share is near 1; the others' share does not.
    const W factor = W(1) / (total * W(static_cast<double>(rows)));
    for (std::size_t j = 0; j < columns; ++j) {
      const W index = W(static_cast<double>(j));
      const W d = select(label == index, W(0) - others, W::load(z + j * lanes)) * factor;
      select(undefined, W(nan), gradient(d)).store(out);
      for (std::size_t l = 0; l < used; ++l) dlogits[l * columns + j] = static_cast<T>(out[l]);
    }
    store(select(undefined, W(nan), tail), tails, used);
    store(top - at_label, gaps, used);
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
      gradient(select(is_nan(s), s, sigmoid) * direction / scale).store(buffer);
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

}  // namespace hillock::product
