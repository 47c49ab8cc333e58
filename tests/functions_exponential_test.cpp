// SPDX-License-Identifier: Apache-2.0
// The functions on the exponential where other libraries go wrong: limits, signed zeros, tails, and what is
// x/2 and a hair. True values: mpmath 1.3 with 60 digits.
#include "functions_support.hpp"

namespace functions_test {
namespace {

template <class T>
void expect(const char* name, operation op, double x, double want) {
  const hillock::activation f = hillock::find(name);
  const T got = result_of<T>(f, op, {make<T>(x)}, {make<T>(1)})[0];
  EXPECT_EQ(to_bits(got), to_bits(make<T>(want))) << name_of(f, op) << " at " << x << ": " << value_of(got);
}

template <class T>
class exponential : public ::testing::Test {};
TYPED_TEST_SUITE(exponential, element_types);

TYPED_TEST(exponential, limits_and_signed_zeros) {
  using T = TypeParam;
  for (const char* name : {"silu", "swish", "quick_gelu", "gelu", "gelu_tanh", "mish", "elish"}) {
    expect<T>(name, operation::forward, -infinity<double>(), -0.0);
    expect<T>(name, operation::forward, -60000.0, -0.0);
    expect<T>(name, operation::forward, -0.0, -0.0);
    expect<T>(name, operation::forward, 0.0, 0.0);
    expect<T>(name, operation::forward, infinity<double>(), infinity<double>());
    expect<T>(name, operation::slope, -infinity<double>(), -0.0);
    expect<T>(name, operation::slope, -60000.0, -0.0);
    expect<T>(name, operation::slope, 0.0, std::string_view(name) == "mish" ? 0.6 : 0.5);
    expect<T>(name, operation::slope, infinity<double>(), 1.0);
  }
  for (const char* name : {"elu", "celu"}) {
    expect<T>(name, operation::forward, -infinity<double>(), -1.0);
    expect<T>(name, operation::forward, -0.0, -0.0);
    expect<T>(name, operation::forward, infinity<double>(), infinity<double>());
    expect<T>(name, operation::slope, -infinity<double>(), 0.0);
    expect<T>(name, operation::slope, 0.0, 1.0);
  }
  expect<T>("elu(alpha=0.5)", operation::slope, 0.0, 0.5);  // PyTorch's side of the kink
  expect<T>("elu(alpha=0.5)", operation::forward, -infinity<double>(), -0.5);
  expect<T>("celu(alpha=2)", operation::forward, -infinity<double>(), -2.0);
  expect<T>("selu", operation::forward, -infinity<double>(), -(1.0507009873554805 * 1.6732632423543772));
  expect<T>("selu", operation::slope, 0.0, 1.0507009873554805 * 1.6732632423543772);
  expect<T>("selu", operation::slope, infinity<double>(), 1.0507009873554805);
  expect<T>("swish(beta=0)", operation::forward, 3.0, 1.5);
  expect<T>("swish(beta=0)", operation::forward, -infinity<double>(), -infinity<double>());
  expect<T>("swish(beta=1e-40)", operation::forward, -infinity<double>(), -0.0);
  expect<T>("swish(beta=-1)", operation::forward, infinity<double>(), 0.0);
  expect<T>("softplus", operation::forward, -infinity<double>(), 0.0);
  expect<T>("softplus", operation::forward, 0.0, 0.69314718055994531);
  expect<T>("softplus", operation::forward, infinity<double>(), infinity<double>());
  expect<T>("softplus", operation::slope, -infinity<double>(), 0.0);
  expect<T>("softplus", operation::slope, 0.0, 0.5);
  expect<T>("softplus", operation::slope, infinity<double>(), 1.0);
  expect<T>("log_sigmoid", operation::forward, infinity<double>(), -0.0);
  expect<T>("log_sigmoid", operation::forward, -infinity<double>(), -infinity<double>());
  expect<T>("log_sigmoid", operation::slope, infinity<double>(), 0.0);
  expect<T>("log_sigmoid", operation::slope, -infinity<double>(), 1.0);
}

TEST(exponential_tails, keep_their_digits) {
  expect<float>("gelu", operation::forward, -5.3464356f,
                -2.397961971e-7f);  // 1 + erf leaves −1.59e-7 or −3.19e-7
  expect<float>("gelu", operation::forward, -13.0f, -7.952313719e-38f);
  expect<float>("gelu_tanh", operation::forward, -5.0f, -2.29179620e-7f);
  expect<float>("softplus", operation::forward, -20.0f, 2.06115362e-9f);  // not negative, not 0
  expect<float>("log_sigmoid", operation::forward, 20.0f, -2.06115362e-9f);
  expect<float>("elu", operation::forward, -1e-8f, -1e-8f);
  expect<float>("gelu", operation::forward, 3e38f, 3e38f);  // whose square is infinite
  expect<float>("silu", operation::forward, -90.0f, -7.374611362e-38f);
  expect<float>("mish", operation::forward, -90.0f, -7.374611362e-38f);
  expect<double>("softplus", operation::forward, 25.0, 25.0 + 1.3887943864771144e-11);  // no threshold at 20
}

// With parameters that no float has, and such as make z = beta·x or x/alpha far smaller or larger than x.
TEST(exponential_parameters, keep_the_digits_of_doubles) {
  const double infinite = infinity<double>();
  expect<double>("elu(alpha=0.1)", operation::forward, -infinite, -0.1);
  expect<double>("elu(alpha=1e30)", operation::forward, -infinite, -1e30);
  expect<double>("celu(alpha=0.1)", operation::forward, -infinite, -0.1);
  expect<double>("celu(alpha=1e30)", operation::forward, -1e-295, -1e-295);
  expect<double>("celu(alpha=2)", operation::forward, -5e-324, -5e-324);
  expect<double>("celu(alpha=100)", operation::forward, -3e-308, -3e-308);
  expect<double>("softplus(beta=1e-30)", operation::forward, -7.15e32, 3.0160979341334815e-281);
  expect<double>("softplus(beta=0.1)", operation::forward, -7300, 9.2263135691217395e-317);
  expect<double>("softplus(beta=0.1)", operation::forward, -7460, 1e-323);
}

// x/2 + x²/4 for silu and x/2 + x²/√(2π) for gelu: a hair above what may be a tie between subnormal numbers.
TEST(exponential_near_zero, half_of_x_and_a_hair_is_no_tie) {
  for (const char* name : {"silu", "gelu", "gelu_tanh", "quick_gelu"}) {
    for (const std::uint32_t odd : {1U, 3U, 5U, 0x7fffffU}) {
      const float x = from_bits<float>(odd);
      EXPECT_EQ(to_bits(result_of<float>(hillock::find(name), operation::forward, {x}, {x})[0]),
                (odd + 1) / 2)
          << name;
      EXPECT_EQ(to_bits(result_of<float>(hillock::find(name), operation::forward, {-x}, {x})[0]),
                0x80000000U | odd / 2)
          << name;
    }
  }
}

}  // namespace
}  // namespace functions_test
