// SPDX-License-Identifier: Apache-2.0
// Numbers known by their sign and an interval of their binary logarithm. Enough to see that a whole stretch
// of inputs gives one constant (a saturated sigmoid, an underflow), far beyond the range of a double.
#pragma once
#include <cmath>
#include <limits>
#include <optional>

#include "verify/format.hpp"
#include "verify/undecided.hpp"

namespace hillock::verify {

/// sign·2^t for some t in [low, high]. Zero: both are −∞. Rounds outwards; `undecided` where that says
/// nothing.
struct magnitude {
  static constexpr double inf = std::numeric_limits<double>::infinity();
  int sign = 1;
  double low = -inf, high = -inf;

  magnitude() = default;
  magnitude(int s, double l, double h) : sign(s), low(l), high(h) {}
  explicit magnitude(double exact) : sign(std::signbit(exact) ? -1 : 1) {
    if (exact == 0) return;
    const double t = std::log2(std::fabs(exact));
    low = below(t), high = above(t);
  }
  /// All of [first, last], two finite doubles of one sign, 0 < |first| ≤ |last|.
  static magnitude between(double first, double last) {
    return {first < 0 ? -1 : 1, magnitude(first).low, magnitude(last).high};
  }

  bool is_zero() const noexcept { return high == -inf; }

  friend magnitude operator-(const magnitude& a) { return {-a.sign, a.low, a.high}; }
  friend magnitude abs(const magnitude& a) { return {1, a.low, a.high}; }
  friend magnitude operator*(const magnitude& a, const magnitude& b) {
    return checked(a.sign * b.sign, below(a.low + b.low), above(a.high + b.high));
  }
  friend magnitude operator/(const magnitude& a, const magnitude& b) {
    if (b.low == -inf) throw undecided();
    return checked(a.sign * b.sign, below(a.low - b.high), above(a.high - b.low));
  }
  friend magnitude operator+(const magnitude& a, const magnitude& b) {
    if (a.is_zero() && b.is_zero()) return {a.sign == b.sign ? a.sign : 1, -inf, -inf};
    const magnitude &large = a.high >= b.high ? a : b, &small = a.high >= b.high ? b : a;
    if (small.is_zero()) return large;
    if (a.sign == b.sign) {
      // log2(1 + t) ≤ min(1, t·log2 e)
      const double more = std::fmin(1.0, power(small.high - large.low) * 1.4426950408889636);
      return checked(large.sign, std::fmax(a.low, b.low), above(large.high + more));
    }
    // log2(1 − t) ≥ −2t for t ≤ ½
    const double t = power(small.high - large.low);
    if (!(t <= 0.5)) throw undecided();
    return checked(large.sign, below(large.low - 2 * t), large.high);
  }
  friend magnitude operator-(const magnitude& a, const magnitude& b) { return a + -b; }

  friend bool operator<(const magnitude& a, const magnitude& b) {
    if (a.is_zero() && b.is_zero()) return false;
    if (a.is_zero() && b.low > -inf) return b.sign > 0;
    if (b.is_zero() && a.low > -inf) return a.sign < 0;
    if (a.sign != b.sign && a.low > -inf && b.low > -inf) return a.sign < b.sign;
    if (a.sign == b.sign && a.high < b.low) return a.sign > 0;
    if (a.sign == b.sign && b.high < a.low) return a.sign < 0;
    throw undecided();
  }
  friend bool operator>(const magnitude& a, const magnitude& b) { return b < a; }
  friend bool operator<=(const magnitude& a, const magnitude& b) { return !(b < a); }
  friend bool operator>=(const magnitude& a, const magnitude& b) { return !(a < b); }

  friend magnitude exp(const magnitude& x) {
    constexpr double log2_e = 1.4426950408889634;
    const double near = below(power_below(x.low) * log2_e), far = above(power(x.high) * log2_e);
    return x.sign > 0 ? checked(1, near, far) : checked(1, -far, -near);
  }
  friend magnitude expm1(const magnitude& x) {
    if (x.low < 1) throw undecided();
    return exp(x) - magnitude(1.0);
  }
  /// For x ≥ 0: x·(1 − x) ≤ log(1 + x) ≤ x, and above ½ it is between the logarithms of the ends.
  friend magnitude log1p(const magnitude& x) {
    if (x.is_zero()) return x;
    if (x.sign < 0 || x.high > 1000) throw undecided();
    if (x.high <= -1) return checked(1, below(x.low - 2 * power(x.low)), x.high);
    return checked(1, below(std::log2(std::log1p(power_below(x.low)))),
                   above(std::log2(std::log1p(power(x.high)))));
  }
  friend magnitude normal_density(const magnitude& x) {
    return exp(-(x * x * magnitude(0.5))) * magnitude(1, -1.32574806473616, -1.32574806473615);
  }
  /// For x ≤ −2 between φ(x)·x²/(1 + x²) and φ(x), negative (Gordon, Annals of Mathematical Statistics 12,
  /// 1941), for x ≥ 2 that much below x.
  friend magnitude times_normal(const magnitude& x) {
    if (x.low < 1) throw undecided();
    const magnitude d = normal_density(x);
    if (x.sign < 0) return checked(-1, below(d.low - 0.322), d.high);
    return checked(1, below(x.low - 2 * power(d.high)), x.high);
  }
  /// For x ≤ −2 between |x|·φ(x)·3/4 and |x|·φ(x), negative, for x ≥ 2 that much above 1.
  friend magnitude times_normal_slope(const magnitude& x) {
    if (x.low < 1) throw undecided();
    const magnitude d = abs(x) * normal_density(x);
    if (x.sign < 0) return checked(-1, below(d.low - 0.416), d.high);
    return checked(1, 0, above(2 * power(d.high)));
  }
  friend magnitude sqrt(const magnitude& x) {
    if (x.sign < 0 && !x.is_zero()) throw undecided();
    return {x.sign, x.low / 2, x.high / 2};
  }
  /// |x| ≤ ¼: x·(1 − x²/3) ≤ tanh x ≤ x; |x| ≥ 2: 1 − 2e^(−2|x|) ≤ |tanh x| ≤ 1.
  friend magnitude tanh(const magnitude& x) {
    if (x.high <= -2) return checked(x.sign, below(x.low - power(2 * x.high)), x.high);
    if (x.low < 1) throw undecided();
    return {x.sign, below(-4 * exp_of_minus_twice(x)), 0};
  }
  /// |x| ≤ ¼: 1 − x² ≤ 1/cosh² ≤ 1; |x| ≥ 2: 4e^(−2|x|)·(1 − 2e^(−2|x|)) ≤ 1/cosh² ≤ 4e^(−2|x|).
  friend magnitude tanh_slope(const magnitude& x) {
    if (x.high <= -2) return checked(1, below(-2 * power(2 * x.high)), 0);
    if (x.low < 1) throw undecided();
    const magnitude e = exp(-(magnitude(2.0) * abs(x)));
    return checked(1, below(2 + e.low - 4 * exp_of_minus_twice(x)), above(2 + e.high));
  }
  /// x − tanh(x). |x| ≤ ¼: x³/3·(1 − 2x²/5) and x³/3; |x| ≥ 2: |x| − 1 and |x|.
  friend magnitude minus_tanh(const magnitude& x) {
    constexpr double log2_of_3 = 1.584962500721156;
    if (x.high <= -2) {
      return checked(x.sign, below(3 * x.low - log2_of_3 - power(2 * x.high)), above(3 * x.high - log2_of_3));
    }
    if (x.low < 1) throw undecided();
    return checked(x.sign, below(x.low - 2 * power(-x.low)), x.high);
  }
  /// |x| ≤ ¼: 2/√π·x·(1 − x²/3) and 2/√π·x; |x| ≥ 2: 1 − e^(−x²) and 1.
  friend magnitude erf(const magnitude& x) {
    if (x.high <= -2) {
      return checked(x.sign, below(x.low + log2_of_density - power(2 * x.high)),
                     above(x.high + log2_of_density));
    }
    if (x.low < 1) throw undecided();
    return {x.sign, below(-2 * power(exp(-(x * x)).high)), 0};
  }
  friend magnitude erf_slope(const magnitude& x) {
    return exp(-(x * x)) * magnitude(1, below(log2_of_density), above(log2_of_density));
  }
  /// |x| ≤ ¼: x·(1 − x²/3) and x; |x| ≥ 2: π/2 − 1/|x| and π/2.
  friend magnitude atan(const magnitude& x) {
    constexpr double log2_of_limit = 0.6514961294723188;  // of π/2
    if (x.high <= -2) return checked(x.sign, below(x.low - power(2 * x.high)), x.high);
    if (x.low < 1) throw undecided();
    return checked(x.sign, below(log2_of_limit - 2 * power(-x.low)), above(log2_of_limit));
  }

 private:
  // The elementary functions of the C library are within 2 ulp on doubles (glibc states 1); 8 ulp are added.
  static constexpr double slack = 0x1p-50;
  static constexpr double log2_of_density = 0.1742519352638406;  // of 2/√π
  static double below(double v) { return std::isinf(v) ? v : v - std::fabs(v) * slack - 1e-300; }
  static double above(double v) { return std::isinf(v) ? v : v + std::fabs(v) * slack + 1e-300; }
  static double power(double t) { return above(std::exp2(t)); }
  static double power_below(double t) { return std::fmax(0.0, below(std::exp2(t))); }
  static double exp_of_minus_twice(const magnitude& x) { return power(exp(-(magnitude(2.0) * abs(x))).high); }
  static magnitude checked(int sign, double low, double high) {
    if (std::isnan(low) || std::isnan(high) || low > high) throw undecided();
    return {sign, low, high};
  }
};

/// The number of a format that everything in the enclosure rounds to, if it is zero, an infinity or a power
/// of two.
inline std::optional<double> rounds_to_one(const magnitude& m, const format& to) {
  const auto with_sign = [&](double v) { return m.sign < 0 ? -v : v; };
  if (m.high < to.quantum - 1) return with_sign(0.0);  // below half of the smallest number
  if (m.low >= to.limit) return with_sign(magnitude::inf);
  const double k = std::nearbyint(m.low);
  if (k < to.quantum + to.digits || k >= to.limit) return std::nullopt;
  // log2(1 − 2^-25) = −1.44·2^-25 and log2(1 + 2^-24) = 1.44·2^-24: for float, half an ulp below and above a
  // power of two.
  const double ulp = std::exp2(-to.digits);
  if (m.low - k < -1.4 * ulp / 2 || m.high - k > 1.4 * ulp) return std::nullopt;
  return with_sign(std::exp2(k));
}

}  // namespace hillock::verify
