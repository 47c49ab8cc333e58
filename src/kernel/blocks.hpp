// SPDX-License-Identifier: Apache-2.0
// The elementwise loops for functions that cost more than one operation, built in or made at run time: once
// per instruction set and element type, whatever the function. A block of elements goes through the
// function's kernel in double and is rounded once.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>

#include "kernel/backward.hpp"
#include "kernel/block_parts.hpp"
#include "kernel/entry_points.hpp"
#include "kernel/formula.hpp"
#include "kernel/parts.hpp"
#include "kernel/staged.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

template <class L, class T>
class map_blocks : block_parts<L, T> {
  using parts = block_parts<L, T>;
  using parts::doubtful, parts::from_infinity, parts::in_double, parts::in_lanes, parts::lanes, parts::passed,
      parts::result_of, parts::rounded, parts::slope_of, parts::value_of, parts::whole_steps;
  using typename parts::from, typename parts::input, typename parts::V;

 public:
  static void forward(const task<T>& t) noexcept {
    const block_kernels& k = *t.kernels;
    if constexpr (std::is_same_v<T, float> && L::table_entries > 0) {
      if (k.pairs.run && t.size() >= staged<L>::fewest) {
        const auto by_blocks = [&t](const T* x, T* y, std::size_t n) {
          value_by_blocks({x, nullptr, y, 1, n, t.parameters, t.kernels});
        };
        return staged<L>::run(k.pairs, t.x, t.out, t.size(), streams<L>(t.size(), t.out, t.out != t.x, lanes),
                              by_blocks);
      }
    }
    if constexpr (is_16_bit<T>) {
      if (k.value_of_16_bits) return unary(k.value_of_16_bits, t, 0, nullptr);
    }
    value_by_blocks(t);
  }
  static void slope(const task<T>& t) noexcept {
    const block_kernels& k = *t.kernels;
    // A function that is right in one rounding forward is so in its slope.
    unary(slope_of(k), t, k.value_error > 0 ? k.slope_error : 0, k.precise ? k.precise->slope : nullptr);
  }
  static void backward(const task<T>& t) noexcept {
    const block_kernels& k = *t.kernels;
    const precise_result exact = !k.precise  ? nullptr
                                 : in_double ? k.precise->slope_in_double
                                             : k.precise->slope;
    binary(slope_of(k), t, k.slope_error, exact, true);
  }
  static void backward_from_output(const task<T>& t) noexcept {
    const block_kernels& k = *t.kernels;
    const auto kernel = [&k] {
      if constexpr (in_double)
        return k.double_slope_from_output;
      else
        return k.slope_from_output;
    }();
    binary(kernel, t, k.slope_from_output_error,
           k.precise && !in_double ? k.precise->slope_from_output : nullptr, false);
  }

 private:
  static void value_by_blocks(const task<T>& t) noexcept {
    const block_kernels& k = *t.kernels;
    unary(value_of(k), t, k.value_error, k.precise ? k.precise->value : nullptr);
  }

  /// Hands the task's elements to the kernel, block by block, and calls finish(x, y, i, left, store) for each
  /// step of what it gives: `left` elements from the i-th on, whose results store() takes.
  template <class To, class Finish>
  static HILLOCK_INLINE void each(block_kernel<from, To> kernel, const task<T>& t, bool apart,
                                  const Finish& finish) {
    const bool past_caches = streams<L>(t.size(), t.out, apart, lanes);
    input in;
    alignas(64) To y[block_capacity];
    const std::size_t n = t.size(), head = past_caches ? to_alignment<L>(t.out, lanes) : 0;
    for (std::size_t begin = 0; begin < n;) {
      const std::size_t count = std::min(begin < head ? head : block_capacity, n - begin);
      const from* const x = in(t.x + begin, count);
      kernel(t.kernels->program, x, y, whole_steps(count), t.parameters);
      for (std::size_t i = 0; i < count; i += block_step) {
        const std::size_t left = std::min(block_step, count - i);
        finish(x + i, y + i, begin + i, left, [&](const V& result) HILLOCK_INLINE_LAMBDA {
          T* const out = t.out + begin + i;
          if (left < block_step) return store_part<L>(result, out, left);
          if constexpr (L::can_stream && sizeof(T) >= 4) {
            if (past_caches) return result.stream(out);
          }
          simd::store<L>(result, out);
        });
      }
      begin += count;
    }
    if constexpr (L::can_stream) {
      if (past_caches) L::end_of_stream();
    }
  }

  template <class To>
  static void unary(block_kernel<from, To> kernel, const task<T>& t, double error,
                    precise_result exact) noexcept {
    if constexpr (in_double) {
      if (!streams<L>(t.size(), t.out, t.out != t.x, lanes)) return straight(kernel, t);
    }
    const slack within(error);
    each(kernel, t, t.out != t.x,
         [&](const from* x, const To* y, std::size_t, std::size_t left, const auto& store)
             HILLOCK_INLINE_LAMBDA {
               const auto result = result_of(y);
               if constexpr (std::is_same_v<To, double> && !in_double) {
                 if (error > 0 && doubtful(V(1), result, within)) [[unlikely]] {
                   return store(with_care(x, result, result, within, V(1), left, t, exact, false));
                 }
               }
               store(keep_nan(V::load(x), rounded(result)));
             });
  }

  /// Doubles that nothing is left to do with: from the kernel to where they belong.
  static void straight(block_kernel<T, T> kernel, const task<T>& t) noexcept {
    const std::size_t n = t.size(), whole = n / block_step * block_step;
    for (std::size_t i = 0; i < whole; i += block_capacity) {
      kernel(t.kernels->program, t.x + i, t.out + i, std::min(block_capacity, whole - i), t.parameters);
    }
    if (whole == n) return;
    T x[block_step]{}, y[block_step];
    for (std::size_t i = whole; i < n; ++i) x[i - whole] = t.x[i];
    kernel(t.kernels->program, x, y, block_step, t.parameters);
    for (std::size_t i = whole; i < n; ++i) t.out[i] = y[i - whole];
  }

  static void binary(block_kernel<from, double> kernel, const task<T>& t, double error, precise_result exact,
                     bool at_input) noexcept {
    const slack within(error);
    const bool flat = t.kernels->flat;
    const double normal_from = at_input ? t.kernels->slope_is_normal_from : 0;
    const double normal_to = at_input ? slope_is_normal_to(t) : std::numeric_limits<double>::infinity();
    each(kernel, t, t.out != t.x && t.out != t.dy,
         [&](const from* x, const double* y, std::size_t i, std::size_t left, const auto& store)
             HILLOCK_INLINE_LAMBDA {
               const V at = V::load(x), dy = load_part<L, V>(t.dy + i, left);
               const auto slope = result_of(y), p = passed(slope, in_lanes(dy), flat);
               bool again;
               if constexpr (in_double) {
                 const auto outside = V::either(abs(at) < V(normal_from), abs(at) > V(normal_to));
                 again = V::any(V::either(is_nan(fma(at, V(0), p)), outside));
               } else {
                 again = doubtful(at, p, within);
               }
               if (again) [[unlikely]] {
                 store(with_care(x, slope, p, within, dy, left, t, exact, at_input));
               } else if constexpr (in_double) {
                 store(p);  // x is not NaN
               } else {
                 store(keep_nan(at, rounded(p)));
               }
             });
  }

  static double slope_is_normal_to(const task<T>& t) noexcept {
    const auto stated = t.kernels->slope_is_normal_to;
    return stated ? stated(t.parameters) : std::numeric_limits<double>::infinity();
  }

  static bool slope_may_be_small(const task<T>& t, double size) noexcept {
    return size < t.kernels->slope_is_normal_from || size > slope_is_normal_to(t);
  }

  /// One step's results p = slope·dy (of value and slope themselves, dy is 1), rounded, where not all are
  /// clear: those whose error has ends that round differently are what `exact` gives; and infinities and NaN
  /// are seen to.
  template <class W>
  static __attribute__((noinline, cold)) V with_care(const from* x, const W& slope, const W& p,
                                                     const slack& within, const V& dy, std::size_t count,
                                                     const task<T>& t, precise_result exact,
                                                     bool at_input) noexcept {
    T low[block_step], high[block_step];
    simd::store<L>(rounded(p * W(within.down)), low);
    simd::store<L>(rounded(p * W(within.up)), high);
    double results[block_step], slopes[block_step], gradients[block_step];
    p.store(results), slope.store(slopes), in_lanes(dy).store(gradients);
    for (std::size_t j = 0; j < count && exact; ++j) {
      const double at = static_cast<double>(x[j]), g = gradients[j];
      if (at != at || g != g || (t.kernels->flat && slopes[j] == 0)) continue;
      if (g - g != 0) {
        if (at_input && !t.kernels->flat) results[j] = from_infinity(at, slopes[j], g);
      } else if (at - at == 0 && (in_double ? at_input && slope_may_be_small(t, __builtin_fabs(at))
                                            : std::memcmp(&low[j], &high[j], sizeof(T)) != 0)) {
        results[j] = exact(at, g, t.parameters);
      }
    }
    return keep_nan(V::load(x), rounded(gradient_nan(in_lanes(dy), W::load(results))));
  }
};

/// Where the loops of blocks are entered by a function with these kernels; null: by functions made at run
/// time, each with its own.
template <class L, class T>
constexpr entry_points<T> block_entry_points(const block_kernels* kernels, bool has_slope_from_output) {
  using loops = map_blocks<L, T>;
  return {&loops::forward, &loops::slope, &loops::backward,
          has_slope_from_output ? &loops::backward_from_output : nullptr, kernels};
}

}  // namespace hillock::kernel
