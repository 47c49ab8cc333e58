// SPDX-License-Identifier: Apache-2.0
// Numbers to about 100 bits with a bound of their error, on packs of lanes: the fast filter of the proof.
//
// A ball is high + low ± error, |low| ≤ ulp(high)/2. The sums and products of two doubles without error are
// those of Dekker (1971) and Knuth; the bounds below are at least four times what the analysis of Joldes,
// Muller and Popescu ("Tight and rigorous error bounds for basic building blocks of double-word arithmetic",
// ACM TOMS 44, 2017) gives. They are also checked against MPFR by a test. `tiny` covers what underflows; what
// overflows becomes NaN or infinity and is never accepted.
#pragma once
#include "math/constant.hpp"
#include "simd/inline.hpp"
#include "verify/undecided.hpp"

namespace hillock::verify {

template <class V>
struct ball {
  using mask = decltype(V() < V());

  V high, low, error;

  HILLOCK_INLINE ball() = default;
  HILLOCK_INLINE ball(V h, V l, V e) : high(h), low(l), error(e) {}
  explicit HILLOCK_INLINE ball(double exact) : high(exact), low(0.0), error(0.0) {}

  static constexpr double tiny = 0x1p-1000;
  static constexpr double grow = 1 + 0x1p-40;  // covers the roundings in computing a bound

  /// h + l without error, for |h| ≥ |l| or h = 0. A zero keeps its sign.
  static HILLOCK_INLINE ball renormalised(V h, V l, V e) {
    const V s = select(l == V(0), h, h + l);
    return {s, l - (s - h), e};
  }
  /// x + y without error.
  static HILLOCK_INLINE ball exact_sum(V x, V y) {
    const V s = x + y, t = s - x;
    return {s, (x - (s - t)) + (y - t), V(0.0)};
  }
  friend HILLOCK_INLINE auto is_exact_zero(const ball& a) { return abs(a.high) + a.error == V(0); }

  friend HILLOCK_INLINE ball operator-(const ball& a) { return {-a.high, -a.low, a.error}; }
  friend HILLOCK_INLINE ball operator+(const ball& a, const ball& b) {
    const ball s = exact_sum(a.high, b.high);
    const V low = a.low + b.low, sum = s.low + low;
    return renormalised(s.high, sum, (a.error + b.error + V(0x1p-52) * (abs(low) + abs(sum))) * V(grow));
  }
  friend HILLOCK_INLINE ball operator-(const ball& a, const ball& b) { return a + -b; }
  friend HILLOCK_INLINE ball operator*(const ball& a, const ball& b) {
    const V p = a.high * b.high;
    const V rest = fma(a.high, b.low, fma(a.low, b.high, fma(a.high, b.high, -p)));
    const V bound = abs(a.high) * b.error + abs(b.high) * a.error + a.error * b.error;
    const auto zero = V::either(is_exact_zero(a), is_exact_zero(b));
    const ball r = renormalised(p, rest, (bound + V(0x1p-100) * abs(p) + V(tiny)) * V(grow));
    return {select(zero, p, r.high), select(zero, V(0), r.low), select(zero, V(0), r.error)};
  }
  friend HILLOCK_INLINE ball operator/(const ball& a, const ball& b) {
    const V q = a.high / b.high;
    const V remainder = fnma(q, b.low, fnma(q, b.high, a.high) + a.low);
    // b's distance from zero; where that is not certain the bound becomes infinite or NaN.
    const V least = abs(b.high) * V(1 - 0x1p-40) - b.error * V(grow);
    const V bound = (a.error + abs(q) * b.error + V(0x1p-1020)) / max(least, V(0));
    const auto zero = is_exact_zero(a);
    const ball r = renormalised(q, remainder / b.high, (bound + V(0x1p-98) * abs(q) + V(tiny)) * V(grow));
    return {select(zero, q, r.high), select(zero, V(0), r.low), select(zero, V(0), r.error)};
  }

  /// Throws `undecided` unless the answer is certain and the same in all lanes.
  friend HILLOCK_INLINE bool operator>(const ball& a, const ball& b) {
    const ball d = a - b;
    const V least = d.error + d.error;  // more than error + |low|, or both are exact
    const bool some = V::any(d.high > least), others = V::any(d.high <= -least);
    const bool unclear =
        V::any(V::both(d.high <= least, d.high > -least)) || V::any(is_nan(d.high + d.error));
    if (unclear || some == others) throw undecided();
    return some;
  }
  friend HILLOCK_INLINE bool operator<(const ball& a, const ball& b) { return b > a; }
  friend HILLOCK_INLINE bool operator>=(const ball& a, const ball& b) { return !(b > a); }
  friend HILLOCK_INLINE bool operator<=(const ball& a, const ball& b) { return !(a > b); }

  friend HILLOCK_INLINE ball abs(const ball& x) {
    const V sign = copysign(V(1), x.high);
    return {x.high * sign, x.low * sign, x.error};
  }
  friend HILLOCK_INLINE ball sqrt(const ball& x) {
    const V s = sqrt(x.high);
    const V remainder = fnma(s, s, x.high) + x.low;
    const V bound = (x.error + V(0x1p-1020)) / s + V(0x1p-98) * s + V(tiny);
    const auto zero = is_exact_zero(x);
    const ball r = renormalised(s, remainder / (s + s), bound * V(grow));
    return {select(zero, s, r.high), select(zero, V(0), r.low), select(zero, V(0), r.error)};
  }

  friend HILLOCK_INLINE ball select(mask m, const ball& yes, const ball& no) {
    return {select(m, yes.high, no.high), select(m, yes.low, no.low), select(m, yes.error, no.error)};
  }

  /// a·2^k, exactly (but for underflow) when scale is that power.
  HILLOCK_INLINE ball times_power(V scale) const {
    return {high * scale, low * scale, error * scale + V(tiny)};
  }
};

/// x = k·ln 2 + r and e^r − 1, from which all of the exponential's relatives are put together.
template <class V>
struct exponential_parts {
  ball<V> fraction;  ///< e^r − 1, to 2^-93 of itself
  V scale;           ///< 2^k
};

template <class V>
HILLOCK_INLINE exponential_parts<V> exponential_of(const ball<V>& x) {
  constexpr double magic = 0x1.8p52;  // adding it rounds to an integer and leaves that in the low bits
  // Far below 0 it is between 0 and 2^-995: e^-690 < 2^-995.
  const auto outside = abs(x.high) > V(690), tiny = x.high + x.error < V(-690.5);
  const V shifted = fma(select(outside, V(0), x.high), V(0x1.71547652b82fep0), V(magic));  // 1 / ln 2
  const V k = shifted - V(magic);
  // ln 2 in 42 + 42 + 53 bits: k times the first two is exact, and so is the first difference.
  const V first = fnma(k, V(0x1.62e42fefa3800p-1), x.high);
  const ball<V> r = ball<V>::exact_sum(first, k * V(-0x1.ef35793c76000p-45));
  const V low = r.low + fnma(k, V(0x1.cc01f97b57a08p-87), x.low);
  const V lost = (abs(r.low) + abs(x.low) + V(0x1p-84) * abs(k)) * V(0x1p-51);
  const ball<V> t = ball<V>::renormalised(r.high, low, x.error + select(k == V(0), V(0), lost));

  // Taylor: (e^t − 1)/t = Σ t^i/(i+1)!; what lies beyond i = 20 is below 2^-103, |t| ≤ 0.347. From i = 11 on
  // one double per coefficient is enough (t^11/12! < 2^-45).
  constexpr double tail[] = {0x1.71b8ef6dcf572p-66, 0x1.e542ba4020225p-62, 0x1.2f49b46814157p-57,
                             0x1.6827863b97d97p-53, 0x1.952c77030ad4ap-49, 0x1.ae7f3e733b81fp-45,
                             0x1.ae7f3e733b81fp-41, 0x1.93974a8c07c9dp-37, 0x1.6124613a86d09p-33,
                             0x1.1eed8eff8d898p-29};  // 1/21! … 1/12!, rounded
  constexpr double head[][2] = {{0x1.ae64567f544e4p-26, -0x1.c062e06d1f209p-80},
                                {0x1.27e4fb7789f5cp-22, 0x1.cbbc05b4fa99ap-76},
                                {0x1.71de3a556c734p-19, -0x1.c154f8ddc6c00p-73},
                                {0x1.a01a01a01a01ap-16, 0x1.a01a01a01a01ap-76},
                                {0x1.a01a01a01a01ap-13, 0x1.a01a01a01a01ap-73},
                                {0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65},
                                {0x1.1111111111111p-7, 0x1.1111111111111p-63},
                                {0x1.5555555555555p-5, 0x1.5555555555555p-59},
                                {0x1.5555555555555p-3, 0x1.5555555555555p-57},
                                {0.5, 0.0},
                                {1.0, 0.0}};  // 1/11! … 1/1!, in two doubles
  V p(tail[0]);
  for (unsigned i = 1; i < 10; ++i) p = fma(p, t.high, V(tail[i]));
  V high = p, rest(0.0);
  for (unsigned i = 0; i < 11; ++i) {  // (high + rest)·t + head[i]
    const V product = high * t.high;
    const V below = fma(high, t.low, fma(rest, t.high, fma(high, t.high, -product)));
    const ball<V> s = ball<V>::exact_sum(V(head[i][0]), product);
    const V sum = s.low + (below + V(head[i][1]));
    high = s.high + sum;
    rest = sum - (high - s.high);
  }
  const ball<V> series(high, rest, V(0x1p-94));
  ball<V> fraction = series * ball<V>(t.high, t.low, V(0.0));
  // |d(e^r)| ≤ 1.5·|dr|
  fraction.error = select(outside, V(0x1p1023), (fraction.error + V(1.5) * t.error) * V(ball<V>::grow));
  return {select(tiny, ball<V>(V(-0.5), V(0), V(0.5)), fraction),
          select(tiny, V(0x1p-995), add_bits_shifted<52>(V(1), shifted))};
}

template <class V>
HILLOCK_INLINE ball<V> exp(const ball<V>& x) {
  const auto e = exponential_of(x);
  return e.fraction.times_power(e.scale) + ball<V>(e.scale, V(0.0), V(0.0));
}

template <class V>
HILLOCK_INLINE ball<V> expm1(const ball<V>& x) {
  const auto e = exponential_of(x);
  return e.fraction.times_power(e.scale) + ball<V>::exact_sum(e.scale, V(-1));
}

/// log(1 + x) for 0 ≤ x ≤ 1, to 2^-94: 2·artanh(s) of 1 + x = (1 + s)/(1 − s), or of half of that, so that
/// |s| < 0.172 and what lies beyond the term of s^41 is below 2^-106 of the sum.
template <class V>
HILLOCK_INLINE ball<V> log1p(const ball<V>& x) {
  const auto halve = x.high > V(0x1.a827999fcef32p-2);  // √2 − 1
  const ball<V> from_one = x + ball<V>(2.0), half = (x - ball<V>(1.0)) / (x + ball<V>(3.0)),
                whole = x / from_one;
  const ball<V> s = select(halve, half, whole);
  const ball<V> z = s * s;
  ball<V> sum(0.0);
  for (int n = 41; n >= 1; n -= 2) sum = sum * z + ball<V>(1.0) / ball<V>(static_cast<double>(n));
  const ball<V> twice = s * sum * ball<V>(2.0);
  // ln 2 in two parts, off by 2^-112
  const ball<V> more(select(halve, V(0x1.62e42fefa39efp-1), V(0)),
                     select(halve, V(0x1.abc9e3b39803fp-56), V(0)), select(halve, V(0x1p-110), V(0)));
  ball<V> result = more + twice;
  const auto outside = V::either(x.high > V(1), x.high < V(0));
  result.error = select(outside, V(0x1p1023), result.error + V(0x1p-105) * abs(result.high));
  return result;
}

/// With m = e^(−2|x|) − 1: −m/(m + 2), and x's sign.
template <class V>
HILLOCK_INLINE ball<V> tanh(const ball<V>& x) {
  const ball<V> size = abs(x), m = expm1(-(size + size)), t = -m / (m + ball<V>(2.0));
  return select(x.high < V(0), -t, t);
}

/// 1/cosh² = 4·(m + 1)/(m + 2)².
template <class V>
HILLOCK_INLINE ball<V> tanh_slope(const ball<V>& x) {
  const ball<V> size = abs(x), e = exp(-(size + size)), d = e + ball<V>(1.0);
  return e / d * (ball<V>(4.0) / d);
}

/// x − tanh(x): (x·cosh(x) − sinh(x))/cosh(x), for |x| ≤ ¼ by its series, x³·Σ 2k/(2k + 1)!·x^(2k−2), of
/// which what lies beyond k = 11 is below 2^-122 and covered by their errors.
template <class V>
HILLOCK_INLINE ball<V> minus_tanh(const ball<V>& x) {
  const auto near = abs(x.high) <= V(0.25);
  const ball<V> small = select(near, x, ball<V>(0.0)), square = small * small;
  ball<V> sum(0.0);
  for (int k = 11; k >= 1; --k) {
    double factorial = 1;
    for (int i = 2; i <= 2 * k + 1; ++i) factorial *= i;  // rounded for k = 11
    const math::two_parts<double> c = math::ratio(2 * k, factorial);
    sum = sum * square + ball<V>(V(c.high), V(c.low), V(0x1p-105));
  }
  const ball<V> e = exp(small), series = small * square * sum / ((e + ball<V>(1.0) / e) * ball<V>(0.5));
  return select(near, series, x - tanh(x));
}

/// With z = m/(1 + √(1 + m²)): 2·atan(z) for m = |x| ≤ 1, π/2 less that for m = 1/|x|; z² < 0.172, so that
/// what lies beyond the term of z^81 is below 2^-108.
template <class V>
HILLOCK_INLINE ball<V> atan(const ball<V>& x) {
  const ball<V> size = abs(x), one(1.0);
  const auto large = size.high > V(1);
  const ball<V> m = select(large, one / select(large, size, one), size), z = m / (one + sqrt(one + m * m));
  const ball<V> square = z * z;
  ball<V> sum(0.0);
  for (int n = 81; n >= 1; n -= 2) sum = one / ball<V>(static_cast<double>(n)) - sum * square;
  sum.error = sum.error + V(0x1p-105);
  const ball<V> angle = z * sum * ball<V>(2.0),
                quarter(V(0x1.921fb54442d18p+0), V(0x1.1a62633145c07p-54), V(0x1p-109));  // π/2
  const ball<V> result = select(large, quarter - angle, angle);
  return select(x.high < V(0), -result, result);
}

}  // namespace hillock::verify
