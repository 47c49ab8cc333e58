// SPDX-License-Identifier: Apache-2.0
// What functions of rows share: blocks of 16 elements as f64 lanes, sums of one fixed shape, and the row's
// exponentials.
//
// A sum over a row has 16 partial sums on every machine: element j belongs to partial sum j mod 16, in
// increasing j; the partial sums are added in a fixed tree. Neither the vector width nor threads can change
// it.
#pragma once
#include <cstddef>
#include <cstring>
#include <limits>
#include <type_traits>

#include "hillock/types.hpp"
#include "math/exp_of_negative.hpp"
#include "simd/inline.hpp"

namespace hillock::kernel {

inline constexpr std::size_t block_width = 16;

/// log(1 + x) for one row's tail. Not a template and not inline: it lives in baseline code.
double row_log1p(double x) noexcept;

/// 16 neighbouring elements of a row as f64 packs, in order.
template <class L>
struct block {
  using V = typename L::f64;
  static constexpr std::size_t packs = block_width / V::size();
  V part[packs];
};

template <class L, class T>
HILLOCK_INLINE block<L> load_block(const T* p) {
  block<L> b;
  if constexpr (std::is_same_v<T, double>) {
    for (std::size_t i = 0; i < b.packs; ++i) b.part[i] = L::load(p + i * L::f64::size());
  } else {
    constexpr std::size_t per_load = L::f32::size() / L::f64::size();
    for (std::size_t i = 0; i < b.packs / per_load; ++i) {
      const auto w = L::widen(L::load(p + i * L::f32::size()));
      b.part[per_load * i] = w.low;
      if constexpr (requires { w.high; }) b.part[per_load * i + 1] = w.high;
    }
  }
  return b;
}

template <class L, class T>
HILLOCK_INLINE void store_block(const block<L>& b, T* p) {
  if constexpr (std::is_same_v<T, double>) {
    for (std::size_t i = 0; i < b.packs; ++i) L::store(b.part[i], p + i * L::f64::size());
  } else {
    constexpr std::size_t per_store = L::f32::size() / L::f64::size();
    for (std::size_t i = 0; i < b.packs / per_store; ++i) {
      typename L::wide w;
      w.low = b.part[per_store * i];
      if constexpr (requires { w.high; }) w.high = b.part[per_store * i + 1];
      L::store(L::narrow(w), p + i * L::f32::size());
    }
  }
}

/// A row element that adds nothing to sums of exponentials, or to sums of products.
template <class L, class T>
HILLOCK_INLINE T minus_infinity() {
  if constexpr (std::is_same_v<T, f16>) return f16::from_bits(0xfc00);
  if constexpr (std::is_same_v<T, bf16>) return bf16::from_bits(0xff80);
  if constexpr (std::is_floating_point_v<T>) return -std::numeric_limits<T>::infinity();
}

/// The last elements of a row, fewer than a block, padded.
template <class L, class T>
HILLOCK_INLINE block<L> load_tail(const T* p, std::size_t n, T padding) {
  T buffer[block_width];
  for (T& e : buffer) e = padding;
  std::memcpy(buffer, p, n * sizeof(T));
  return load_block<L>(buffer);
}

template <class L, class T>
HILLOCK_INLINE void store_tail(const block<L>& b, T* p, std::size_t n) {
  T buffer[block_width];
  store_block(b, buffer);
  std::memcpy(p, buffer, n * sizeof(T));
}

/// y = f(x) over a row, block by block; `f` maps a block to a block.
template <class L, class T, class Function>
HILLOCK_INLINE void map_row(const T* x, T* y, std::size_t n, T padding, const Function& f) {
  std::size_t j = 0;
  for (; j + block_width <= n; j += block_width) store_block<L>(f(load_block<L>(x + j)), y + j);
  if (j < n) store_tail<L>(f(load_tail<L>(x + j, n - j, padding)), y + j, n - j);
}

/// Every NaN becomes the same one: which of two NaNs, or which sign 0·∞ gets, differs between machines.
template <class L>
HILLOCK_INLINE block<L> one_nan(block<L> b) {
  using V = typename L::f64;
  for (V& v : b.part) v = select(is_nan(v), V(std::numeric_limits<double>::quiet_NaN()), v);
  return b;
}

/// The same with two inputs; `g` is padded with zeros.
template <class L, class T, class Function>
HILLOCK_INLINE void map_row(const T* x, const T* g, T* y, std::size_t n, T padding, const Function& f) {
  std::size_t j = 0;
  for (; j + block_width <= n; j += block_width) {
    store_block<L>(one_nan<L>(f(load_block<L>(x + j), load_block<L>(g + j))), y + j);
  }
  if (j < n)
    store_tail<L>(one_nan<L>(f(load_tail<L>(x + j, n - j, padding), load_tail<L>(g + j, n - j, T()))), y + j,
                  n - j);
}

/// visit(block of x, block of g, column) over a row.
template <class L, class T, class Visit>
HILLOCK_INLINE void for_blocks(const T* x, const T* g, std::size_t n, T padding, const Visit& visit) {
  std::size_t j = 0;
  for (; j + block_width <= n; j += block_width) visit(load_block<L>(x + j), load_block<L>(g + j), j);
  if (j < n) visit(load_tail<L>(x + j, n - j, padding), load_tail<L>(g + j, n - j, T()), j);
}

/// f applied to each pair of packs of two blocks.
template <class L, class Function>
HILLOCK_INLINE block<L> each(const block<L>& a, const block<L>& b, const Function& f) {
  block<L> r;
  for (std::size_t i = 0; i < r.packs; ++i) r.part[i] = f(a.part[i], b.part[i]);
  return r;
}
template <class L, class Function>
HILLOCK_INLINE block<L> each(const block<L>& a, const Function& f) {
  block<L> r;
  for (std::size_t i = 0; i < r.packs; ++i) r.part[i] = f(a.part[i]);
  return r;
}

/// 16 partial sums in f64. `compensated` carries each one's rounding errors along (Neumaier 1974), for f64
/// rows whose own precision the plain sum would not reach.
template <class L, bool compensated>
struct partial_sums_of_row {
  using V = typename L::f64;
  block<L> sum, lost;

  HILLOCK_INLINE partial_sums_of_row() {
    for (V& v : sum.part) v = V(0);
    for (V& v : lost.part) v = V(0);
  }
  HILLOCK_INLINE void add(const block<L>& terms) {
    for (std::size_t i = 0; i < sum.packs; ++i) {
      const V s = sum.part[i], t = terms.part[i], total = s + t;
      if constexpr (compensated) {
        const V back = total - s;  // exact error of s + t whichever is larger (Knuth 1969, two-sum)
        lost.part[i] = lost.part[i] + ((s - (total - back)) + (t - back));
      }
      sum.part[i] = total;
    }
  }
  double total() const {
    double s[block_width], e[block_width];
    store_block<L>(sum, s);
    store_block<L>(lost, e);
    double error = 0;
    for (std::size_t width = block_width / 2; width > 0; width /= 2) {
      for (std::size_t i = 0; i < width; ++i) {
        const double a = s[i], b = s[i + width], t = a + b;
        if constexpr (compensated) {
          const double back = t - a;
          e[i] = e[i] + e[i + width] + ((a - (t - back)) + (b - back));
        }
        s[i] = t;
      }
    }
    if constexpr (compensated) error = e[0];
    return s[0] + error;
  }
};

/// What a row's exponentials are taken against.
struct row_maximum {
  double value;  ///< never −0
  bool valid;    ///< false: the row holds NaN or +inf, or nothing but −inf
};

template <class L, class T>
HILLOCK_INLINE row_maximum maximum_of_row(const T* x, std::size_t n) {
  using V = std::conditional_t<std::is_same_v<T, double>, typename L::f64, typename L::f32>;
  constexpr std::size_t step = V::size(), ways = 4;  // four independent chains hide the latency of max
  V m[ways];
  for (V& v : m) v = V(-std::numeric_limits<double>::infinity());
  auto bad = is_nan(m[0]);
  const auto take = [&](V& best, V v) {
    bad = bad | is_nan(v);
    best = max(best, v);
  };
  std::size_t j = 0;
  for (; j + ways * step <= n; j += ways * step) {
    for (std::size_t w = 0; w < ways; ++w) take(m[w], L::load(x + j + w * step));
  }
  for (; j + step <= n; j += step) take(m[0], L::load(x + j));
  if (j < n) {
    T buffer[step];
    for (T& e : buffer) e = minus_infinity<L, T>();
    std::memcpy(buffer, x + j, (n - j) * sizeof(T));
    take(m[0], L::load(buffer));
  }
  typename V::lane lanes[step];
  max(max(m[0], m[1]), max(m[2], m[3])).store(lanes);
  double best = lanes[0];
  for (std::size_t i = 1; i < step; ++i) {
    if (lanes[i] > best) best = lanes[i];
  }
  const bool finite =
      best > -std::numeric_limits<double>::infinity() && best < std::numeric_limits<double>::infinity();
  return {best + 0.0, finite && !V::any(bad)};
}

template <class L, class T>
HILLOCK_INLINE void fill_nan(T* y, std::size_t n) {
  T nan;
  if constexpr (std::is_same_v<T, f16>) nan = f16::from_bits(0x7e00);
  if constexpr (std::is_same_v<T, bf16>) nan = bf16::from_bits(0x7fc0);
  if constexpr (std::is_floating_point_v<T>) nan = std::numeric_limits<T>::quiet_NaN();
  for (std::size_t j = 0; j < n; ++j) y[j] = nan;
}

/// e^d for d ≤ 0, as precise as rows of T need: below 2^-40 relative for f32, f16 and bf16, to f64's last
/// place for double. −inf gives +0.
template <class T, class V>
HILLOCK_INLINE V exp_of_row(V d) {
  if constexpr (std::is_same_v<T, double>) {
    return math::exp_of_negative(d);
  } else {
    return math::exp_to_40_bits(d);
  }
}

/// The loops over rows of a function F of rows, as the table wants them.
template <class L, class F, class T>
struct map_rows {
  static void forward(const T* x, T* y, std::size_t rows, std::size_t columns, const double*) noexcept {
    for (std::size_t i = 0; i < rows; ++i)
      F::template forward_row<L>(x + i * columns, y + i * columns, columns);
  }
  static void backward(const T* x, const T* dy, T* dx, std::size_t rows, std::size_t columns,
                       const double*) noexcept {
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t at = i * columns;
      F::template backward_row<L>(x + at, dy + at, dx + at, columns);
    }
  }
  static void backward_from_output(const T* y, const T* dy, T* dx, std::size_t rows, std::size_t columns,
                                   const double*) noexcept {
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t at = i * columns;
      F::template backward_row_from_output<L>(y + at, dy + at, dx + at, columns);
    }
  }
};

/// Rows no longer than this keep their exponentials in 32 KiB on the stack between two passes; longer ones
/// compute them twice, to the same bits.
inline constexpr std::size_t kept_columns = 4096;

}  // namespace hillock::kernel
