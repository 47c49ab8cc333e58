// SPDX-License-Identifier: Apache-2.0
// Rational numbers without rounding: a definition evaluated on them is exact, where it is rational at all.
// What the proof decides exact ties with.
#pragma once
#include <gmp.h>

#include "verify/undecided.hpp"

namespace hillock::verify {

class rational {
 public:
  rational() { mpq_init(value_); }
  explicit rational(double exact) : rational() { mpq_set_d(value_, exact); }
  rational(const rational& other) : rational() {
    mpq_set(value_, other.value_);
    known_ = other.known_;
  }
  rational& operator=(const rational& other) {
    mpq_set(value_, other.value_);
    known_ = other.known_;
    return *this;
  }
  ~rational() { mpq_clear(value_); }

  mpq_srcptr get() const noexcept { return value_; }

  friend rational operator+(const rational& a, const rational& b) { return of(a, b, mpq_add); }
  friend rational operator-(const rational& a, const rational& b) { return of(a, b, mpq_sub); }
  friend rational operator*(const rational& a, const rational& b) { return of(a, b, mpq_mul); }
  friend rational operator/(const rational& a, const rational& b) {
    if (mpq_sgn(b.value_) == 0) throw undecided();
    return of(a, b, mpq_div);
  }
  friend rational operator-(const rational& a) {
    rational r;
    mpq_neg(r.value_, a.value_);
    return r;
  }
  friend rational abs(const rational& a) { return mpq_sgn(a.value_) < 0 ? -a : a; }
  /// a·2^k.
  friend rational shifted(const rational& a, int k) {
    rational r;
    if (k < 0) {
      mpq_div_2exp(r.value_, a.value_, static_cast<mp_bitcnt_t>(-k));
    } else {
      mpq_mul_2exp(r.value_, a.value_, static_cast<mp_bitcnt_t>(k));
    }
    return r;
  }

  friend int compare(const rational& a, const rational& b) {
    if (!a.known_ || !b.known_) throw undecided();
    return mpq_cmp(a.value_, b.value_);
  }
  friend bool operator<(const rational& a, const rational& b) { return compare(a, b) < 0; }
  friend bool operator>(const rational& a, const rational& b) { return compare(a, b) > 0; }
  friend bool operator<=(const rational& a, const rational& b) { return compare(a, b) <= 0; }
  friend bool operator>=(const rational& a, const rational& b) { return compare(a, b) >= 0; }

  // Transcendental wherever the argument is rational and not 0 (Lindemann 1882).
  friend rational exp(const rational& x) { return at_zero(x, 1); }
  friend rational expm1(const rational& x) { return at_zero(x, 0); }
  friend rational log1p(const rational& x) { return at_zero(x, 0); }
  friend rational times_normal(const rational& x) { return at_zero(x, 0); }
  friend rational times_normal_slope(const rational& x) { return at_zero(x, 0.5); }
  friend rational normal_density(const rational&) { throw undecided(); }
  friend rational tanh(const rational& x) { return at_zero(x, 0); }
  friend rational tanh_slope(const rational& x) { return at_zero(x, 1); }
  friend rational minus_tanh(const rational& x) { return at_zero(x, 0); }
  friend rational erf(const rational& x) { return at_zero(x, 0); }
  friend rational erf_slope(const rational&) { throw undecided(); }
  /// Its slope is rational where it is not.
  friend rational atan(const rational& x) {
    rational r;
    r.known_ = mpq_sgn(x.value_) == 0;
    return r;
  }
  /// Irrational unless numerator and denominator, which have no common factor, are squares.
  friend rational sqrt(const rational& x) {
    if (mpq_sgn(x.value_) < 0 || mpz_perfect_square_p(mpq_numref(x.value_)) == 0 ||
        mpz_perfect_square_p(mpq_denref(x.value_)) == 0)
      throw undecided();
    rational r;
    mpz_sqrt(mpq_numref(r.value_), mpq_numref(x.value_));
    mpz_sqrt(mpq_denref(r.value_), mpq_denref(x.value_));
    return r;
  }

 private:
  template <class Operation>
  static rational of(const rational& a, const rational& b, Operation f) {
    if (!a.known_ || !b.known_) throw undecided();
    rational r;
    f(r.value_, a.value_, b.value_);
    return r;
  }
  static rational at_zero(const rational& x, double there) {
    if (mpq_sgn(x.value_) != 0) throw undecided();
    return rational(there);
  }

  mpq_t value_;
  bool known_ = true;  ///< else it is irrational, and nothing is done with it
};

}  // namespace hillock::verify
