// SPDX-License-Identifier: Apache-2.0
// The training engine's loops: sums over rows, optimiser steps, losses. Every element's arithmetic, and the
// order of every sum, is the same on every machine; lanes only run elements side by side.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "product/losses.hpp"
#include "product/matmul.hpp"
#include "product/training_table.hpp"

namespace hillock::product {

/// Calls body(i, load, store) for whole packs of n elements, the last one through a padded copy, where
/// load(p) reads the pack at p + i and store(v, p) writes it.
template <class V>
struct packs {
  using T = typename V::lane;
  static constexpr std::size_t lanes = V::size();

  template <class F>
  static HILLOCK_INLINE void each(std::size_t n, const F& body) {
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
      body([i](const T* p) HILLOCK_INLINE_LAMBDA { return V::load(p + i); },
           [i](V v, T* p) HILLOCK_INLINE_LAMBDA { v.store(p + i); });
    }
    if (i == n) return;
    const std::size_t rest = n - i;
    body(
        [i, rest](const T* p) {
          T buffer[lanes] = {};
          for (std::size_t l = 0; l < rest; ++l) buffer[l] = p[i + l];
          return V::load(buffer);
        },
        [i, rest](V v, T* p) {
          T buffer[lanes];
          v.store(buffer);
          for (std::size_t l = 0; l < rest; ++l) p[i + l] = buffer[l];
        });
  }
};

template <class L, class T>
struct training {
  using V = std::conditional_t<std::is_same_v<T, double>, typename L::f64,
                               typename L::f32>;  // packs of the parameters' type
  using W = typename L::f64;                      // packs in which sums run
  static constexpr std::size_t lanes = V::size();

  static void column_sums(const T* x, std::size_t rows, std::size_t columns, T* sums) noexcept {
    std::size_t j = 0;
    for (; j + 4 * lanes <= columns; j += 4 * lanes) sum_columns<4>(x + j, rows, columns, sums + j);
    for (; j + lanes <= columns; j += lanes) sum_columns<1>(x + j, rows, columns, sums + j);
    for (; j < columns; ++j) {
      T sum = 0;
      for (std::size_t i = 0; i < rows; ++i) sum += x[i * columns + j];
      sums[j] = sum;
    }
  }

  template <std::size_t vectors>
  static void sum_columns(const T* x, std::size_t rows, std::size_t stride, T* sums) {
    V sum[vectors];
    HILLOCK_UNROLL
    for (std::size_t v = 0; v < vectors; ++v) sum[v] = V(0);
    for (std::size_t i = 0; i < rows; ++i) {
      HILLOCK_UNROLL
      for (std::size_t v = 0; v < vectors; ++v) sum[v] = sum[v] + V::load(x + i * stride + v * lanes);
    }
    HILLOCK_UNROLL
    for (std::size_t v = 0; v < vectors; ++v) sum[v].store(sums + v * lanes);
  }

  static void squares(const T* x, std::size_t n, double* partial) noexcept {
    constexpr std::size_t count = partial_sums / W::size();
    W sum[count];
    HILLOCK_UNROLL
    for (std::size_t v = 0; v < count; ++v) sum[v] = W::load(partial + v * W::size());
    const auto add = [&](const T* p) HILLOCK_INLINE_LAMBDA {
      HILLOCK_UNROLL
      for (std::size_t v = 0; v < partial_sums / lanes; ++v) {
        const V g = V::load(p + v * lanes);
        if constexpr (std::is_same_v<T, double>) {
          sum[v] = fma(g, g, sum[v]);
        } else {
          const auto w = L::widen(g).without_spare_bits();
          if constexpr (simd::is_twin<typename L::wide>) {
            sum[2 * v] = fma(w.low, w.low, sum[2 * v]);
            sum[2 * v + 1] = fma(w.high, w.high, sum[2 * v + 1]);
          } else {
            sum[v] = fma(w, w, sum[v]);
          }
        }
      }
    };
    std::size_t i = 0;
    for (; i + partial_sums <= n; i += partial_sums) add(x + i);
    if (i < n) {
      T buffer[partial_sums] = {};
      for (std::size_t l = 0; i + l < n; ++l) buffer[l] = x[i + l];
      add(buffer);
    }
    HILLOCK_UNROLL
    for (std::size_t v = 0; v < count; ++v) sum[v].store(partial + v * W::size());
  }

  /// Zero for numbers too small to be normal. The moments of a dead unit would stay among them for ever (0.9
  /// times the smallest rounds to itself), and x86 handles each in microcode.
  static HILLOCK_INLINE V without_subnormals(V x) {
    return select(abs(x) < V(std::numeric_limits<T>::min()), V(0), x);
  }

  /// Kingma and Ba, ICLR 2015; with `keep` the decoupled decay of Loshchilov and Hutter, ICLR 2019.
  static void adam(const adam_step& s, const T* gradient, T* first, T* second, T* parameter,
                   std::size_t n) noexcept {
    const V scale(s.scale), decay(s.weight_decay), keep(s.keep), beta1(s.beta1), beta2(s.beta2);
    const V other1(1 - s.beta1), other2(1 - s.beta2), epsilon(s.epsilon), rate(s.rate),
        root_bias(s.root_bias);
    packs<V>::each(n, [&](const auto& load, const auto& store) HILLOCK_INLINE_LAMBDA {
      const V w = load(parameter);
      const V g = fma(decay, w, load(gradient) * scale);
      const V m = without_subnormals(fma(beta1, load(first), other1 * g));
      const V v = without_subnormals(fma(beta2, load(second), other2 * (g * g)));
      store(m, first);
      store(v, second);
      store(fnma(rate, m / fma(sqrt(v), root_bias, epsilon), w * keep), parameter);
    });
  }

  static void sgd(const sgd_step& s, const T* gradient, T* momentum, T* parameter, std::size_t n) noexcept {
    const V scale(s.scale), decay(s.weight_decay), keep(s.momentum), rate(s.rate);
    packs<V>::each(n, [&](const auto& load, const auto& store) HILLOCK_INLINE_LAMBDA {
      const V w = load(parameter);
      const V m = without_subnormals(fma(keep, load(momentum), fma(decay, w, load(gradient) * scale)));
      store(m, momentum);
      store(fnma(rate, m, w), parameter);
    });
  }
};

template <class L, class T>
constexpr training_entry_points<T> make_training_entry_points() {
  using here = training<L, T>;
  using loss = losses<L, T>;
  return {&matmul<typename here::V>::run, &here::column_sums, &here::squares, &here::adam, &here::sgd,
          &loss::binary_cross_entropy};
}

/// The training kernels of the instruction set whose lanes are L.
template <class L>
inline constexpr training_table training_kernels{make_training_entry_points<L, float>(),
                                                 make_training_entry_points<L, double>()};

}  // namespace hillock::product
