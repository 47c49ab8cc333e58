// SPDX-License-Identifier: Apache-2.0
// tanh's relatives, erf, arctan, gaussian and exponential where formulas go wrong: limits, signed zeros, what
// cancels, what overflows, and ties that a hair decides. True values: mpmath 1.3 with 40 digits.
#include "functions_support.hpp"

namespace functions_test {
namespace {

template <class T>
T at(const char* name, operation op, double x, double dy = 1) {
  return result_of<T>(hillock::find(name), op, {make<T>(x)}, {make<T>(dy)})[0];
}

template <class T>
void expect_at(const char* name, operation op, double x, double want, double dy = 1) {
  const T got = at<T>(name, op, x, dy);
  EXPECT_EQ(to_bits(got), to_bits(make<T>(want)))
      << name_of(hillock::find(name), op) << " at " << x << ": " << value_of(got);
}

template <class T>
class hyperbolic : public ::testing::Test {};
TYPED_TEST_SUITE(hyperbolic, element_types);

TYPED_TEST(hyperbolic, limits_and_signed_zeros) {
  using T = TypeParam;
  const double infinite = infinity<double>();
  const auto value = [](const char* name, double x, double want) {
    expect_at<T>(name, operation::forward, x, want);
  };
  const auto slope = [](const char* name, double x, double want) {
    expect_at<T>(name, operation::slope, x, want);
  };
  for (const char* name : {"tanh_exp", "serf"}) {
    value(name, -infinite, -0.0), value(name, -0.0, -0.0), value(name, infinite, infinite);
    slope(name, -infinite, -0.0), slope(name, infinite, 1);
  }
  for (const char* name : {"tanh_shrink", "lecun_tanh", "penalized_tanh", "erf", "arctan"}) {
    value(name, -0.0, -0.0), value(name, 0.0, 0.0);
  }
  value("tanh_shrink", -infinite, -infinite), slope("tanh_shrink", infinite, 1),
      slope("tanh_shrink", -0.0, 0.0);
  value("lecun_tanh", infinite, 1.7159), slope("lecun_tanh", -infinite, 0.0);
  value("penalized_tanh", -infinite, -0.25), value("penalized_tanh(alpha=1)", -infinite, -1);
  slope("penalized_tanh", 0.0, 0.25), slope("penalized_tanh", -infinite, 0.0);
  value("erf", infinite, 1), slope("erf", 0.0, 1.1283791670955125739), slope("erf", -infinite, 0.0);
  value("arctan", -infinite, -1.5707963267948966), slope("arctan", infinite, 0.0), slope("arctan", 1, 0.5);
  value("lisht", -infinite, infinite), value("lisht", -0.0, 0.0);
  slope("lisht", -infinite, -1), slope("lisht", -0.0, -0.0);
  value("gaussian", infinite, 0.0), value("gaussian", -0.0, 1);
  slope("gaussian", infinite, -0.0), slope("gaussian", -infinite, 0.0), slope("gaussian", 0.0, -0.0);
  value("exponential", -infinite, 0.0), value("exponential", infinite, infinite),
      value("exponential", 0.0, 1);
  slope("exponential", -infinite, 0.0), slope("exponential", infinite, infinite);
}

// What passes a slope of 0 at a number, and one without bound.
TYPED_TEST(hyperbolic, infinite_gradients) {
  using T = TypeParam;
  const double infinite = infinity<double>();
  for (const char* name : {"tanh_shrink", "lisht", "gaussian"}) {
    EXPECT_TRUE(is_nan(at<T>(name, operation::backward, 0.0, infinite))) << name;
    EXPECT_TRUE(is_nan(at<T>(name, operation::backward, -0.0, infinite))) << name;
  }
  expect_at<T>("erf", operation::backward, 100.0, infinite, infinite);
  expect_at<T>("gaussian", operation::backward, 100.0, -infinite, infinite);
  EXPECT_TRUE(is_nan(at<T>("exponential", operation::backward, infinite, 0.0)));
  expect_at<T>("exponential", operation::backward, 2000.0, 0.0, 0.0);
  expect_at<T>("exponential", operation::backward, 2000.0, -infinite, -1);
}

TEST(hyperbolic_tails, keep_their_digits) {
  expect_at<float>("tanh_shrink", operation::forward, 0x1p-10, 3.1044073978141592473e-10);
  expect_at<float>("tanh_exp", operation::forward, -20, -4.1223072448771156501e-8);
  expect_at<float>("tanh_exp", operation::forward, -90, -7.3746113614914638873e-38);
  expect_at<float>("serf", operation::forward, -20, -4.6515256106924825204e-8);
  expect_at<float>("serf", operation::forward, -90, -8.3213578258456799281e-38);
  expect_at<float>("gaussian", operation::forward, 9, 6.6396771995807344007e-36);
  expect_at<float>("lecun_tanh", operation::forward, 1, 0.99999725592247897502);
  expect_at<float>("tanh_exp", operation::slope, 3e38, 1);
  expect_at<double>("gaussian", operation::forward, 27, 2.5079720518609759326e-317);
  expect_at<double>("exponential", operation::forward, 709.5, 1.3549863193146328309e+308);
  expect_at<double>("exponential", operation::forward, 710, infinity<double>());
}

// Slopes beyond a double's range, times gradients that bring them back.
TEST(hyperbolic_gradients_of_doubles, neither_underflow_nor_overflow) {
  const auto near = [](const char* name, double x, double dy, double want) {
    EXPECT_NEAR(at<double>(name, operation::backward, x, dy), want, std::fabs(want) * 0x1p-51) << name;
  };
  near("exponential", 800, 1e-300, 2.7263745721125665674e+47);
  near("gaussian", 27, 1e300, -1.3543049080049270036e-15);
  near("erf", 27.5, 1e300, 4.1424103670364752991e-29);
  near("arctan", 1e200, 1e300, 1.0e-100);
}

// Half-way between two numbers, but for a hair that no double holds.
TEST(hyperbolic_ties, are_decided_by_the_hair) {
  expect_at<float>("lisht", operation::forward, 3 * 0x1p-75, 4 * 0x1p-149);             // 9/2 less a hair
  expect_at<float>("tanh_shrink", operation::forward, 0x1.000002p+24, 0x1.000002p+24);  // x − 1 and a hair
  expect_at<hillock::bf16>("tanh_shrink", operation::forward, 258, 258);
  expect_at<float>("penalized_tanh", operation::forward, -6 * 0x1p-149, -1 * 0x1p-149);
  expect_at<float>("gaussian", operation::backward, 3 * 0x1p-80, -4 * 0x1p-149, 3 * 0x1p-71);
  // At 0 there is no hair, and the even neighbour is right.
  expect_at<float>("penalized_tanh", operation::backward, 0, 2 * 0x1p-149, 6 * 0x1p-149);
  expect_at<float>("lecun_tanh", operation::backward, 0, 0x2184 * 0x1p-149, 0x1d4c * 0x1p-149);
  // 1/(1 + x²) is rational: dy/(1 + 9) is a middle exactly.
  expect_at<float>("arctan", operation::backward, 3, 2 * 0x1p-149, 15 * 0x1p-149);
  expect_at<float>("arctan", operation::backward, 3, 2 * 0x1p-149, 25 * 0x1p-149);
}

}  // namespace
}  // namespace functions_test
