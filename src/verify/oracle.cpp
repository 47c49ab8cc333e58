// SPDX-License-Identifier: Apache-2.0
#ifdef HILLOCK_MPFR
#include "verify/oracle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "activations/list.hpp"
#include "verify/exact.hpp"
#include "verify/magnitude.hpp"
#include "verify/real.hpp"

namespace hillock::verify {

namespace {

constexpr auto evaluations = exact_functions<real>(activations::list{});
constexpr auto estimates = exact_functions<magnitude>(activations::list{});

constexpr mpfr_prec_t first_bits = 128, last_bits = 8192;

// To nearest, ties to even, subnormals included.
double nearest(mpfr_srcptr v, const format& to) {
  if (mpfr_zero_p(v) || mpfr_inf_p(v)) return mpfr_get_d(v, MPFR_RNDN);
  const auto quantum = std::max<mpfr_exp_t>(mpfr_get_exp(v) - to.digits, to.quantum);
  mpfr_t whole;
  mpfr_init2(whole, 64);
  // v·2^−quantum has at most 53 bits before the point: one rounding to an integer.
  mpfr_t scaled;
  mpfr_init2(scaled, mpfr_get_prec(v));
  mpfr_mul_2si(scaled, v, -static_cast<long>(quantum), MPFR_RNDN);
  mpfr_rint(whole, scaled, MPFR_RNDN);
  mpfr_mul_2si(whole, whole, static_cast<long>(quantum), MPFR_RNDN);
  double result = mpfr_get_d(whole, MPFR_RNDN);
  if (!mpfr_zero_p(whole) && mpfr_get_exp(whole) > to.limit) {
    result = std::copysign(std::numeric_limits<double>::infinity(), mpfr_signbit(v) ? -1.0 : 1.0);
  }
  if (mpfr_zero_p(whole)) result = mpfr_signbit(v) ? -0.0 : 0.0;
  mpfr_clear(whole);
  mpfr_clear(scaled);
  return result;
}

void decide(const real& enclosure, const format& to, rounded& answer) {
  if (answer.known) return;
  const double low = nearest(enclosure.low(), to), high = nearest(enclosure.high(), to);
  answer.known = low == high && std::signbit(low) == std::signbit(high);
  answer.number = low;
}

// Calls use(enclosures) with more and more bits until it is content.
template <class Use>
void narrow(std::size_t index, double x, const double* parameters, const Use& use) {
  for (mpfr_prec_t bits = first_bits; bits <= last_bits; bits *= 2) {
    real::precision() = bits;
    try {
      if (use(evaluations[index](real(x), parameters))) return;
    } catch (const undecided&) {
    }
  }
}

// What logarithms tell: underflow, overflow, saturation at a power of two.
truth constants_at(std::size_t index, double x, const double* parameters, const format& to) {
  truth t;
  if (x == 0) return t;
  try {
    const dual<magnitude> y = estimates[index](magnitude(x), parameters);
    if (const auto one = rounds_to_one(y.value, to)) t.value = {*one, true};
    if (const auto one = rounds_to_one(y.slope, to)) t.slope = {*one, true};
  } catch (const undecided&) {
  }
  return t;
}

truth at_finite(std::size_t index, double x, const double* parameters, const format& to) {
  truth t = constants_at(index, x, parameters, to);
  if (t.value.known && t.slope.known) return t;
  narrow(index, x, parameters, [&](const dual<real>& y) {
    decide(y.value, to, t.value);
    decide(y.slope, to, t.slope);
    return t.value.known && t.slope.known;
  });
  return t;
}

rounded limit(const rounded& near, const rounded& far) {
  if (!near.known || !far.known) return {};
  if (near.number == far.number) return far;
  if (std::signbit(near.number) != std::signbit(far.number)) return {};
  const double a = std::fabs(near.number), b = std::fabs(far.number);
  if (b <= a / 2) return {std::copysign(0.0, far.number), true};  // fades like a power of x
  if (b < 2 * a) return {};
  return {std::copysign(std::numeric_limits<double>::infinity(), far.number), true};
}

// |v − got| in units in the last place of v, from the middle of the enclosure; its width must not matter.
bool distance(const real& enclosure, double got, double& ulps) {
  mpfr_t width, off;
  mpfr_inits2(64, width, off, static_cast<mpfr_ptr>(nullptr));
  mpfr_sub(width, enclosure.high(), enclosure.low(), MPFR_RNDU);
  mpfr_sub_d(off, enclosure.low(), got, MPFR_RNDN);
  mpfr_abs(off, off, MPFR_RNDN);
  const bool exact_zero = mpfr_zero_p(enclosure.low()) && mpfr_zero_p(enclosure.high());
  const mpfr_exp_t exponent = mpfr_zero_p(enclosure.low()) ? -2000 : mpfr_get_exp(enclosure.low());
  const auto quantum = static_cast<long>(std::max<mpfr_exp_t>(exponent - 53, -1074));
  mpfr_mul_2si(width, width, -quantum, MPFR_RNDU);
  mpfr_mul_2si(off, off, -quantum, MPFR_RNDN);
  ulps = mpfr_get_d(off, MPFR_RNDN);
  const bool narrow_enough = exact_zero || mpfr_get_d(width, MPFR_RNDU) < 0x1p-30;
  mpfr_clears(width, off, static_cast<mpfr_ptr>(nullptr));
  return narrow_enough;
}

// From a constant that the truth rounds to; the truth itself may be up to half a unit away.
double constant_distance(double constant, double got) {
  if (got == constant) return 0;
  int exponent = 0;
  std::frexp(constant, &exponent);
  const int quantum = constant == 0 ? -1074 : std::max(exponent - 53, -1074);
  return std::fabs(std::ldexp(got - constant, -quantum));
}

point point_of(const real& enclosure) {
  mpfr_t rest;
  mpfr_init2(rest, 256);
  point p{};
  p.high = mpfr_get_d(enclosure.low(), MPFR_RNDN);
  mpfr_sub_d(rest, enclosure.low(), p.high, MPFR_RNDN);
  p.low = mpfr_get_d(rest, MPFR_RNDN);
  mpfr_sub_d(rest, rest, p.low, MPFR_RNDN);
  const double left = std::fabs(mpfr_get_d(rest, MPFR_RNDA));
  mpfr_sub(rest, enclosure.high(), enclosure.low(), MPFR_RNDU);
  p.radius = left + mpfr_get_d(rest, MPFR_RNDU);
  mpfr_clear(rest);
  return p;
}

}  // namespace

truth true_result(std::size_t index, double x, const double* parameters, const format& to) {
  if (!std::isinf(x)) return at_finite(index, x, parameters, to);
  const truth near = at_finite(index, std::copysign(0x1p60, x), parameters, to),
              far = at_finite(index, std::copysign(0x1p120, x), parameters, to);
  return {limit(near.value, far.value), limit(near.slope, far.slope)};
}

rounded true_product(std::size_t index, double x, double dy, const double* parameters, const format& to) {
  rounded product;
  narrow(index, x, parameters, [&](const dual<real>& y) {
    decide(y.slope * real(dy), to, product);
    return product.known;
  });
  return product;
}

distances ulps_from_truth(std::size_t index, double x, const double* parameters, double value, double slope) {
  distances d{};
  bool value_known = false, slope_known = false;
  const truth saturated = constants_at(index, x, parameters, format_of<double>);
  if (saturated.value.known) value_known = true, d.value = constant_distance(saturated.value.number, value);
  if (saturated.slope.known) slope_known = true, d.slope = constant_distance(saturated.slope.number, slope);
  if (value_known && slope_known) return d;
  narrow(index, x, parameters, [&](const dual<real>& y) {
    if (!value_known) value_known = distance(y.value, value, d.value);
    if (!slope_known) slope_known = distance(y.slope, slope, d.slope);
    return value_known && slope_known;
  });
  if (!value_known || !slope_known) throw undecided();
  return d;
}

points enclosing_points(std::size_t index, double x, const double* parameters) {
  real::precision() = 256;
  const dual<real> y = evaluations[index](real(x), parameters);
  return {point_of(y.value), point_of(y.slope)};
}

}  // namespace hillock::verify
#endif
