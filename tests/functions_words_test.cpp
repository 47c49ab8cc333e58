// SPDX-License-Identifier: Apache-2.0
// The words that formulas compute with, against the C library's in 80 bits, and its special cases in double.
// The bounds are those of src/math's comments and half an ulp for what the C library itself may be off.
#include "formula/graph.hpp"
#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::formulas::op;

double apply_word(op what, double a, double b = 0) {
  return hillock::formulas::apply_to_numbers(what, a, b, 0);
}

struct word {
  const char* name;
  op what;
  long double (*truth)(long double);
  double (*in_double)(double);
  double ulps, low, high;
};
const word words[] = {
    {"exp", op::exp, std::exp, std::exp, 1.5, -745, 709.7},
    {"expm1", op::expm1, std::expm1, std::expm1, 2.5, -50, 709},
    {"log", op::log, std::log, std::log, 1.5, 0x1p-1074, 1e308},
    {"log1p", op::log1p, std::log1p, std::log1p, 1.5, -1, 1e300},
    {"sin", op::sine, std::sin, std::sin, 2, -1e5, 1e5},
    {"cos", op::cosine, std::cos, std::cos, 2, -1e5, 1e5},
    {"erf", op::erf, std::erf, std::erf, 3.5, -6, 6},
    {"erfc", op::erfc, std::erfc, std::erfc, 5.5, -6, 27},
};

#if defined(__x86_64__)  // whose long double has 64 bits
double ulps_between(double got, long double truth) {
  const double nearest = static_cast<double>(truth);
  if (got == nearest) return 0;
  int exponent = 0;
  std::frexp(nearest, &exponent);
  const long double unit = std::ldexp(1.0L, std::max(exponent - 53, -1074));
  return static_cast<double>(std::fabs((static_cast<long double>(got) - truth) / unit));
}

TEST(formula_words, are_within_their_bounds) {
  hillock::philox random(1, "words");
  for (const word& w : words) {
    double worst = 0;
    for (int i = 0; i < 20000; ++i) {
      double x = w.low + (w.high - w.low) * random.uniform();
      if (i % 2 == 0) x = std::copysign(std::exp2(40 * random.uniform() - 30), x);  // near 0 and 1
      if (x < w.low || x > w.high) continue;
      const double got = apply_word(w.what, x), ulps = ulps_between(got, w.truth(x));
      worst = std::max(worst, ulps);
      ASSERT_LE(ulps, w.ulps) << w.name << "(" << x << ") = " << got;
    }
    EXPECT_GT(worst, 0.4) << w.name;  // something was looked at
  }
}

TEST(formula_words, raise_to_powers) {
  hillock::philox random(2, "words");
  for (int i = 0; i < 20000; ++i) {
    const double a = std::exp2(60 * random.uniform() - 30), b = 60 * random.uniform() - 30;
    ASSERT_LE(ulps_between(apply_word(op::power, a, b),
                           std::pow(static_cast<long double>(a), static_cast<long double>(b))),
              6.5)
        << a << "^" << b;
  }
}
#endif

TEST(formula_words, have_the_special_cases_of_the_c_library) {
  const double nan = std::nan(""), inf = infinity<double>();
  const std::vector<double> all{0.0,    -0.0,   1,          -1,      2,   -2,    0.5,    -0.5,
                                3,      -3,     inf,        -inf,    nan, 1e300, -1e300, 1e-300,
                                5e-324, 0x1p52, 0x1p53 + 2, -0x1p53, 710, -746};
  const auto same = [](double got, double want) {
    if (std::isnan(want)) return std::isnan(got);
    return std::signbit(got) == std::signbit(want) &&
           (got == want || std::fabs(got - want) <= 1e-15 * std::fabs(want));
  };
  for (const word& w : words) {
    for (const double x : all)
      EXPECT_TRUE(same(apply_word(w.what, x), w.in_double(x))) << w.name << "(" << x << ")";
  }
  for (const double a : all) {
    for (const double b : all) {
      EXPECT_TRUE(same(apply_word(op::power, a, b), std::pow(a, b)))
          << a << "^" << b << " = " << apply_word(op::power, a, b);
    }
    EXPECT_TRUE(std::isnan(apply_word(op::maximum, a, nan)) && std::isnan(apply_word(op::maximum, nan, a)));
    EXPECT_TRUE(std::isnan(apply_word(op::minimum, a, nan)) && std::isnan(apply_word(op::minimum, nan, a)));
  }
  EXPECT_FALSE(std::signbit(apply_word(op::maximum, 0.0, -0.0)) ||
               std::signbit(apply_word(op::maximum, -0.0, 0.0)));
  EXPECT_TRUE(std::signbit(apply_word(op::minimum, 0.0, -0.0)) &&
              std::signbit(apply_word(op::minimum, -0.0, 0.0)));
  EXPECT_FALSE(std::signbit(apply_word(op::minimum, 0.0, 0.0)));
}

// True values: mpmath 1.3 with 60 digits. The first is the double nearest to a multiple of π/2.
TEST(formula_words, reduce_huge_angles) {
  EXPECT_DOUBLE_EQ(apply_word(op::cosine, 0x1.6ac5b262ca1ffp+849), -4.687165924254627611e-19);
  EXPECT_EQ(apply_word(op::sine, 0x1.6ac5b262ca1ffp+849), 1);
  EXPECT_DOUBLE_EQ(apply_word(op::sine, 1e22), -0.8522008497671888);
  EXPECT_DOUBLE_EQ(apply_word(op::cosine, 1e22), 0.5232147853951389);
  EXPECT_DOUBLE_EQ(apply_word(op::sine, -1.7976931348623157e308), -0.0049619547891840618);
  EXPECT_DOUBLE_EQ(apply_word(op::sine, 0x1p20), 0.33049314002173467);
}

}  // namespace
}  // namespace functions_test
