// SPDX-License-Identifier: Apache-2.0
// The block kernels of every formula on one instruction set: an interpreter, which takes a few hundred
// numbers through one operation after the other. Only its unit in src/isa includes this.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

#include "formula/program.hpp"
#include "formula/words.hpp"
#include "kernel/formula.hpp"
#include "kernel/task.hpp"
#include "simd/twin.hpp"

namespace hillock::formulas {

template <class L>
class interpreter {
  using pack = typename L::f64;

 public:
  /// Kernels that lack their program.
  static constexpr kernel::block_kernels kernels() {
    return {.value = &floats<&code::value>,
            .slope = &floats<&code::slope>,
            .double_value = &doubles<&code::value>,
            .double_slope = &doubles<&code::slope>};
  }

 private:
  /// Results and widened inputs, 64 KiB: a thread's stack holds that.
  static constexpr std::size_t capacity = 8192;

  /// A call's parameters, each `broadcast` times; to float where elements are narrower than double, as those
  /// of the list's functions are.
  struct given {
    alignas(64) double parameters[max_parameters][broadcast];
    bool of_doubles;

    template <class T>
    static given of(std::size_t count, const double* parameters) {
      given g;
      g.of_doubles = std::is_same_v<T, double>;
      for (std::size_t i = 0; i < count; ++i)
        fill(g.parameters[i], broadcast, kernel::parameter_of<T>(parameters[i]));
      return g;
    }
  };

  /// An operand of a block: `step` is 0 where it is one number for all.
  struct array {
    const double* at = nullptr;
    std::size_t step = 1;

    template <class V>
    HILLOCK_INLINE V load(std::size_t i) const {
      return V::load(at + i * step);
    }
  };

  static array array_of(const source& s, const program& p, const given& g, const double* x, double* results,
                        std::size_t length) {
    switch (s.from) {
      case source::kind::x:
        return {x, 1};
      case source::kind::number:
        return {p.numbers.data() + s.index * broadcast, 0};
      case source::kind::parameter:
        return {g.parameters[s.index], 0};
      case source::kind::result:
        break;
    }
    return {results + s.index * length, 1};
  }

  /// What costs many operations keeps many registers by itself.
  static constexpr std::size_t packs_at_once(op what) {
    if (what == op::power) return 1;
    const bool light = operands(what) > 1 || what <= op::square_root;
    return std::max<std::size_t>(1, light ? L::side_by_side : L::side_by_side / 2);
  }

  template <op what>
  static void apply_to_block(array a, array b, array c, double* out, std::size_t n) noexcept {
    using several = simd::spread<pack, packs_at_once(what)>;
    const auto step = [&]<class V>(V, std::size_t i) HILLOCK_INLINE_LAMBDA {
      const V x = a.template load<V>(i), y = operands(what) > 1 ? b.template load<V>(i) : V(0),
              z = operands(what) > 2 ? c.template load<V>(i) : V(0);
      apply<what>(x, y, z).store(out + i);
    };
    std::size_t i = 0;
    for (; i + several::size() <= n; i += several::size()) step(several(), i);
    if constexpr (several::size() > kernel::block_step) {
      for (; i < n; i += kernel::block_step) step(simd::spread<pack, kernel::block_step / pack::size()>(), i);
    }
  }

  using block_operation = void (*)(array, array, array, double*, std::size_t) noexcept;
  template <std::size_t... i>
  static constexpr std::array<block_operation, op_count> make_operations(std::index_sequence<i...>) {
    const auto one = []<op what>() -> block_operation {
      if constexpr (operands(what) > 0 && what < op::value_of)
        return &apply_to_block<what>;
      else
        return nullptr;
    };
    return {one.template operator()<static_cast<op>(i)>()...};
  }
  static constexpr std::array<block_operation, op_count> operations =
      make_operations(std::make_index_sequence<op_count>());

  /// A function of the list by its own loop; NaN where a parameter is outside its range.
  static void call(const instruction& s, const kernel::entry& function, array a, const array* parameters,
                   bool of_doubles, double* out, std::size_t n) noexcept {
    double own[max_parameters]{};
    bool in_range = true;
    for (std::size_t i = 0; i < s.about->parameters.size(); ++i) {
      const hillock::parameter& p = s.about->parameters[i];
      own[i] = *parameters[i].at;
      in_range = in_range && own[i] >= p.low && own[i] <= p.high;
      if (!of_doubles) own[i] = kernel::parameter_of<float>(own[i]);
    }
    if (!in_range) return fill(out, n, std::numeric_limits<double>::quiet_NaN());
    if (a.step == 0) {
      fill(out, n, *a.at);
      a.at = out;
    }
    if (!of_doubles && function.f64.kernels) {
      const kernel::block_kernels& k = *function.f64.kernels;
      const auto rough = s.what == op::value_of ? k.rough_double_value : k.rough_double_slope;
      if (rough) return rough(k.program, a.at, out, n, own);
    }
    const auto loop = s.what == op::value_of ? function.f64.forward : function.f64.slope;
    loop({a.at, nullptr, out, 1, n, own, function.f64.kernels});
  }
  static void fill(double* out, std::size_t n, double value) noexcept {
    for (std::size_t i = 0; i < n; ++i) out[i] = value;
  }

  /// Where the whole is, after all steps for n ≤ length numbers.
  static array run(const bound_code& b, const program& p, const given& g, const double* x, double* results,
                   std::size_t length, std::size_t n) noexcept {
    for (const instruction& s : p.steps) {
      const auto at = [&](const source& from) { return array_of(from, p, g, x, results, length); };
      double* const out = results + s.to * length;
      if (s.what < op::value_of) {
        operations[static_cast<std::size_t>(s.what)](at(s.operands[0]), at(s.operands[1]), at(s.operands[2]),
                                                     out, n);
      } else {
        array parameters[max_parameters];
        for (std::size_t i = 0; i < s.about->parameters.size(); ++i) parameters[i] = at(s.parameters[i]);
        call(s, *b.functions[s.which], at(s.operands[0]), parameters, g.of_doubles, out, n);
      }
    }
    return array_of(p.whole, p, g, x, results, length);
  }

  static constexpr std::size_t length_for(const program& p) {
    return std::min<std::size_t>(kernel::block_capacity,
                                 capacity / (p.results + 1) / kernel::block_step * kernel::block_step);
  }

  /// NaN in, the same NaN out; one NaN, whatever machine and operation it comes from, elsewhere. At ±∞ it is
  /// the limit, where that is one.
  static void finish(const bound_code& b, const program& p, const given& g, const double* x, array whole,
                     double* y, std::size_t n) noexcept {
    using V = simd::spread<pack, kernel::block_step / pack::size()>;
    bool limits = false;
    for (std::size_t i = 0; i < n; i += kernel::block_step) {
      const V at = V::load(x + i), result = whole.template load<V>(i);
      const auto nan = is_nan(result);
      limits = limits || V::any(V::both(nan, abs(at) == V(std::numeric_limits<double>::infinity())));
      select(is_nan(at), at + at, select(nan, V(std::numeric_limits<double>::quiet_NaN()), result))
          .store(y + i);
    }
    if (limits) [[unlikely]]
      take_limits(b, p, g, x, y, n);
  }

  /// At ±∞ operations may have no result (0·∞) where the formula has a limit. It is taken to have one if two
  /// large numbers give one and the same: x*sigmoid(x) does, sin(x) does not. Numbers are asked whose powers
  /// are finite, and if those give two results the largest doubles. x may be y by now.
  static __attribute__((noinline, cold)) void take_limits(const bound_code& b, const program& p,
                                                          const given& g, const double* x, double* y,
                                                          std::size_t n) noexcept {
    constexpr double largest = std::numeric_limits<double>::max();
    alignas(64) double far[kernel::block_step]{-0x1p126, -0x1p125, -largest, -0.5 * largest,
                                               0x1p126,  0x1p125,  largest,  0.5 * largest};
    alignas(64) double results[(most_results + 1) * kernel::block_step];
    alignas(64) double at_ends[kernel::block_step];
    const array whole = run(b, p, g, far, results, kernel::block_step, kernel::block_step);
    for (std::size_t i = 0; i < 8; ++i) at_ends[i] = whole.at[i * whole.step];
    for (std::size_t i = 0; i < n; ++i) {
      if (x[i] - x[i] == 0 || x[i] != x[i] || y[i] == y[i]) continue;
      const double* const ends = at_ends + (x[i] < 0 ? 0 : 4);
      if (ends[0] == ends[1]) {
        y[i] = ends[0];
      } else if (ends[2] == ends[3]) {
        y[i] = ends[2];
      }
    }
  }

  template <program code::*which>
  static void floats(const void* bound, const float* x, double* y, std::size_t n,
                     const double* parameters) noexcept {
    const auto& b = *static_cast<const bound_code*>(bound);
    const program& p = b.what->*which;
    const given g = given::template of<float>(b.what->parameters, parameters);
    alignas(64) double room[capacity];
    const std::size_t length = length_for(p);
    double* const wide = room + p.results * length;
    using V = simd::spread<typename L::f32, kernel::block_step / L::f32::size()>;
    for (std::size_t begin = 0; begin < n; begin += length) {
      const std::size_t count = std::min(length, n - begin);
      for (std::size_t i = 0; i < count; i += kernel::block_step)
        simd::widen<L>(V::load(x + begin + i)).store(wide + i);
      finish(b, p, g, wide, run(b, p, g, wide, room, length, count), y + begin, count);
    }
  }

  template <program code::*which>
  static void doubles(const void* bound, const double* x, double* y, std::size_t n,
                      const double* parameters) noexcept {
    const auto& b = *static_cast<const bound_code*>(bound);
    const program& p = b.what->*which;
    const given g = given::template of<double>(b.what->parameters, parameters);
    alignas(64) double room[capacity];
    const std::size_t length = length_for(p);
    double* const own = room + p.results * length;  // y may be x, and x is needed at the end
    for (std::size_t begin = 0; begin < n; begin += length) {
      const std::size_t count = std::min(length, n - begin);
      for (std::size_t i = 0; i < count; ++i) own[i] = x[begin + i];
      finish(b, p, g, own, run(b, p, g, own, room, length, count), y + begin, count);
    }
  }
};

}  // namespace hillock::formulas
