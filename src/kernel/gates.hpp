// SPDX-License-Identifier: Apache-2.0
// The loops of gates, a·f(b) and its gradients, each a product rounded once: once per instruction set and
// element type, for any function f. Its kernels are those of the loops of blocks (kernel/blocks.hpp); what
// stands beside them is loaded, multiplied and stored here.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>

#include "kernel/backward.hpp"
#include "kernel/block_parts.hpp"
#include "kernel/formula.hpp"
#include "kernel/gate_task.hpp"
#include "kernel/parts.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

template <class L, class T>
class map_gates {
 public:
  static void forward(const gate_task<T>& t) noexcept { run(t, forward_block{t}); }
  static void backward(const gate_task<T>& t) noexcept { run(t, backward_block{t}); }

 private:
  using parts = block_parts<L, T>;
  using from = typename parts::from;
  using V = typename parts::V;
  static constexpr bool in_double = parts::in_double;
  static constexpr double largest_float = static_cast<double>(std::numeric_limits<float>::max());

  /// Elements of one block: at the caller's, or copied together where rows are short.
  struct block {
    const T *a, *b, *dy;
    T *first, *db;
    std::size_t count;
  };

  template <class Block>
  static HILLOCK_INLINE void run(const gate_task<T>& t, const Block& compute) {
    if (t.columns * 2 > block_capacity || t.rows == 1) {
      for (std::size_t row = 0; row < t.rows; ++row) {
        const std::size_t at = row * t.stride, result = row * t.columns, first = row * t.first_stride();
        for (std::size_t i = 0; i < t.columns; i += block_capacity) {
          compute({t.a + at + i, t.b + at + i, t.dy ? t.dy + result + i : nullptr, t.first + first + i,
                   t.db ? t.db + at + i : nullptr, std::min(block_capacity, t.columns - i)});
        }
      }
    } else if (t.columns > 0) {
      short_rows(t, compute);
    }
  }
  template <class Block>
  static void short_rows(const gate_task<T>& t, const Block& compute) {
    const std::size_t at_once = block_capacity / t.columns;
    alignas(64) T a[block_capacity], b[block_capacity], dy[block_capacity];
    for (std::size_t row = 0; row < t.rows; row += at_once) {
      const std::size_t rows = std::min(at_once, t.rows - row), at = row * t.stride;
      const auto together = [&](const T* array, std::size_t stride, T* copy) {
        for (std::size_t i = 0; i < rows; ++i)
          std::memcpy(copy + i * t.columns, array + i * stride, t.columns * sizeof(T));
      };
      const auto apart = [&](const T* copy, T* array, std::size_t stride) {
        for (std::size_t i = 0; i < rows; ++i)
          std::memcpy(array + i * stride, copy + i * t.columns, t.columns * sizeof(T));
      };
      together(t.a + at, t.stride, a), together(t.b + at, t.stride, b);
      if (t.dy) together(t.dy + row * t.columns, t.columns, dy);
      compute({a, b, dy, a, b, rows * t.columns});
      apart(a, t.first + row * t.first_stride(), t.first_stride());
      if (t.db) apart(b, t.db + at, t.stride);
    }
  }

  struct forward_block {
    const gate_task<T>& t;
    HILLOCK_INLINE void operator()(const block& e) const {
      typename parts::input in;
      const from* const x = in(e.b, e.count);
      alignas(64) double value[block_capacity];
      factor_of(t)(t.kernels->program, x, value, parts::whole_steps(e.count), t.parameters);
      const slack within(factor_error_of(t));
      for (std::size_t i = 0; i < e.count; i += block_step) {
        const std::size_t left = std::min(block_step, e.count - i);
        const V a = load_part<L, V>(e.a + i, left);
        store_part<L>(times_value(x + i, value + i, a, within, left, t), e.first + i, left);
      }
    }
  };

  struct backward_block {
    const gate_task<T>& t;
    HILLOCK_INLINE void operator()(const block& e) const {
      typename parts::input in;
      const from* const x = in(e.b, e.count);
      alignas(64) double value[block_capacity], slope[block_capacity];
      factor_of(t)(t.kernels->program, x, value, parts::whole_steps(e.count), t.parameters);
      parts::slope_of (*t.kernels)(t.kernels->program, x, slope, parts::whole_steps(e.count), t.parameters);
      const slack of_value(factor_error_of(t)), of_slope(t.kernels->slope_error);
      const double normal_to = slope_is_normal_to(t);
      for (std::size_t i = 0; i < e.count; i += block_step) {
        const std::size_t left = std::min(block_step, e.count - i);
        const V a = load_part<L, V>(e.a + i, left), dy = load_part<L, V>(e.dy + i, left);
        const V da = times_value(x + i, value + i, dy, of_value, left, t);
        const V db = times_slope(x + i, slope + i, a, dy, of_slope, normal_to, left, t);
        store_part<L>(da, e.first + i, left);
        store_part<L>(db, e.db + i, left);
      }
    }
  };

  static auto factor_of(const gate_task<T>& t) {
    if constexpr (in_double) {
      return t.kernels->double_value;
    } else {
      return t.kernels->factor ? t.kernels->factor : t.kernels->value;
    }
  }
  static double factor_error_of(const gate_task<T>& t) { return t.kernels->factor_error; }
  static double slope_is_normal_to(const gate_task<T>& t) noexcept {
    const auto stated = t.kernels->slope_is_normal_to;
    return stated ? stated(t.parameters) : std::numeric_limits<double>::infinity();
  }

  // a·f(b), and dy·f(b).

  static HILLOCK_INLINE V times_value(const from* x, const double* value, const V& a, const slack& within,
                                      std::size_t left, const gate_task<T>& t) {
    const V at = V::load(x);
    const auto v = parts::result_of(value), p = v * parts::in_lanes(a);
    bool again;
    if constexpr (in_double) {
      again = V::any(is_nan(p));
    } else {
      again = parts::doubtful(at, p, within) || not_finite(p, within);
    }
    if (again) [[unlikely]]
      return value_with_care(x, v, a, within, left, t);
    return keep_nan(at, parts::rounded(p));
  }

  /// Whether a product in double is infinite or NaN; those are near numbers of few bits, as doubtful ones.
  template <class W>
  static HILLOCK_INLINE bool not_finite(W p, const slack& within) {
    return V::any(simd::near_short<L, 28>(p, within.units)) && W::any(is_nan(p * W(0)));
  }

  /// One step where not all is clear: what two ends of the error round differently is what the precise result
  /// gives, and infinities and NaN are seen to. What is infinite times what is 0 as a double is NaN.
  template <class W>
  static __attribute__((noinline, cold)) V value_with_care(const from* x, const W& v, const V& a,
                                                           const slack& within, std::size_t count,
                                                           const gate_task<T>& t) noexcept {
    const W p = v * parts::in_lanes(a);
    double results[block_step], values[block_step], others[block_step];
    p.store(results), v.store(values), parts::in_lanes(a).store(others);
    if constexpr (!in_double) {
      T low[block_step], high[block_step];
      simd::store<L>(parts::rounded(p * W(within.down)), low);
      simd::store<L>(parts::rounded(p * W(within.up)), high);
      const precise_result exact = t.kernels->precise ? t.kernels->precise->factor : nullptr;
      for (std::size_t j = 0; j < count; ++j) {
        const double at = static_cast<double>(x[j]), other = others[j];
        if (at != at || other != other) continue;
        if (at - at != 0) {
          results[j] = times_limit(at, values[j], other, exact, t);
        } else if (other - other != 0) {
          results[j] = other * value_in_double(at, t);
        } else if (exact && std::memcmp(&low[j], &high[j], sizeof(T)) != 0) {
          results[j] = exact(at, other, t.parameters);
        }
      }
    }
    return keep_nan(V::load(x), parts::rounded(gradient_nan(parts::in_lanes(a), W::load(results))));
  }

  /// a·f(±∞), where the kernel gives `value` for the end of the function's domain: 0 where that is no float,
  /// and else what f is far out, as far as two parts tell.
  static double times_limit(double x, double value, double a, precise_result exact, const gate_task<T>& t) {
    if (static_cast<float>(value) == 0) return a * __builtin_copysign(0.0, value);
    if (value - value != 0 || a - a != 0 || a == 0 || !exact) return a * value;
    return exact(__builtin_copysign(far_out, x), a, t.parameters);
  }
  static constexpr double far_out = 0x1p200;

  static double value_in_double(double x, const gate_task<T>& t) {
    double at[block_step]{x}, y[block_step];
    t.kernels->double_value(t.kernels->program, at, y, block_step, t.parameters);
    return y[0];
  }

  // (dy·a)·f'(b). The product of two floats is exact in double.

  static HILLOCK_INLINE V times_slope(const from* x, const double* slope, const V& a, const V& dy,
                                      const slack& within, double normal_to, std::size_t left,
                                      const gate_task<T>& t) {
    const V at = V::load(x);
    const auto s = parts::result_of(slope), g = parts::in_lanes(dy) * parts::in_lanes(a);
    using W = std::remove_const_t<decltype(g)>;
    const W p = parts::passed(s, g, t.kernels->flat);
    bool again;
    if constexpr (in_double) {
      const auto lost = V::both(abs(g) < V(ordinary), V::both(abs(a) > V(0), abs(dy) > V(0)));
      const auto beyond = V::either(abs(g) > V(1 / ordinary), abs(at) > V(normal_to));
      again = V::any(V::either(is_nan(fma(at, V(0), p)), V::either(lost, beyond)));
    } else {
      again = parts::doubtful(at, p, within) || W::any(abs(g) > W(largest_float));
    }
    if (again) [[unlikely]]
      return slope_with_care(x, s, a, dy, within, normal_to, left, t);
    return keep_nan(at, parts::rounded(p));
  }

  /// As value_with_care. Where dy·a is larger than every float the domain of the slope does not serve; in
  /// double dy·a may leave the range where the product does not, and keeps its exponent apart.
  template <class W>
  static __attribute__((noinline, cold)) V slope_with_care(const from* x, const W& s, const V& a, const V& dy,
                                                           const slack& within, double normal_to,
                                                           std::size_t count,
                                                           const gate_task<T>& t) noexcept {
    const bool flat = t.kernels->flat;
    const W g = parts::in_lanes(dy) * parts::in_lanes(a), p = parts::passed(s, g, flat);
    T low[block_step], high[block_step];
    simd::store<L>(parts::rounded(p * W(within.down)), low);
    simd::store<L>(parts::rounded(p * W(within.up)), high);
    double results[block_step], slopes[block_step], as[block_step], gradients[block_step];
    p.store(results), s.store(slopes), parts::in_lanes(a).store(as), parts::in_lanes(dy).store(gradients);
    const precise_results* const precise = t.kernels->precise;
    for (std::size_t j = 0; j < count; ++j) {
      const double at = static_cast<double>(x[j]), slope = slopes[j], other = as[j], gradient = gradients[j];
      const double factor = other * gradient;
      if (at != at || factor != factor || slope != slope || (flat && slope == 0)) continue;
      if (other - other != 0 || gradient - gradient != 0) {
        if (!flat) results[j] = parts::from_infinity(at, slope, factor);
      } else if constexpr (in_double) {
        results[j] = product_in_double(at, slope, other, gradient, normal_to, t);
      } else if (at - at != 0) {
        if (__builtin_fabs(factor) > largest_float)
          results[j] = times_far_slope(at, slope, factor, precise, t);
      } else if (precise &&
                 (__builtin_fabs(factor) > largest_float || std::memcmp(&low[j], &high[j], sizeof(T)) != 0)) {
        results[j] = precise->slope_of_any(at, factor, t.parameters);
      }
    }
    const W wide_a = parts::in_lanes(a), wide_dy = parts::in_lanes(dy);
    const W first = select(is_nan(wide_dy), wide_dy, wide_a);
    return keep_nan(V::load(x), parts::rounded(gradient_nan(first, W::load(results))));
  }

  /// Within these powers of two a factor of a product in double neither overflows nor loses bits.
  static constexpr double ordinary = 0x1p-960;

  static double product_in_double(double x, double slope, double a, double dy, double normal_to,
                                  const gate_task<T>& t) noexcept {
    const bool plain = __builtin_fabs(x) <= normal_to || x - x != 0 || !t.kernels->precise;
    const double factor = a * dy, size = __builtin_fabs(factor);
    if (a == 0 || dy == 0 || (size >= ordinary && size <= 1 / ordinary)) {
      return plain ? slope * factor : t.kernels->precise->slope_in_double(x, factor, t.parameters);
    }
    int of_a, of_dy;
    const double significand = __builtin_frexp(a, &of_a) * __builtin_frexp(dy, &of_dy);
    if (plain) return __builtin_ldexp(slope * significand, of_a + of_dy);
    const int within = std::clamp(of_a + of_dy, -900, 900);
    return __builtin_ldexp(
        t.kernels->precise->slope_in_double(x, __builtin_ldexp(significand, within), t.parameters),
        of_a + of_dy - within);
  }

  /// f'(±∞)·factor for one that is larger than every float.
  static double times_far_slope(double x, double slope, double factor, const precise_results* precise,
                                const gate_task<T>& t) {
    if (static_cast<float>(slope * largest_float) == 0) return __builtin_copysign(0.0, slope) * factor;
    if (slope - slope != 0 || !precise) return slope * factor;
    return precise->slope_of_any(__builtin_copysign(far_out, x), factor, t.parameters);
  }
};

template <class L, class T>
inline constexpr gate_loops<T> gate_loops_of = {&map_gates<L, T>::forward, &map_gates<L, T>::backward};

}  // namespace hillock::kernel
