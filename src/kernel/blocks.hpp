// SPDX-License-Identifier: Apache-2.0
// The elementwise loops for functions that cost more than one operation, built in or made at run time: once
// per instruction set and element type, whatever the function. A block of elements goes through the
// function's kernel in double and is rounded once.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>

#include "kernel/backward.hpp"
#include "kernel/entry_points.hpp"
#include "kernel/formula.hpp"
#include "kernel/parts.hpp"
#include "kernel/staged.hpp"
#include "kernel/task.hpp"

namespace hillock::kernel {

template <class L, class T>
class map_blocks {
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

  static constexpr bool in_double = std::is_same_v<T, double>;
  using from = std::conditional_t<in_double, double, float>;                  ///< what kernels take
  using V = simd::spread<pack_of<L, T>, block_step / pack_of<L, T>::size()>;  ///< a block_step
  static constexpr std::size_t lanes = pack_of<L, T>::size();

  static auto value_of(const block_kernels& k) {
    if constexpr (in_double)
      return k.double_value;
    else
      return k.value;
  }
  static auto slope_of(const block_kernels& k) {
    if constexpr (in_double)
      return k.double_slope;
    else
      return k.slope;
  }
  /// What a kernel gives for a block_step, as lanes to be rounded or as they are.
  template <class To>
  static HILLOCK_INLINE auto result_of(const To* y) {
    if constexpr (in_double || std::is_same_v<To, float>)
      return V::load(y);
    else
      return decltype(simd::widen<L>(V()))::load(y);
  }
  template <class W>
  static HILLOCK_INLINE V rounded(W w) {
    if constexpr (std::is_same_v<W, V>)
      return w;
    else
      return rounded_once<L, T>(w);
  }

  /// A block's input as a kernel takes it: the caller's, or a copy, padded to whole steps.
  class input {
   public:
    HILLOCK_INLINE const from* operator()(const T* x, std::size_t count) {
      if constexpr (std::is_same_v<T, from>) {
        if (count % block_step == 0) return x;
      }
      std::size_t i = 0;
      for (; i + lanes <= count; i += lanes) L::load(x + i).store(copy_ + i);
      for (; i < whole_steps(count); i += lanes) {
        load_part<L, pack_of<L, T>>(x + i, i < count ? std::min(lanes, count - i) : 0).store(copy_ + i);
      }
      return copy_;
    }

   private:
    alignas(64) from copy_[block_capacity];
  };

  static HILLOCK_INLINE std::size_t whole_steps(std::size_t count) {
    return (count + block_step - 1) / block_step * block_step;
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
    const double normal_to = at_input ? slope_is_normal_to(t) : std::numeric_limits<double>::infinity();
    each(kernel, t, t.out != t.x && t.out != t.dy,
         [&](const from* x, const double* y, std::size_t i, std::size_t left, const auto& store)
             HILLOCK_INLINE_LAMBDA {
               const V at = V::load(x), dy = load_part<L, V>(t.dy + i, left);
               const auto slope = result_of(y), p = passed(slope, in_lanes(dy), flat);
               bool again;
               if constexpr (in_double) {
                 again = V::any(V::either(is_nan(fma(at, V(0), p)), abs(at) > V(normal_to)));
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

  static HILLOCK_INLINE auto in_lanes(V v) {
    if constexpr (in_double)
      return v;
    else
      return simd::widen<L>(v);
  }

  /// dy·slope; on a flat side nothing passes, not even infinity or NaN, as in PyTorch.
  template <class W>
  static HILLOCK_INLINE W passed(W slope, W dy, bool flat) {
    if (flat) return select(slope == W(0), W(0), slope * dy);
    return slope * dy;
  }

  /// Whether one rounding may be wrong, or x is not finite, or a result is NaN. Most results are far from
  /// every middle between two numbers of T, and from every number of as many bits; the others are looked at
  /// again.
  template <class W>
  static HILLOCK_INLINE bool doubtful(V x, W p, const slack& within) {
    if (!V::any(simd::near_short<L, 28>(p, within.units))) [[likely]]
      return false;
    if constexpr (is_16_bit<T>) {
      const V y = simd::narrow<L>(p);
      return V::any(V::either(may_be_tie<T>(y), is_nan(fma(x, V(0), y))));
    } else {
      const V low = simd::narrow<L>(p * W(within.down)), high = simd::narrow<L>(p * W(within.up));
      return !V::all(low == fma(x, V(0), high));  // NaN is not equal to itself
    }
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
      } else if (at - at == 0 && (in_double ? __builtin_fabs(at) > slope_is_normal_to(t) && at_input
                                            : std::memcmp(&low[j], &high[j], sizeof(T)) != 0)) {
        results[j] = exact(at, g, t.parameters);
      }
    }
    return keep_nan(V::load(x), rounded(gradient_nan(in_lanes(dy), W::load(results))));
  }

  /// What dy = ±∞ becomes, for functions without a flat side: ±∞ where f'(x) is not 0 as a real number,
  /// however small it is (every finite x but 0, or the function needs another rule), NaN where it fades to 0
  /// at x = ±∞: there the slope is one of a large x, and its product with the largest float rounds to 0.
  static double from_infinity(double x, double slope, double dy) {
    constexpr double largest = static_cast<double>(std::numeric_limits<float>::max());
    if (x == 0 && slope == 0) return std::numeric_limits<double>::quiet_NaN();
    if (x - x != 0 && static_cast<float>(slope * largest) == 0)
      return std::numeric_limits<double>::quiet_NaN();
    return __builtin_copysign(dy, slope) * __builtin_copysign(1.0, dy);
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
