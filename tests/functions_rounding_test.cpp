// SPDX-License-Identifier: Apache-2.0
// Values and slopes against the card's own definition, in a wider type: every f16 and bf16, a sample of
// floats (hillock verify --prove does all of them). The definition is evaluated with 64 bits of precision,
// which only x86-64's long double has at a bearable price.
#if defined(__x86_64__)
#include <cmath>

#include "activations/list.hpp"
#include "functions_support.hpp"
#include "kernel/formula.hpp"
#include "verify/dual.hpp"
#include "verify/exact.hpp"

namespace functions_test {
namespace {

/// long double with the operations that definitions use.
struct extended {
  long double v;
  explicit extended(double x) : v(x) {}
  static extended of(long double x) {
    extended r(0.0);
    r.v = x;
    return r;
  }
  friend extended operator+(extended a, extended b) { return of(a.v + b.v); }
  friend extended operator-(extended a, extended b) { return of(a.v - b.v); }
  friend extended operator*(extended a, extended b) { return of(a.v * b.v); }
  friend extended operator/(extended a, extended b) { return of(a.v / b.v); }
  friend extended operator-(extended a) { return of(-a.v); }
  friend bool operator<(extended a, extended b) { return a.v < b.v; }
  friend bool operator>(extended a, extended b) { return a.v > b.v; }
  friend bool operator<=(extended a, extended b) { return a.v <= b.v; }
  friend bool operator>=(extended a, extended b) { return a.v >= b.v; }
  friend extended abs(extended a) { return of(std::fabs(a.v)); }
  friend extended exp(extended a) { return of(std::exp(a.v)); }
  friend extended expm1(extended a) { return of(std::expm1(a.v)); }
  friend extended log1p(extended a) { return of(std::log1p(a.v)); }
  friend extended normal_density(extended a) {
    return of(std::exp(-a.v * a.v / 2) * 0.398942280401432677939946059934381868L);
  }
  friend extended times_normal(extended a) { return of(a.v * probability(a.v)); }
  friend extended times_normal_slope(extended a) { return of(probability(a.v) + a.v * normal_density(a).v); }
  static long double probability(long double x) {
    return std::erfc(-x * 0.707106781186547524400844362104849039L) / 2;
  }
  friend extended tanh(extended a) { return of(std::tanh(a.v)); }
  friend extended tanh_slope(extended a) {
    const long double c = std::cosh(a.v);
    return of(1 / c / c);
  }
  /// From |x| = 40 on 2^-60 stands for what tanh lacks of 1.
  friend extended minus_tanh(extended a) {
    const long double size = std::fabs(a.v);
    if (size > 40) return of(std::copysign(size - (1 - 0x1p-60L), a.v));
    // (x·cosh(x) − sinh(x))/cosh(x), whose numerator is a sum of positive terms.
    long double term = a.v * a.v * a.v / 6, sum = 0;
    for (int k = 1; k < 14; ++k) {
      sum += 2 * k * term;
      term *= a.v * a.v / ((2 * k + 2) * (2 * k + 3));
    }
    if (size < 1) return of(sum / std::cosh(a.v));
    return of(a.v - std::tanh(a.v));
  }
  friend extended erf(extended a) { return of(std::erf(a.v)); }
  friend extended erf_slope(extended a) {
    return of(std::exp(-a.v * a.v) * 1.12837916709551257389615890312154517L);
  }
  friend extended atan(extended a) { return of(std::atan(a.v)); }
  friend extended sqrt(extended a) { return of(std::sqrt(a.v)); }
};

/// x rounded once to T, to nearest, ties to even.
template <class T>
double rounded(long double x) {
  constexpr int digits = sizeof(T) == 4 ? 24 : std::is_same_v<T, hillock::f16> ? 11 : 8;
  constexpr int smallest = std::is_same_v<T, hillock::f16> ? -24 : sizeof(T) == 4 ? -149 : -133;
  if (x == 0 || std::isinf(x)) return static_cast<double>(x);
  int exponent;
  std::frexp(x, &exponent);
  const int last = std::max(exponent - digits, smallest);
  const double y = static_cast<double>(std::ldexp(std::nearbyint(std::ldexp(x, -last)), last));
  const double largest = value_of(from_bits<T>(to_bits(infinity<T>()) - 1));
  return std::fabs(y) > largest ? std::copysign(std::numeric_limits<double>::infinity(), y) : y;
}

/// Where the definition's own 2^-60 could change the answer, there is none.
template <class T>
bool decides(long double x) {
  const long double slack = std::fabs(x) * 0x1p-60L;
  return rounded<T>(x - slack) == rounded<T>(x + slack);
}

template <class F, class T>
void check(const std::vector<T>& x, const hillock::activation& f) {
  double parameters[hillock::max_parameters]{};
  for (std::size_t i = 0; i < f.card().parameters.size(); ++i)
    parameters[i] = static_cast<float>(f.parameter(f.card().parameters[i].name));
  std::vector<T> dy(x.size());  // numbers of every size, unrelated to their neighbours x
  for (std::size_t i = 0; i < x.size(); ++i) dy[i] = x[(i * 7919 + 13) % x.size()];
  const std::vector<T> y = result_of(f, operation::forward, x, x), d = result_of(f, operation::slope, x, x),
                       dx = result_of(f, operation::backward, x, dy);
  std::size_t undecided = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (is_nan(x[i]) || std::isinf(value_of(x[i]))) continue;
    const auto exact = hillock::verify::exact_with_slope<F>(extended(value_of(x[i])), parameters);
    const auto agrees = [&](const char* what, long double want, T got) {
      // An exact result decides itself; so does one of few digits (a tie of leaky_relu's product). What a
      // function of more than one operation adds to one may be less than 64 bits hold: either neighbour will
      // do.
      if (!decides<T>(want)) {
        const bool is_short = static_cast<long double>(static_cast<double>(want)) == want;
        const long double slack = std::fabs(want) * 0x1p-60L;
        if (!is_short) ++undecided;
        if (!is_short || (hillock::kernel::roundings<F>() > 1 && (value_of(got) == rounded<T>(want - slack) ||
                                                                  value_of(got) == rounded<T>(want + slack))))
          return;
      }
      EXPECT_EQ(value_of(got), rounded<T>(want))
          << std::hexfloat << f.to_string() << ' ' << what << " at " << value_of(x[i]);
    };
    agrees("value", exact.value.v, y[i]);
    agrees("slope", exact.slope.v, d[i]);
    if (is_nan(dy[i]) || std::isinf(value_of(dy[i])) || !std::isfinite(exact.slope.v)) continue;
    // 64 bits do not tell the side of a tie: there either neighbour will do, and verify_backward_test.cpp
    // decides.
    const long double product = exact.slope.v * static_cast<long double>(value_of(dy[i]));
    const double got = value_of(dx[i]);
    EXPECT_TRUE(got == rounded<T>(product * (1 - 0x1p-50L)) || got == rounded<T>(product * (1 + 0x1p-50L)))
        << std::hexfloat << f.to_string() << " backward at " << value_of(x[i]) << ", dy = " << value_of(dy[i])
        << ": " << got << " instead of " << rounded<T>(product);
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_LT(undecided, x.size() / 4) << f.to_string();
}

template <class T, class F>
void check_all(const std::vector<T>& x) {
  if constexpr (!F::about.of_rows) {
    for (const hillock::activation& f : elementwise()) {
      if (f.card().name == F::about.name) check<F>(x, f);
    }
  }
}

template <class T, class... F>
void check_list(const std::vector<T>& x, hillock::activations::type_list<F...>) {
  (check_all<T, F>(x), ...);
}

TEST(correctly_rounded, every_f16) { check_list(all_kinds<hillock::f16>(), hillock::activations::list{}); }
TEST(correctly_rounded, every_bf16) { check_list(all_kinds<hillock::bf16>(), hillock::activations::list{}); }
TEST(correctly_rounded, a_sample_of_floats) { check_list(all_kinds<float>(), hillock::activations::list{}); }

}  // namespace
}  // namespace functions_test
#endif
