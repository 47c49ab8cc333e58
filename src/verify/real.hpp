// SPDX-License-Identifier: Apache-2.0
// Real numbers enclosed between two MPFR numbers: every operation rounds outwards, so the true value is
// always inside. What the oracle evaluates `exact` on.
#pragma once
#include <mpfr.h>

#include <utility>

#include "verify/undecided.hpp"

namespace hillock::verify {

/// An interval [low, high]. Zeros keep IEEE 754's sign where the value is exactly zero.
class real {
 public:
  /// Bits of the numbers made from now on by this thread.
  static mpfr_prec_t& precision() {
    thread_local mpfr_prec_t bits = 128;
    return bits;
  }

  real() {
    mpfr_init2(low_, precision());
    mpfr_init2(high_, precision());
  }
  explicit real(double exact) : real() {
    mpfr_set_d(low_, exact, MPFR_RNDD);
    mpfr_set_d(high_, exact, MPFR_RNDU);
  }
  /// Everything from one to the other, low ≤ high.
  static real between(double low, double high) {
    real r;
    mpfr_set_d(r.low_, low, MPFR_RNDD);
    mpfr_set_d(r.high_, high, MPFR_RNDU);
    return r;
  }
  real(const real& other) : real() { assign(other); }
  real(real&& other) noexcept : real() { swap(other); }
  real& operator=(const real& other) {
    if (this != &other) assign(other);
    return *this;
  }
  real& operator=(real&& other) noexcept {
    swap(other);
    return *this;
  }
  ~real() {
    mpfr_clear(low_);
    mpfr_clear(high_);
  }

  mpfr_srcptr low() const noexcept { return low_; }
  mpfr_srcptr high() const noexcept { return high_; }

  friend real operator+(const real& a, const real& b) {
    real r;
    mpfr_add(r.low_, a.low_, b.low_, MPFR_RNDD);
    mpfr_add(r.high_, a.high_, b.high_, MPFR_RNDU);
    return r.with_sign_of_exact_zero();
  }
  friend real operator-(const real& a, const real& b) {
    real r;
    mpfr_sub(r.low_, a.low_, b.high_, MPFR_RNDD);
    mpfr_sub(r.high_, a.high_, b.low_, MPFR_RNDU);
    return r.with_sign_of_exact_zero();
  }
  friend real operator-(const real& a) {
    real r;
    mpfr_neg(r.low_, a.high_, MPFR_RNDD);
    mpfr_neg(r.high_, a.low_, MPFR_RNDU);
    return r;
  }
  friend real operator*(const real& a, const real& b) { return corners(a, b, mpfr_mul); }
  friend real operator/(const real& a, const real& b) {
    if (mpfr_sgn(b.low_) * mpfr_sgn(b.high_) <= 0) throw undecided();
    return corners(a, b, mpfr_div);
  }

  friend bool operator<(const real& a, const real& b) {
    if (mpfr_less_p(a.high_, b.low_)) return true;
    if (mpfr_greaterequal_p(a.low_, b.high_)) return false;
    throw undecided();
  }
  friend bool operator>(const real& a, const real& b) { return b < a; }
  friend bool operator<=(const real& a, const real& b) { return !(b < a); }
  friend bool operator>=(const real& a, const real& b) { return !(a < b); }

  friend real abs(const real& x) {
    if (mpfr_sgn(x.low_) * mpfr_sgn(x.high_) < 0) {
      real r(0.0);
      mpfr_neg(r.high_, x.low_, MPFR_RNDU);
      mpfr_max(r.high_, r.high_, x.high_, MPFR_RNDU);
      return r;
    }
    return mpfr_signbit(x.high_) || mpfr_sgn(x.low_) < 0 ? -x : x;
  }
  friend real exp(const real& x) { return increasing(x, mpfr_exp); }
  friend real expm1(const real& x) { return increasing(x, mpfr_expm1); }
  friend real log(const real& x) { return increasing(x, mpfr_log); }
  friend real log1p(const real& x) { return increasing(x, mpfr_log1p); }
  friend real sqrt(const real& x) { return increasing(x, mpfr_sqrt); }
  friend real tanh(const real& x) { return increasing(x, mpfr_tanh); }
  friend real erf(const real& x) { return increasing(x, mpfr_erf); }
  friend real atan(const real& x) { return increasing(x, mpfr_atan); }
  friend real erfc(const real& x) {
    return -increasing(x, [](mpfr_ptr r, mpfr_srcptr v, mpfr_rnd_t mode) {
      mpfr_erfc(r, v, mode == MPFR_RNDD ? MPFR_RNDU : MPFR_RNDD);
      return mpfr_neg(r, r, MPFR_RNDN);
    });
  }
  /// e^(−x²/2)/√(2π)
  friend real normal_density(const real& x) { return exp(-(x * x) / real(2.0)) / sqrt(pi() + pi()); }
  /// 2/√π·e^(−x²): the derivative of erf.
  friend real erf_slope(const real& x) { return real(2.0) / sqrt(pi()) * exp(-(x * x)); }
  friend real times_normal(const real& x) { return x * normal_probability(x); }
  /// Negative below −2, where Φ(x) < φ(x)/|x|, even where both underflow.
  friend real times_normal_slope(const real& x) {
    real r = normal_probability(x) + x * normal_density(x);
    if (x < real(-2.0) && mpfr_sgn(r.high_) >= 0) mpfr_set_zero(r.high_, -1);
    return r;
  }
  /// 1 / cosh²: the derivative of tanh without cancellation.
  friend real tanh_slope(const real& x) {
    const real m = abs(x);
    real r;
    mpfr_sech(r.low_, m.high_, MPFR_RNDD);
    mpfr_sech(r.high_, m.low_, MPFR_RNDU);
    return r * r;
  }
  /// x − tanh(x). From |x| = 90 on 1 − 2^-250 stands for |tanh(x)|, which is closer to 1 than any number of
  /// bits shows: both are on one side of every middle between two numbers of 53 bits, and as good as equal
  /// where a double is measured.
  friend real minus_tanh(const real& x) {
    if (x > real(90.0)) return x - (real(1.0) - real(0x1p-250));
    if (x < real(-90.0)) return x + (real(1.0) - real(0x1p-250));
    if (mpfr_zero_p(x.low_) && mpfr_zero_p(x.high_)) return x;  // odd: −0 stays
    return x - tanh(x);
  }

 private:
  static real pi() {
    real r;
    mpfr_const_pi(r.low_, MPFR_RNDD);
    mpfr_const_pi(r.high_, MPFR_RNDU);
    return r;
  }
  static real normal_probability(const real& x) { return erfc(-x / sqrt(real(2.0))) / real(2.0); }
  void assign(const real& other) {
    mpfr_set_prec(low_, mpfr_get_prec(other.low_));
    mpfr_set_prec(high_, mpfr_get_prec(other.high_));
    mpfr_set(low_, other.low_, MPFR_RNDD);
    mpfr_set(high_, other.high_, MPFR_RNDU);
  }
  void swap(real& other) noexcept {
    mpfr_swap(low_, other.low_);
    mpfr_swap(high_, other.high_);
  }

  // x − x is −0 when rounded down and +0 when rounded up; to nearest it is +0.
  real& with_sign_of_exact_zero() {
    if (mpfr_zero_p(low_) && mpfr_zero_p(high_) && mpfr_signbit(low_) != mpfr_signbit(high_)) {
      mpfr_set_zero(low_, 1);
      mpfr_set_zero(high_, 1);
    }
    return *this;
  }

  template <class Operation>
  static real increasing(const real& x, Operation f) {
    real r;
    f(r.low_, x.low_, MPFR_RNDD);
    f(r.high_, x.high_, MPFR_RNDU);
    if (mpfr_nan_p(r.low_) || mpfr_nan_p(r.high_)) throw undecided();
    return r;
  }

  // The extremes of an operation that is monotone in each operand lie at the corners.
  template <class Operation>
  static real corners(const real& a, const real& b, Operation f) {
    real r;
    if (mpfr_equal_p(a.low_, a.high_) && mpfr_equal_p(b.low_, b.high_)) {
      f(r.low_, a.low_, b.low_, MPFR_RNDD);
      f(r.high_, a.low_, b.low_, MPFR_RNDU);
    } else {
      real t;
      const mpfr_srcptr as[] = {a.low_, a.high_}, bs[] = {b.low_, b.high_};
      for (int i = 0; i < 4; ++i) {
        f(t.low_, as[i / 2], bs[i % 2], MPFR_RNDD);
        f(t.high_, as[i / 2], bs[i % 2], MPFR_RNDU);
        if (mpfr_nan_p(t.low_) || mpfr_nan_p(t.high_)) throw undecided();
        if (i == 0) {
          r.swap(t);
        } else {
          mpfr_min(r.low_, r.low_, t.low_, MPFR_RNDD);
          mpfr_max(r.high_, r.high_, t.high_, MPFR_RNDU);
        }
      }
    }
    if (mpfr_nan_p(r.low_) || mpfr_nan_p(r.high_)) throw undecided();
    return r;
  }

  mpfr_t low_, high_;
};

}  // namespace hillock::verify
