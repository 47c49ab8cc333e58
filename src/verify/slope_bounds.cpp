// SPDX-License-Identifier: Apache-2.0
#ifdef HILLOCK_MPFR
#include "verify/slope_bounds.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "activations/list.hpp"
#include "verify/exact.hpp"
#include "verify/magnitude.hpp"
#include "verify/oracle.hpp"
#include "verify/rational.hpp"
#include "verify/real.hpp"

namespace hillock::verify {

namespace {

constexpr auto evaluations = exact_functions<real>(activations::list{});
constexpr auto curvatures = exact_functions<dual<real>>(activations::list{});
constexpr auto rationals = exact_functions<rational>(activations::list{});
constexpr auto estimates = exact_functions<magnitude>(activations::list{});

constexpr mpfr_prec_t last_bits = 8192;
constexpr int digits = slope_bounds::digits;

wide wide_of(mpz_srcptr v) {
  mpz_t high;
  mpz_init(high);
  mpz_tdiv_q_2exp(high, v, 64);
  const wide w = static_cast<wide>(mpz_get_ui(high)) << 64 | mpz_get_ui(v);
  mpz_clear(high);
  return w;
}

std::optional<rational> rational_slope(std::size_t index, double x, const double* parameters) {
  try {
    return rationals[index](rational(x), parameters).slope;
  } catch (const undecided&) {
    return std::nullopt;
  }
}

// The quotient of two integers, rounded down to 103 digits.
slope_bounds bounds_of(const rational& slope) {
  slope_bounds b;
  if (mpq_sgn(slope.get()) == 0) return b;
  const rational size = abs(slope);
  mpz_srcptr over = mpq_numref(size.get()), under = mpq_denref(size.get());
  const auto length = [](mpz_srcptr v) { return static_cast<int>(mpz_sizeinbase(v, 2)); };
  b.is_negative = mpq_sgn(slope.get()) < 0;
  b.exponent = length(over) - length(under) - digits;
  mpz_t quotient, rest, divisor;
  mpz_inits(quotient, rest, divisor, static_cast<mpz_ptr>(nullptr));
  for (;; ++b.exponent) {  // twice at most
    mpz_mul_2exp(quotient, over, static_cast<mp_bitcnt_t>(std::max(-b.exponent, 0)));
    mpz_mul_2exp(divisor, under, static_cast<mp_bitcnt_t>(std::max(b.exponent, 0)));
    mpz_tdiv_qr(quotient, rest, quotient, divisor);
    if (length(quotient) <= digits) break;
  }
  b.low = wide_of(quotient);
  b.width = mpz_sgn(rest) == 0 ? 0 : 1;
  mpz_clears(quotient, rest, divisor, static_cast<mpz_ptr>(nullptr));
  return b;
}

// Nothing where the enclosure is wider than one unit of the last digit, or may lie on its edge.
std::optional<slope_bounds> bounds_of(const real& slope) {
  if (mpfr_zero_p(slope.low()) && mpfr_zero_p(slope.high()))
    return slope_bounds{.is_negative = mpfr_signbit(slope.low()) != 0};
  if (mpfr_sgn(slope.low()) * mpfr_sgn(slope.high()) <= 0) return std::nullopt;
  const real size = abs(slope);
  slope_bounds b{0, 1, static_cast<int>(mpfr_get_exp(size.low())) - digits, mpfr_sgn(slope.low()) < 0};
  mpfr_t scaled;
  mpfr_init2(scaled, mpfr_get_prec(size.low()));
  mpz_t whole;
  mpz_init(whole);
  mpfr_mul_2si(scaled, size.low(), -b.exponent, MPFR_RNDN);
  mpfr_get_z(whole, scaled, MPFR_RNDD);
  b.low = wide_of(whole);
  const bool is_point = mpfr_equal_p(size.low(), size.high()) && mpfr_cmp_z(scaled, whole) == 0;
  bool inside = mpfr_cmp_z(scaled, whole) > 0;
  mpz_add_ui(whole, whole, 1);
  mpfr_mul_2si(scaled, size.high(), -b.exponent, MPFR_RNDN);
  inside = inside && mpfr_cmp_z(scaled, whole) < 0;
  mpz_clear(whole);
  mpfr_clear(scaled);
  if (is_point) b.width = 0;  // where nothing was rounded
  if (!inside && !is_point) return std::nullopt;
  return b;
}

// What logarithms tell of the slopes at x: that they have faded or exploded, or that they are 1 but for
// 2^-104.
std::optional<slope_bounds> constant_at(std::size_t index, const magnitude& x, const double* parameters) {
  try {
    const magnitude slope = estimates[index](x, parameters).slope;
    const bool is_one = x.low > 1.5 && slope.low > -0x1p-104 && slope.high < 0x1p-104;
    const bool is_known = slope.high <= -400 || slope.low >= 400 || is_one;
    if (slope.is_zero() || !is_known) return std::nullopt;
    slope_bounds b = is_one ? saturated : slope.low >= 400 ? exploded : faded;
    b.is_negative = slope.sign < 0;
    return b;
  } catch (const undecided&) {
    return std::nullopt;
  }
}

// The limit as 64 bits of exponent show it: 0, or the number that the slope rounds to.
slope_bounds bounds_at_infinity(std::size_t index, double x, const double* parameters) {
  const rounded limit = true_result(index, x, parameters, format_of<double>).slope;
  if (!limit.known) throw undecided();
  if (std::isinf(limit.number)) return {1, 0, 0, limit.number < 0, true};
  slope_bounds b = bounds_of(rational(limit.number));
  b.is_negative = std::signbit(limit.number);
  return b;
}

}  // namespace

slope_bounds slope_bounds_at(std::size_t index, double x, const double* parameters) {
  if (std::isinf(x)) return bounds_at_infinity(index, x, parameters);
  if (x != 0) {
    if (const auto b = constant_at(index, magnitude(x), parameters)) return *b;
  }
  if (const auto exact = rational_slope(index, x, parameters)) {
    const slope_bounds b = bounds_of(*exact);
    if (!b.is_zero()) return b;  // the sign of a zero is for MPFR to say
  }
  for (mpfr_prec_t bits = 160; bits <= last_bits; bits *= 2) {
    real::precision() = bits;
    try {
      if (const auto b = bounds_of(evaluations[index](real(x), parameters).slope)) return *b;
    } catch (const undecided&) {
    }
  }
  throw undecided();
}

std::optional<slope_bounds> slope_bounds_of(const enclosures::parts& slope, std::size_t i) {
  const double high = slope.high[i], low = slope.low[i], error = slope.error[i], size = std::fabs(high);
  if (high == 0 && low == 0 && error == 0) return slope_bounds{};
  if (!(size > 0x1p-900 && size < 0x1p900 && error <= size * 0x1p-92)) return std::nullopt;
  // high is 53 digits of 103; what is left of low beyond them counts as error.
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(size);
  const int exponent = static_cast<int>(bits >> 52) - 1023 - (digits - 1);
  const double one = std::bit_cast<double>(static_cast<std::uint64_t>(1023 - exponent) << 52);
  const double rest = (high < 0 ? -low : low) * one, whole = std::floor(rest);
  const wide top = static_cast<wide>((bits & ((1ULL << 52) - 1)) | 1ULL << 52) << (digits - 53);
  slope_bounds b{top + static_cast<wide>(static_cast<std::int64_t>(whole)), 0, exponent, high < 0};
  if (error != 0 || rest != whole) {
    const auto off = static_cast<std::uint32_t>(error * one) + 1;
    b.low -= off;
    b.width = 2 * off + 1;
  }
  // Just below a power of two there is one digit more.
  if (b.low >> (digits - 1) == 0) b.low <<= 1, b.width <<= 1, --b.exponent;
  if (b.low >> (digits - 1) != 1) return std::nullopt;
  return b;
}

std::optional<slope_bounds> slope_bounds_at_both(std::size_t index, double first, double last,
                                                 const double* parameters) {
  if (std::fabs(first) > std::fabs(last)) std::swap(first, last);
  if (first != 0) {
    if (const auto b = constant_at(index, magnitude::between(first, last), parameters)) return b;
  }
  slope_bounds a = slope_bounds_at(index, first, parameters);
  if (first == last) return a;
  slope_bounds b = slope_bounds_at(index, last, parameters);
  if (a == b && a.width == 0) return a;
  if (a.is_zero() || b.is_zero() || a.is_negative != b.is_negative) return std::nullopt;
  if (std::abs(a.exponent - b.exponent) > 1) return std::nullopt;
  const int exponent = std::min(a.exponent, b.exponent);
  for (slope_bounds* one : {&a, &b}) {  // a power of two may have one digit more than what is below it
    if (one->exponent > exponent) one->low <<= 1, one->width <<= 1, one->exponent = exponent;
    if (one->width == 0) one->low -= 1, one->width = 2;  // attained, and the bounds are excluded
  }
  const wide low = std::min(a.low, b.low), high = std::max(a.low + a.width, b.low + b.width);
  if (high - low > widest || low >> (digits - 1) != 1) return std::nullopt;
  return slope_bounds{low, static_cast<std::uint32_t>(high - low), exponent, a.is_negative};
}

bool is_monotone(std::size_t index, double first, double last, const double* parameters) {
  if (first == last) return true;
  if (first > last) std::swap(first, last);
  real::precision() = 512;  // it may be 2^-150 beside terms of 1
  try {
    const real bend = curvatures[index]({real::between(first, last), real(1.0)}, parameters).slope.slope;
    return mpfr_sgn(bend.low()) >= 0 || mpfr_sgn(bend.high()) <= 0;
  } catch (const undecided&) {
    return false;
  }
}

std::optional<int> compare_product(std::size_t index, double x, const double* parameters, std::uint32_t m,
                                   std::uint64_t n, int exponent) {
  if (const auto slope = rational_slope(index, x, parameters)) {
    return compare(rational(m) * abs(*slope), shifted(rational(static_cast<double>(n)), exponent));
  }
  for (mpfr_prec_t bits = 256; bits <= last_bits; bits *= 2) {
    real::precision() = bits;
    try {
      const real product = abs(evaluations[index](real(x), parameters).slope) * real(static_cast<double>(m));
      if (mpfr_cmp_ui_2exp(product.low(), n, exponent) > 0) return 1;
      if (mpfr_cmp_ui_2exp(product.high(), n, exponent) < 0) return -1;
      if (mpfr_equal_p(product.low(), product.high())) return 0;  // where nothing was rounded
    } catch (const undecided&) {
    }
  }
  return std::nullopt;
}

}  // namespace hillock::verify
#endif
