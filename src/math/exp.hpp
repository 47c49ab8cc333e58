// SPDX-License-Identifier: Apache-2.0
// e^x and e^x − 1 of any sign: on lanes of double with spare bits, and on lanes of double-double.
// Coefficients: tools/coefficients/exp.sollya.
#pragma once
#include <cstddef>

#include "math/double_double.hpp"
#include "math/exp_of_negative.hpp"
#include "math/scaled.hpp"
#include "simd/inline.hpp"

namespace hillock::math {

/// e^r − 1 = r + r²·(exp_beyond) for |r| ≤ ln 2 / 2, off by 2^-49.3 of it; highest power first.
inline constexpr double exp_beyond[] = {0x1.27dcd15bf267cp-22, 0x1.72da33a4f75f7p-19, 0x1.a01a78738f97ep-16,
                                        0x1.a0199c0a94415p-13, 0x1.6c16c135c4cc7p-10, 0x1.1111112131eb1p-7,
                                        0x1.5555555564a27p-5,  0x1.555555555227p-3,   0x1.fffffffffffbfp-2};

/// x = k·ln 2 + r, and e^r − 1. Lanes of double with spare bits, |x| ≤ 708: off by 2^-47.
template <class V>
struct reduced_exp {
  V shifted;  ///< k in its low bits
  V k, above_one;

  explicit HILLOCK_INLINE reduced_exp(V x) {
    constexpr double magic = 0x1.8p52;  // adding it rounds to an integer
    shifted = fma(x, V(0x1.71547652b82fep0), V(magic));
    k = shifted - V(magic);
    const V r = fnma(k, V(0x1.abc9e3b39803fp-56), fnma(k, V(0x1.62e42fefa39efp-1), x));
    above_one = fma(r * r, horner(exp_beyond, r), r);
  }
  HILLOCK_INLINE V power() const { return add_bits_shifted<52>(V(1), shifted); }
};

/// The same of double-double, off by less than 2^-98 of e^r − 1.
template <class V>
struct reduced_exp<double_double<V>> {
  V k;
  double_double<V> above_one;

  explicit HILLOCK_INLINE reduced_exp(double_double<V> x) {
    constexpr double magic = 0x1.8p52;
    k = fma(x.high, V(0x1.71547652b82fep0), V(magic)) - V(magic);
    // ln 2 in 42 + 42 + 53 bits, off by 2^-140: k times the first two is exact, and so is the first
    // difference.
    const V first = fnma(k, V(0x1.62e42fefa3800p-1), x.high);
    const two_parts<V> rest = exact_sum(k * V(-0x1.ef35793c76000p-45), x.low);
    const two_parts<V> sum = exact_sum(first, rest.high);
    const double_double<V> r =
        sum_of_large_and_small(sum.high, fnma(k, V(0x1.cc01f97b57a08p-87), sum.low + rest.low));
    // Taylor: |r| ≤ ln 2 / 2, what lies beyond r^23/23! is below 2^-106 of r, and from r^14/14! on, below
    // 2^-56, one double is enough.
    constexpr double tail[] = {0x1.761b41316381ap-75, 0x1.0ce396db7f853p-70, 0x1.71b8ef6dcf572p-66,
                               0x1.e542ba4020225p-62, 0x1.2f49b46814157p-57, 0x1.6827863b97d97p-53,
                               0x1.952c77030ad4ap-49, 0x1.ae7f3e733b81fp-45, 0x1.ae7f3e733b81fp-41,
                               0x1.93974a8c07c9dp-37};
    constexpr double inverse_factorial[][2] = {
        {0x1.6124613a86d09p-33, 0x1.f28e0cc748ebep-87},  {0x1.1eed8eff8d898p-29, -0x1.2aec959e14c06p-83},
        {0x1.ae64567f544e4p-26, -0x1.c062e06d1f209p-80}, {0x1.27e4fb7789f5cp-22, 0x1.cbbc05b4fa99ap-76},
        {0x1.71de3a556c734p-19, -0x1.c154f8ddc6c00p-73}, {0x1.a01a01a01a01ap-16, 0x1.a01a01a01a01ap-76},
        {0x1.a01a01a01a01ap-13, 0x1.a01a01a01a01ap-73},  {0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65},
        {0x1.1111111111111p-7, 0x1.1111111111111p-63},   {0x1.5555555555555p-5, 0x1.5555555555555p-59},
        {0x1.5555555555555p-3, 0x1.5555555555555p-57},   {0.5, 0}};
    double_double<V> p = horner(tail, r.high);
    for (const auto& [high, low] : inverse_factorial) p = larger_plus(double_double<V>(high, low), p * r);
    above_one = r + r * r * p;
  }

  /// 2^k·v in two steps, so that neither power is beyond a double's.
  HILLOCK_INLINE double_double<V> scaled(double_double<V> v) const {
    constexpr double magic = 0x1.8p52;
    const V half = fma(k, V(0.5), V(magic)) - V(magic);
    return v.scaled(power_of_two(half)).scaled(power_of_two(k - half));
  }
};

/// e^x. Lanes of double with spare bits: |x| ≤ 708, off by 2^-47 of it. Double-double: every x but NaN,
/// where the result is a normal number off by less than 2^-98 of it.
template <class V>
HILLOCK_INLINE V exp(V x) {
  if constexpr (is_double_double<V>) {
    const reduced_exp<V> e(at_least(at_most(x, V(800)), V(-800)));
    return e.scaled(V(1) + e.above_one);
  } else {
    static_assert(V::spare_bits);
    const reduced_exp<V> e(x);
    return fma(e.above_one, e.power(), e.power());
  }
}

/// e^x − 1, as exp.
template <class V>
HILLOCK_INLINE V expm1(V x) {
  if constexpr (is_double_double<V>) {
    const reduced_exp<V> e(at_least(at_most(x, V(800)), V(-800)));
    return select(abs(x) < V(0.34), e.above_one, e.scaled(V(1) + e.above_one) - V(1));
  } else {
    static_assert(V::spare_bits);
    const reduced_exp<V> e(x);
    return fma(e.above_one, e.power(), e.power() - V(1));
  }
}

}  // namespace hillock::math
