// SPDX-License-Identifier: Apache-2.0
// What functions of rows share: blocks of 16 elements as f64 lanes, sums of one fixed shape, the row's
// maximum, and the loops over rows.
//
// A sum over a row has 16 partial sums on every machine: element j belongs to partial sum j mod 16, in
// increasing j; the partial sums are added in a fixed tree. Neither the vector width nor threads can change
// it.
#pragma once
#include <algorithm>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "hillock/types.hpp"
#include "kernel/entry_points.hpp"
#include "kernel/parts.hpp"
#include "kernel/task.hpp"
#include "math/two_parts.hpp"
#include "simd/inline.hpp"
#include "simd/twin.hpp"

namespace hillock::kernel {

inline constexpr std::size_t block_width = 16;

/// 16 neighbouring elements of a row, in order, and as many blocks as keep the machine busy.
template <class L>
using block = simd::spread<typename L::f64, block_width / L::f64::size()>;
template <class L>
using blocks =
    simd::spread<block<L>, std::max<std::size_t>(1, L::side_by_side* L::f64::size() / block_width)>;

/// A row element that adds nothing to sums of e^x, or of e^−x where `negated`, or to sums of products.
template <class L, class T, bool negated = false>
HILLOCK_INLINE T left_out() {
  if constexpr (std::is_same_v<T, f16>) return f16::from_bits(negated ? 0x7c00 : 0xfc00);
  if constexpr (std::is_same_v<T, bf16>) return bf16::from_bits(negated ? 0x7f80 : 0xff80);
  if constexpr (std::is_floating_point_v<T>)
    return negated ? std::numeric_limits<T>::infinity() : -std::numeric_limits<T>::infinity();
}

/// What elements T are loaded as that become lanes V of double: those themselves, or floats.
template <class L, class T, class V>
using lanes_of = std::conditional_t<std::is_same_v<T, double>, V,
                                    simd::spread<typename L::f32, V::size() / L::f32::size()>>;
template <class L, class Lanes>
HILLOCK_INLINE auto in_double(Lanes lanes) {
  if constexpr (std::is_same_v<typename Lanes::lane, double>) {
    return lanes;
  } else {
    return simd::widen<L>(lanes).without_spare_bits();
  }
}
/// The way back, with one rounding.
template <class L, class T, class V>
HILLOCK_INLINE lanes_of<L, T, V> from_double(V v) {
  if constexpr (std::is_same_v<T, double>) {
    return v;
  } else {
    return simd::narrow<L>(v.with_spare_bits());
  }
}

/// The elements of a row from column `at` on, as many as V holds.
template <class L, class V>
struct whole_part {
  std::size_t at;

  template <class T>
  HILLOCK_INLINE V load(const T* row, T /*padding*/) const {
    return in_double<L>(simd::load<L, lanes_of<L, T, V>>(row + at));
  }
  template <class T>
  HILLOCK_INLINE void store(V v, T* row) const {
    simd::store<L>(from_double<L, T>(v), row + at);
  }
};

/// The last elements of a row, fewer than a block, padded.
template <class L>
struct last_part {
  std::size_t at, count;

  template <class T>
  HILLOCK_INLINE block<L> load(const T* row, T padding) const {
    return in_double<L>(load_part<L, lanes_of<L, T, block<L>>>(row + at, count, padding));
  }
  template <class T>
  HILLOCK_INLINE void store(const block<L>& b, T* row) const {
    store_part<L>(from_double<L, T>(b), row + at, count);
  }
};

/// Calls visit(part) for parts that cover the n elements of a row, in increasing order.
template <class L, class Visit>
HILLOCK_INLINE void for_parts(std::size_t n, const Visit& visit) {
  std::size_t j = 0;
  for (; j + blocks<L>::size() <= n; j += blocks<L>::size()) visit(whole_part<L, blocks<L>>{j});
  for (; j + block_width <= n; j += block_width) visit(whole_part<L, block<L>>{j});
  if (j < n) visit(last_part<L>{j, n - j});
}

/// Every NaN becomes the same one: which of two NaNs, or which sign 0·∞ gets, differs between machines.
template <class V>
HILLOCK_INLINE V one_nan(V v) {
  return select(is_nan(v), V(std::numeric_limits<double>::quiet_NaN()), v);
}

/// 16 partial sums in f64. `compensated` carries each one's rounding errors along (Neumaier 1974), for f64
/// rows whose own precision the plain sum would not reach.
template <class L, bool compensated>
struct partial_sums_of_row {
  block<L> sum = 0, lost = 0;

  template <class V>
  HILLOCK_INLINE void add(const V& terms) {
    if constexpr (V::size() > block_width) {
      add(terms.low), add(terms.high);
    } else {
      add_block(terms);
    }
  }
  /// What an earlier rounding lost of terms.
  template <class V>
  HILLOCK_INLINE void add_lost(const V& rest) {
    if constexpr (V::size() > block_width) {
      add_lost(rest.low), add_lost(rest.high);
    } else {
      lost = lost + rest;
    }
  }
  /// The sum; in two parts where it is compensated, else `low` is 0.
  math::two_parts<double> parts() const {
    double s[block_width], e[block_width];
    sum.store(s), lost.store(e);
    for (std::size_t width = block_width / 2; width > 0; width /= 2) {
      for (std::size_t i = 0; i < width; ++i) {
        const auto [total, error] = math::exact_sum(s[i], s[i + width]);
        if constexpr (compensated) e[i] = e[i] + e[i + width] + error;
        s[i] = total;
      }
    }
    if constexpr (compensated) return math::sum_of_large_and_small(s[0], e[0]);
    return {s[0] + 0.0, 0};
  }
  double total() const { return parts().high; }

 private:
  HILLOCK_INLINE void add_block(const block<L>& terms) {
    const auto [total, error] = math::exact_sum(sum, terms);
    if constexpr (compensated) lost = lost + error;
    sum = total;
  }
};

struct row_maximum {
  double value;   ///< never −0
  bool valid;     ///< false: the row holds NaN or +inf, or nothing but −inf
  bool some_nan;  ///< value then means nothing
};

/// The largest element of a row; where `negated` the least, and its signs are meant the other way round.
template <class L, bool negated = false, class T>
HILLOCK_INLINE row_maximum maximum_of_row(const T* x, std::size_t n) {
  using V = std::conditional_t<std::is_same_v<T, double>, typename L::f64, typename L::f32>;
  using several = simd::spread<V, 4>;  // independent chains hide the latency of max
  constexpr std::size_t step = V::size();
  several best_of_four = -std::numeric_limits<double>::infinity();
  auto some_nan = is_nan(best_of_four);
  std::size_t j = 0;
  for (; j + several::size() <= n; j += several::size()) {
    several v = simd::load<L, several>(x + j);
    if constexpr (negated) v = -v;
    some_nan = several::either(some_nan, is_nan(v));
    best_of_four = max(best_of_four, v);
  }
  const auto best_of_two = max(best_of_four.low, best_of_four.high);
  V most = max(best_of_two.low, best_of_two.high);
  const auto two_nans = several::either(some_nan, {some_nan.high, some_nan.low}).low;
  auto bad = V::either(two_nans.low, two_nans.high);
  const auto take = [&](V v) HILLOCK_INLINE_LAMBDA {
    if constexpr (negated) v = -v;
    bad = V::either(bad, is_nan(v));
    most = max(most, v);
  };
  for (; j + step <= n; j += step) take(L::load(x + j));
  if (j < n) take(load_part<L, V>(x + j, n - j, left_out<L, T, negated>()));
  typename V::lane lanes[step];
  most.store(lanes);
  for (std::size_t width = step / 2; width > 0; width /= 2) {
    for (std::size_t i = 0; i < width; ++i)
      lanes[i] = lanes[i] > lanes[i + width] ? lanes[i] : lanes[i + width];
  }
  const double best = lanes[0];
  const bool finite =
      best > -std::numeric_limits<double>::infinity() && best < std::numeric_limits<double>::infinity();
  return {(negated ? -best : best) + 0.0, finite && !V::any(bad), V::any(bad)};
}

template <class L, class T>
HILLOCK_INLINE T the_nan() {
  if constexpr (std::is_same_v<T, f16>) return f16::from_bits(0x7e00);
  if constexpr (std::is_same_v<T, bf16>) return bf16::from_bits(0x7fc0);
  if constexpr (std::is_floating_point_v<T>) return std::numeric_limits<T>::quiet_NaN();
}

template <class L, class T>
HILLOCK_INLINE void fill_nan(T* y, std::size_t n) {
  const T nan = the_nan<L, T>();
  for (std::size_t j = 0; j < n; ++j) y[j] = nan;
}

/// How many rows of n elements go through each pass together: while the end of one row's sum is on its way,
/// which takes as long as a pass over 100 elements, the machine works on the next row. Of short rows only, so
/// that what is kept stays in the first cache.
inline constexpr std::size_t most_rows_at_once = 4;
constexpr std::size_t rows_at_once(std::size_t n) { return n <= 256 ? most_rows_at_once : 1; }

constexpr std::size_t whole_blocks(std::size_t n) {
  return (n + block_width - 1) / block_width * block_width;
}

template <class L, class F, class T>
struct map_rows {
  static void forward(const task<T>& t) noexcept {
    const std::size_t at_once = rows_at_once(t.columns);
    for (std::size_t i = 0; i < t.rows; i += at_once) {
      F::template forward_rows<L>(t.x + i * t.columns, t.out + i * results(t), std::min(at_once, t.rows - i),
                                  t.columns, t.parameters);
    }
  }
  static void backward(const task<T>& t) noexcept {
    for (std::size_t i = 0; i < t.rows; ++i) {
      const std::size_t at = i * t.columns;
      F::template backward_row<L>(t.x + at, t.dy + i * results(t), t.out + at, t.columns, t.parameters);
    }
  }
  static void backward_from_output(const task<T>& t) noexcept {
    for (std::size_t i = 0; i < t.rows; ++i) {
      const std::size_t at = i * t.columns;
      F::template backward_row_from_output<L>(t.x + at, t.dy + at, t.out + at, t.columns, t.parameters);
    }
  }

 private:
  /// How many numbers of y, and of dy, a row has.
  static std::size_t results(const task<T>& t) { return F::about.reduces ? 1 : t.columns; }
};

}  // namespace hillock::kernel
