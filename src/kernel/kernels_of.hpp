// SPDX-License-Identifier: Apache-2.0
// The kernels of one function on one instruction set, from the formulas in its file. Only its unit includes
// this; loading, rounding, NaN, dy and storing are the loops' of kernel/blocks.hpp.
#pragma once
#include <algorithm>
#include <cstddef>
#include <limits>

#include "kernel/formula.hpp"
#include "kernel/pair_steps.hpp"
#include "kernel/task.hpp"
#include "math/double_double.hpp"

namespace hillock::kernel {

template <class L, class F, formula which>
struct block_formula {
  static void in_spare_doubles(const void*, const float* x, double* y, std::size_t n,
                               const double* parameters) noexcept {
    run<typename L::f32, L::side_by_side / 2>(n, [=](auto pack, std::size_t i) HILLOCK_INLINE_LAMBDA {
      using V = decltype(pack);
      evaluated<float>(simd::widen<L>(V::load(x + i)), parameters).store(y + i);
    });
  }
  static void in_doubles(const void*, const double* x, double* y, std::size_t n,
                         const double* parameters) noexcept {
    if constexpr (careful_lanes<F> || which == formula::slope_from_output) {
      run<typename L::f64, L::side_by_side>(n, [=](auto pack, std::size_t i) HILLOCK_INLINE_LAMBDA {
        const auto at = decltype(pack)::load(x + i);
        keep_nan(at, evaluated<double>(at, parameters)).store(y + i);
      });
    } else {
      in_double_doubles(x, y, n, parameters);
    }
  }
  /// As floats are computed, but for those that floats' kernels do not know: decided for each element, so
  /// that its neighbours do not matter.
  static void in_rough_doubles(const void*, const double* x, double* y, std::size_t n,
                               const double* parameters) noexcept {
    using P = typename L::f64;
    run<P, std::max(L::side_by_side / 2, L::side_by_side > 1 ? block_step / P::size() : 1)>(
        n, [=](auto pack, std::size_t i) HILLOCK_INLINE_LAMBDA {
          using V = decltype(pack);
          const V at = V::load(x + i);
          const auto like_float = is_like_float(at);
          const auto rough = evaluated<float>(at.with_spare_bits(), parameters);
          if (V::all(like_float)) [[likely]]
            return rough.store(y + i);
          alignas(64) double roughly[V::size()], exactly[V::size()];
          rough.store(roughly);
          in_doubles(nullptr, x + i, exactly, V::size(), parameters);
          select(like_float, V::load(roughly), V::load(exactly)).store(y + i);
        });
  }
  static void in_floats(const void*, const float* x, float* y, std::size_t n,
                        const double* parameters) noexcept {
    run<typename L::f32, L::side_by_side>(n, [=](auto pack, std::size_t i) HILLOCK_INLINE_LAMBDA {
      using V = decltype(pack);
      evaluated<f16>(V::load(x + i), parameters).store(y + i);
    });
  }

  static double is_normal_to(const double* parameters) noexcept { return slope_is_normal_to<F>(parameters); }

 private:
  /// Whether x is 0, or a number of ordinary size in the formula's domain.
  template <class V>
  static HILLOCK_INLINE auto is_like_float(V x) {
    constexpr math::domain d = domain_of<F, which>();
    const V size = abs(x), folded = d.of == math::symmetry::none ? x : size;
    const auto ordinary = V::both(size >= V(0x1p-126), size <= V(0x1p126));
    return V::both(V::either(ordinary, x == V(0)), V::both(folded >= V(d.low), folded <= V(d.high)));
  }

  /// Numbers with a lower part fill the registers by themselves. Infinities do not keep theirs.
  static void in_double_doubles(const double* x, double* y, std::size_t n,
                                const double* parameters) noexcept {
    using V = typename L::f64;
    for (std::size_t i = 0; i < n; i += V::size()) {
      const V at = V::load(x + i);
      V result = keep_nan(at, evaluated<double>(math::double_double<V>(at), parameters).high);
      if (V::any(abs(at) == V(std::numeric_limits<double>::infinity()))) [[unlikely]]
        result = with_limits(at, result, parameters);
      result.store(y + i);
    }
  }

  /// What the formula on lanes of double gives at ±∞, with the parameters of doubles: clamped for floats, so
  /// that what is no float there is 0.
  template <class V>
  static __attribute__((noinline, cold)) V with_limits(V at, V result, const double* parameters) noexcept {
    constexpr double inf = std::numeric_limits<double>::infinity();
    constexpr float ends[block_step]{-std::numeric_limits<float>::infinity(),
                                     std::numeric_limits<float>::infinity()};
    double limits[block_step];
    run<typename L::f32, L::side_by_side / 2>(
        block_step, [&](auto pack, std::size_t i) HILLOCK_INLINE_LAMBDA {
          using P = decltype(pack);
          evaluated<float, double>(simd::widen<L>(P::load(ends + i)), parameters).store(limits + i);
        });
    for (double& limit : limits) {
      if (static_cast<float>(limit) == 0) limit = __builtin_copysign(0.0, limit);
    }
    return select(at == V(-inf), V(limits[0]), select(at == V(inf), V(limits[1]), result));
  }

  /// The formula with the domain and the sign of elements of type T, and parameters as those of type P are
  /// given.
  template <class T, class P = T, class V>
  static HILLOCK_INLINE V evaluated(V x, const double* parameters) {
    const V y = apply<P, F, which>(into_domain<T, F, which>(x), parameters);
    if constexpr (domain_of<F, which>().of == math::symmetry::odd) return copysign(y, x);
    return y;
  }

  /// step(pack, i) for packs that cover n elements: `at_once` side by side, so that one's operations run
  /// while the other's results are on their way, and a block_step at the end.
  template <class V, std::size_t at_once, class Step>
  static HILLOCK_INLINE void run(std::size_t n, const Step& step) {
    using several = simd::spread<V, std::max<std::size_t>(at_once, 1)>;
    std::size_t i = 0;
    for (; i + several::size() <= n; i += several::size()) step(several(), i);
    if constexpr (several::size() > block_step) {
      for (; i < n; i += block_step) step(simd::spread<V, block_step / V::size()>(), i);
    }
  }
};

/// All kernels of F. One that rounds at most once needs them only in gates.
template <class L, class F>
constexpr block_kernels make_block_kernels(const precise_results* precise) {
  using value = block_formula<L, F, formula::value>;
  using slope = block_formula<L, F, formula::slope>;
  block_kernels k{.value = &value::in_spare_doubles,
                  .slope = &slope::in_spare_doubles,
                  .double_value = &value::in_doubles,
                  .double_slope = &slope::in_doubles,
                  .precise = precise};
  if constexpr (requires { F::factor_error; })
    k.factor = &block_formula<L, F, formula::factor>::in_spare_doubles;
  k.factor_error = factor_error<F>();
  k.flat = F::about.flat;
  if constexpr (roundings<F>() >= 2) {
    if constexpr (has_slope_from_output<F>) {
      using from_output = block_formula<L, F, formula::slope_from_output>;
      k.slope_from_output = &from_output::in_spare_doubles;
      k.double_slope_from_output = &from_output::in_doubles;
      k.slope_from_output_error = F::slope_from_output_error;
    }
    if constexpr (!careful_lanes<F>) {
      k.rough_double_value = &value::in_rough_doubles;
      k.rough_double_slope = &slope::in_rough_doubles;
    }
    if constexpr (float_lanes_suffice<F>) k.value_of_16_bits = &value::in_floats;
    if constexpr (has_pairs<L, F>) k.pairs = {&pair_steps<L, F>::run, pair_steps<L, F>::zero_below};
    if constexpr (requires { F::slope_is_normal_to; }) k.slope_is_normal_to = &slope::is_normal_to;
    if constexpr (requires { F::slope_is_normal_from; }) k.slope_is_normal_from = F::slope_is_normal_from;
    if constexpr (requires { F::value_error; }) k.value_error = F::value_error;
    k.slope_error = F::slope_error;
  }
  return k;
}

}  // namespace hillock::kernel
