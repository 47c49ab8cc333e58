// SPDX-License-Identifier: Apache-2.0
// The elementwise loops for functions that cost more than one operation, built in or made at run time: once
// per instruction set and element type, whatever the function. A block of elements goes through the
// function's kernel in double and is rounded once.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>

#include "kernel/backward.hpp"
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
          unary(t.kernels->value, {x, nullptr, y, 1, n, t.parameters, t.kernels});
        };
        return staged<L>::run(k.pairs, t.x, t.out, t.size(), streams<L>(t.size(), t.out, t.out != t.x, lanes),
                              by_blocks);
      }
    }
    if constexpr (is_16_bit<T>) {
      if (k.value_of_16_bits) return unary(k.value_of_16_bits, t);
    }
    unary(value_of(k), t);
  }
  static void slope(const task<T>& t) noexcept { unary(slope_of(*t.kernels), t); }
  static void backward(const task<T>& t) noexcept {
    binary(slope_of(*t.kernels), t.kernels->products ? product_at_input(*t.kernels->products) : nullptr, true,
           t);
  }
  static void backward_from_output(const task<T>& t) noexcept {
    const block_kernels& k = *t.kernels;
    const auto kernel = [&k] {
      if constexpr (in_double)
        return k.double_slope_from_output;
      else
        return k.slope_from_output;
    }();
    binary(kernel, k.products && !in_double ? k.products->at_output : nullptr, false, t);
  }

 private:
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
  static product_with_slope product_at_input(const products_with_slope& p) {
    return in_double ? p.in_double : p.at_input;
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

  /// Calls block(i, count) for blocks that cover the task's elements, and of_step(i, n) for each of its
  /// steps, whose result goes to out + i.
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
  static void unary(block_kernel<from, To> kernel, const task<T>& t) noexcept {
    each(kernel, t, t.out != t.x,
         [](const from* x, const To* y, std::size_t, std::size_t, const auto& store)
             HILLOCK_INLINE_LAMBDA { store(keep_nan(V::load(x), rounded(result_of(y)))); });
  }

  static void binary(block_kernel<from, double> kernel, product_with_slope exact, bool at_input,
                     const task<T>& t) noexcept {
    const bool kinked = t.kernels->kinked;
    const double normal_to =
        at_input ? t.kernels->slope_is_normal_to : std::numeric_limits<double>::infinity();
    each(kernel, t, t.out != t.x && t.out != t.dy,
         [&](const from* x, const double* y, std::size_t i, std::size_t left,
             const auto& store) HILLOCK_INLINE_LAMBDA {
           const V at = V::load(x), dy = load_part<L, V>(t.dy + i, left);
           const auto slope = result_of(y);
           const auto p = passed(slope, in_lanes(dy), kinked);
           if (doubtful(at, dy, p, normal_to)) [[unlikely]] {
             with_care(x, y, dy, {t.x, t.dy, t.out + i, 1, left, t.parameters, t.kernels}, exact, at_input);
           } else {
             store(keep_nan(at, rounded(p)));
           }
         });
  }

  static HILLOCK_INLINE auto in_lanes(V v) {
    if constexpr (in_double)
      return v;
    else
      return simd::widen<L>(v);
  }

  /// dy·slope; at a kink's flat side nothing passes, not even infinity or NaN, as in PyTorch.
  template <class W>
  static HILLOCK_INLINE W passed(W slope, W dy, bool kinked) {
    if (kinked) return select(slope == W(0), W(0), slope * dy);
    return slope * dy;
  }

  template <class W>
  static HILLOCK_INLINE bool doubtful(V x, V dy, W p, double normal_to) {
    if constexpr (in_double) {
      const auto fades = V::both(abs(x) > V(normal_to), abs(dy) > V(1));
      return V::any(V::either(is_nan(fma(x, V(0), p)), fades));
    } else {
      return V::any(simd::near_short<L, 28, product_slack>(p));
    }
  }

  /// What is not settled in one step, t.out: products that may lie on either side of a middle between two
  /// numbers, infinities, and NaN.
  static __attribute__((noinline, cold)) void with_care(const from* x, const double* slope, V dy,
                                                        const task<T>& t, product_with_slope exact,
                                                        bool at_input) noexcept {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const auto d = in_lanes(dy);
    const auto s = result_of(slope), p = passed(s, d, t.kernels->kinked);
    using W = std::remove_const_t<decltype(p)>;
    T low[block_step], high[block_step];
    simd::store<L>(rounded(p * W(1 - product_margin)), low);
    simd::store<L>(rounded(p * W(1 + product_margin)), high);
    double product[block_step], gradient[block_step], slopes[block_step];
    p.store(product), d.store(gradient), s.store(slopes);
    for (std::size_t j = 0; j < t.columns; ++j) {
      const double at = static_cast<double>(x[j]), g = gradient[j];
      if (at != at || g != g || !exact || (t.kernels->kinked && slopes[j] == 0)) continue;
      const bool infinite = g == inf || g == -inf;
      if (infinite && at_input && !t.kernels->kinked) {
        product[j] = from_infinity(at, exact(at, g > 0 ? largest : -largest, t.parameters));
      } else if (!infinite && (in_double || std::memcmp(&low[j], &high[j], sizeof(T)) != 0)) {
        product[j] = exact(at, g, t.parameters);
      }
    }
    const V at = V::load(x);
    const V dx = rounded(gradient_nan(d, W::load(product)));
    store_part<L>(keep_nan(at, dx), t.out, t.columns);
  }

  static constexpr double largest = static_cast<double>(std::numeric_limits<float>::max());

  /// What ±∞ in dy becomes, for functions without a kink: ±∞ where f'(x) is not 0 as a real number, however
  /// small it is (every finite x, or the function needs another rule), NaN where it fades to 0 at x = ±∞.
  /// `large` is the product with the largest float in place of ∞: no float but 0 where f' is 0 or, for finite
  /// x, underflows, with the sign of f'.
  static double from_infinity(double x, double large) {
    constexpr double inf = std::numeric_limits<double>::infinity();
    if ((x == inf || x == -inf) && static_cast<float>(large) == 0)
      return std::numeric_limits<double>::quiet_NaN();
    return __builtin_copysign(inf, large);
  }
};

}  // namespace hillock::kernel
