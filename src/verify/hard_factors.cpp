// SPDX-License-Identifier: Apache-2.0
#ifdef HILLOCK_MPFR
#include "verify/hard_factors.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "verify/progression.hpp"

namespace hillock::verify {

namespace {

constexpr std::uint32_t first = 1U << 23, last = (1U << 24) - 1;  // significands of normal floats
constexpr int point = slope_bounds::digits - 1;                   // c = low·2^-point
constexpr format to = format_of<float>;

// c·2^−j modulo 1 in units of 2^−w, rounded down.
template <class U>
U fraction(wide low, int j) {
  const int shift = point - static_cast<int>(8 * sizeof(U)) + j;
  return static_cast<U>(shift < 0 ? low << -shift : low >> shift);
}

// The significands from `from` to `to` whose product with c·2^−j comes nearest to an integer, or to half of
// an odd one.
struct problem {
  int j;
  bool at_halves;
  std::uint32_t from, to;

  template <class U>
  nearest_terms<U> solve(wide low, U shift = 0) const {
    const U step = fraction<U>(low, j), half = U{1} << (8 * sizeof(U) - 1);
    return nearest_to_zero<U>(step * from + (at_halves ? half : 0) + shift, step, to - from + 1);
  }
};

class search {
 public:
  search(const slope_bounds& slope, std::uint32_t choice)
      : slope_(slope), gamma_(slope.exponent + point), choice_(choice) {
    lower_end_ = std::min(last, static_cast<std::uint32_t>(0x1p126 / static_cast<double>(slope.low)));
    while (slope.low * lower_end_ >> 126 != 0) --lower_end_;
    while (lower_end_ < last && slope.low * (lower_end_ + 1) >> 126 == 0) ++lower_end_;
  }

  hard_factors run(cases which) {
    bound({0, true, first, lower_end_}, 0x1p24, [this](std::uint32_t m) { add_normal(m, -149, 104); });
    bound({0, false, first, last}, static_cast<double>(slope_.low) * 0x1p-78,
          [this](std::uint32_t m) { add_near_integer(m); });
    if (lower_end_ < last) {
      each_nearest<std::uint64_t>({1, true, lower_end_ + 1, last},
                                  [this](std::uint32_t m) { add_normal(m, -150, 103); });
    }
    if (which == cases::every) {
      for (int j = 1; j <= to.digits + 1; ++j) {
        each_nearest<wide>({j, true, first, last}, [&](std::uint32_t m) { add(m, to.quantum - gamma_ - j); });
      }
      // Subnormal factors are multiples of one number, and so have one problem.
      if (-gamma_ >= 0 && -gamma_ < 2 * to.digits) {
        each_nearest<wide>({-gamma_, true, 1, first - 1}, [&](std::uint32_t m) { add(m, to.quantum); });
      }
    }
    return found_;
  }

 private:
  template <class U, class Add>
  void each_nearest(const problem& p, const Add& add_one, U shift = 0) {
    const nearest_terms<U> n = p.solve<U>(slope_.low, shift);
    add_one(p.from + n.at_above), add_one(p.from + n.at_below);
  }

  // As each_nearest, and `least` takes part: `largest` is above all products m·c. In 64 bits a term is off by
  // up to 2^25 of its units, which matters only for distances that are rare; in 128 by the width of the
  // bounds.
  template <class Add>
  void bound(const problem& p, double largest, const Add& add_one) {
    constexpr std::uint64_t far = std::uint64_t{1} << 32, off = std::uint64_t{1} << 25;
    const auto quick = p.solve<std::uint64_t>(slope_.low);
    if (quick.above >= far && quick.below >= far) {
      add_one(p.from + quick.at_above), add_one(p.from + quick.at_below);
      keep(p, quick.above, quick.below - off, quick.at_above, quick.at_below, 0x1p-64 / largest);
      return;
    }
    const auto fine = p.solve<wide>(slope_.low);
    const wide slack = static_cast<wide>(slope_.width) << (128 - point + to.digits);
    add_one(p.from + fine.at_above), add_one(p.from + fine.at_below);
    keep(p, fine.above, fine.below + 1 > slack ? fine.below + 1 - slack : 0, fine.at_above, fine.at_below,
         0x1p-128 / largest);
    if (found_.least != 0) return;
    // On the middle, perhaps: the nearest of those that certainly are not, too.
    each_nearest<wide>(p, add_one, 0 - slack - 1);
    each_nearest<wide>(p, add_one, slack + 1);
  }

  template <class U>
  void keep(const problem& p, U above, U below, std::uint32_t at_above, std::uint32_t at_below, double unit) {
    const double distance = static_cast<double>(std::min(above, below)) * unit;
    if (found_.at_least != 0 && distance >= found_.least) return;
    found_.least = distance;
    found_.at_least = p.from + (above <= below ? at_above : at_below);
  }

  // With any exponent for which the result's is low … high, in units of 2^γ.
  void add_normal(std::uint32_t m, int low, int high) {
    const int from = std::max(to.quantum, low - gamma_), end = std::min(to.limit - to.digits, high - gamma_);
    if (from <= end) add(m, from + static_cast<int>(choice_ % static_cast<std::uint32_t>(end - from + 1)));
  }

  void add_near_integer(std::uint32_t m) {
    const wide product = slope_.low * m, nearest = (product + (wide{1} << (point - 1))) >> point;
    add(m, to.quantum - gamma_ - 1 - std::countr_zero(static_cast<std::uint64_t>(nearest)));
  }

  void add(std::uint32_t m, int exponent) {
    if (exponent > to.limit - to.digits) return;
    if (const int missing = to.quantum - exponent; missing > 0) {
      if (missing >= to.digits || m % (1U << missing) != 0) return;  // no float
      m >>= missing;
      exponent = to.quantum;
    }
    found_.list[found_.count++] = {m, exponent};
  }

  const slope_bounds& slope_;
  const int gamma_;
  const std::uint32_t choice_;
  std::uint32_t lower_end_;  // the last significand with m·c < 2^24
  hard_factors found_;
};

}  // namespace

hard_factors find_hard_factors(const slope_bounds& slope, cases which, std::uint32_t choice) {
  return search(slope, choice).run(which);
}

}  // namespace hillock::verify
#endif
