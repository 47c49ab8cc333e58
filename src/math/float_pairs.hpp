// SPDX-License-Identifier: Apache-2.0
// Values good to 32 bits and more out of operations on floats: an exponential with a table in registers, sums
// and quotients as pairs of floats, and a look at whether the rounding to one float is certain. Where it is
// not, the formula on lanes of double decides: nothing here has to be right always, but it has to know.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "simd/inline.hpp"

namespace hillock::math {

/// A number as the sum of two floats, the second a small part of the first.
template <class V>
struct float_pair {
  V high, low;
};

/// a·b + c. |c| ≥ |a·b|, or c = 0.
template <class V>
HILLOCK_INLINE float_pair<V> fma_as_pair(V a, V b, V c) {
  const V high = fma(a, b, c);
  return {high, fma(a, b, c - high)};
}

/// A result, and where it is certain to be the nearest float.
template <class V>
struct judged {
  V value;
  decltype(V() == V()) sure;
};

/// 2^(j/n) as th·e^tl for j < n: th has 23 bits, so that th ± 1 is exact for long; tl is rounded to float.
/// tools/coefficients/float_pairs.sollya.
template <std::size_t n>
struct root_of_two;
template <>
struct root_of_two<8> {
  static constexpr float th[] = {0x1p0,        0x1.172b84p0, 0x1.306fep0,  0x1.4bfdacp0,
                                 0x1.6a09e8p0, 0x1.8ace54p0, 0x1.ae89f8p0, 0x1.d5818cp0};
  static constexpr float tl[] = {0,
                                 -0x1.9c0c22p-27,
                                 0x1.125002p-25,
                                 0x1.05b3acp-24,
                                 -0x1.20888ep-24,
                                 0x1.67a1cap-28,
                                 0x1.e26fp-25,
                                 0x1.f9b2d8p-25};
};
template <>
struct root_of_two<16> {
  static constexpr float th[] = {0x1p0,        0x1.0b5588p0, 0x1.172b84p0, 0x1.2387a8p0,
                                 0x1.306fep0,  0x1.3dea64p0, 0x1.4bfdacp0, 0x1.5ab07cp0,
                                 0x1.6a09e8p0, 0x1.7a1148p0, 0x1.8ace54p0, 0x1.9c4918p0,
                                 0x1.ae89f8p0, 0x1.c199bcp0, 0x1.d5818cp0, 0x1.ea4afcp0};
  static constexpr float tl[] = {0,
                                 -0x1.237f9p-24,
                                 -0x1.9c0c22p-27,
                                 -0x1.ecea78p-25,
                                 0x1.125002p-25,
                                 0x1.370be4p-25,
                                 0x1.05b3acp-24,
                                 0x1.59f632p-24,
                                 -0x1.20888ep-24,
                                 -0x1.05cb44p-25,
                                 0x1.67a1cap-28,
                                 0x1.a3b5e4p-28,
                                 0x1.e26fp-25,
                                 0x1.0cf18cp-24,
                                 0x1.f9b2d8p-25,
                                 -0x1.ea82bcp-25};
};

/// e^(p·x) = scale · e^(p·(r + rest)): r is exact and at most ln 2 / (2·n·|p|) and a hair, rest some 2^-24.
template <class V>
struct split_exponential {
  V scale, r, rest;
};

/// Splits exponentials with a table of n entries, held in registers.
template <int p, std::size_t n, class V>
class exponential_splitter {
  static constexpr int bits = std::bit_width(n) - 1;  // of k, which number the entry; the others are scale's

  struct entries {
    alignas(64) float scale[n], rest[n];
  };
  static constexpr entries made = [] {
    entries e{};
    for (std::size_t j = 0; j < n; ++j) {
      // Adding k to the exponent adds j to the mantissa's upper bits; taken off here.
      const auto scale = std::bit_cast<std::uint32_t>(root_of_two<n>::th[j]);
      e.scale[j] = std::bit_cast<float>(scale - (static_cast<std::uint32_t>(j) << (23 - bits)));
      e.rest[j] = root_of_two<n>::tl[j] / p;
    }
    return e;
  }();

  typename V::template table<n> scale{made.scale}, rest{made.rest};

 public:
  /// |x| such that the scale's exponent stays a float's; NaN gives NaN.
  template <class W>
  HILLOCK_INLINE split_exponential<W> split(W x) const {
    constexpr double step = 1.0 / static_cast<double>(n) / p;              // in units of ln 2
    const W shifted = fma(x, W(0x1.71547652b82fep0 / step), W(0x1.8p23));  // k in its low bits
    const W k = shifted - W(0x1.8p23);
    return {add_bits_shifted<23 - bits>(W::look_up(scale, shifted), shifted),
            fnma(k, W(step * 0x1.62e43p-1), x),                             // ln 2, upper 21 bits: exact
            fnma(k, W(step * -0x1.05c61p-29), W::look_up(rest, shifted))};  // ln 2 − that
  }
};

/// 1 − e^−(r + rest), less r. tools/coefficients/float_pairs.sollya: the polynomial's error is 2^-39.3 for 8
/// entries, 2^-37.4 for 16.
template <std::size_t n, class V>
HILLOCK_INLINE V fall_beyond(V r, V rest) {
  const V h = r + rest;
  V q;
  if constexpr (n == 8) {
    q = fnma(h, fnma(h, fnma(h, V(0x1.111628p-7), V(0x1.555a52p-5)), V(0x1.555556p-3)), V(0.5));
  } else {
    q = fnma(h, fnma(h, V(0x1.5556bap-5), V(0x1.555726p-3)), V(0.5));
  }
  return fnma(h * h, q, rest);
}

/// tanh(r + rest), less r. Error of the polynomial, relative to the sum: 2^-37.6 for 8 entries, 2^-39.6
/// for 16.
template <std::size_t n, class V>
HILLOCK_INLINE V tanh_beyond(V r, V rest) {
  const V h = r + rest, t = h * h;
  return fma(h * t, fma(t, V(n == 8 ? 0x1.11144ap-3 : 0x1.114848p-3), V(-0x1.555556p-2)), rest);
}

/// 1 / (1 + e^−x) in three steps, for a loop that works on several x at once (src/kernel/pair_steps.hpp).
template <std::size_t n>
struct logistic_in_pairs {
  /// The results of what lies below are 0: e^-104 < 2^-150.
  static constexpr float zero_below = -104;

  template <class V>
  using tables = exponential_splitter<-1, n, V>;

  /// e^−x. Below −88.9 it is no float and the end is NaN, which is not sure; above 18 the result is 1.
  template <class V>
  static HILLOCK_INLINE split_exponential<V> begin(const auto& t, V x) {
    return t.split(at_most(at_least(x, V(-88.9)), V(18)));
  }

  /// 1 + e^−x.
  template <class V>
  static HILLOCK_INLINE float_pair<V> middle(const split_exponential<V>& e) {
    const V one(1), sum = one + e.scale;
    const V lost = min(e.scale, one) - (sum - max(e.scale, one));
    const V high = fnma(e.scale, e.r, sum);
    const V low = fnma(e.scale, fall_beyond<n>(e.r, e.rest), fnma(e.scale, e.r, sum - high));
    return {high, low + lost};
  }

  template <class V>
  static HILLOCK_INLINE judged<V> end(const float_pair<V>& bottom, V) {
    // 15 % above the largest error among every 61st float, 2^-32.12 (2^-34.11), and enough for all of them.
    constexpr double tolerance = n == 8 ? 0x1.0fp-32 : 0x1.11p-34;
    const V q = V(1) / (bottom.high + bottom.low);
    const V rest = fnma(q, bottom.low, fnma(q, bottom.high, V(1)));
    const V y = fma(rest + V(tolerance), q, q);
    return {y, y == fma(rest - V(tolerance), q, q)};
  }
};

/// tanh(x) in three steps.
template <std::size_t n>
struct tanh_in_pairs {
  static constexpr float zero_below = -std::numeric_limits<float>::infinity();  // none

  template <class V>
  using tables = exponential_splitter<2, n, V>;

  template <class V>
  struct fraction {
    float_pair<V> top, bottom;
  };

  /// e^2|x|. Where the result is 1 - 2^-24, x stops at ln 2^25 / 2: scale ± 1 is exact up to there. Where it
  /// is 1, scale is so large that both sides of the fraction are the same.
  template <class V>
  static HILLOCK_INLINE split_exponential<V> begin(const auto& t, V x) {
    const V magnitude = abs(x);
    return t.split(select(magnitude > V(0x1.205966p3), V(9.25), at_most(magnitude, V(8.664))));
  }

  /// (scale − 1 + (scale + 1)·tanh h) / (scale + 1 + (scale − 1)·tanh h), h = r + rest.
  template <class V>
  static HILLOCK_INLINE fraction<V> middle(const split_exponential<V>& e) {
    const V plus = e.scale + V(1), minus = plus - V(2), low = tanh_beyond<n>(e.r, e.rest);
    const float_pair<V> top = fma_as_pair(plus, e.r, minus), bottom = fma_as_pair(minus, e.r, plus);
    return {{top.high, fma(plus, low, top.low)}, {bottom.high, fma(minus, low, bottom.low)}};
  }

  template <class V>
  static HILLOCK_INLINE judged<V> end(const fraction<V>& f, V x) {
    constexpr double tolerance = n == 8 ? 0x1.6dp-35 : 0x1.bfp-37;  // as above: 2^-34.69 (2^-36.40)
    const V inverse = V(1) / (f.bottom.high + f.bottom.low), q = (f.top.high + f.top.low) * inverse;
    const V rest = fnma(q, f.bottom.low, fnma(q, f.bottom.high, f.top.high) + f.top.low);
    const V y = fma(fma(f.top.high, V(tolerance), rest), inverse, q);
    return {copysign(y, x), y == fma(fnma(f.top.high, V(tolerance), rest), inverse, q)};
  }
};

}  // namespace hillock::math
