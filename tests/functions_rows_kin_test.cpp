// SPDX-License-Identifier: Apache-2.0
// softmin, softmax_one, sparsemax, logsumexp and temperatures: laws, special rows, what others get wrong.
#include <algorithm>
#include <numeric>

#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::activation, hillock::find;

constexpr double infinite = std::numeric_limits<double>::infinity();

template <class T>
std::vector<T> row_of_normal(std::size_t n, double spread, std::uint64_t seed) {
  hillock::philox random(seed, "kin");
  std::vector<T> x(n);
  for (T& v : x) v = make<T>(spread * random.normal());
  return x;
}

template <class T>
std::vector<T> numbers(const std::vector<double>& values) {
  std::vector<T> x;
  for (const double v : values) x.push_back(make<T>(v));
  return x;
}

template <class T>
std::vector<double> forward_of(const activation& f, const std::vector<double>& row) {
  std::vector<double> y;
  for (const T v : f(numbers<T>(row))) y.push_back(value_of(v));
  return y;
}

void expect_same(const std::vector<double>& got, const std::vector<double>& want, const std::string& what) {
  ASSERT_EQ(got.size(), want.size()) << what;
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_TRUE(got[i] == want[i] || (std::isnan(got[i]) && std::isnan(want[i])))
        << what << '[' << i << "]: " << got[i] << " instead of " << want[i];
  }
}

template <class T>
class kin : public ::testing::Test {};
TYPED_TEST_SUITE(kin, element_types);

// A division by a power of two is exact: temperature 1 then has the same differences.
TYPED_TEST(kin, a_temperature_divides_x) {
  using T = TypeParam;
  for (const std::size_t n : {1u, 5u, 33u, 700u}) {
    const std::vector<T> x = row_of_normal<T>(n, 3, n), dy = row_of_normal<T>(n, 1, n + 1);
    for (const double temperature : {0.25, 8.0}) {
      std::vector<T> divided = x;
      for (T& v : divided) v = make<T>(value_of(v) / temperature);
      for (const char* name : {"softmax", "log_softmax", "softmin", "softmax_one", "sparsemax"}) {
        const activation plain = find(name), hot = plain.with("temperature", temperature);
        const auto y = result_of(hot, operation::forward, x, dy);
        EXPECT_TRUE(same_bits(y, result_of(plain, operation::forward, divided, dy), x)) << hot;
        for (const operation op : {operation::backward, operation::backward_from_output}) {
          const bool from_x = op == operation::backward;
          const auto dx = result_of(hot, op, from_x ? x : y, dy);
          auto want = result_of(plain, op, from_x ? divided : y, dy);
          // Either is rounded, which differs where one is subnormal.
          const double least = 8 * value_of(std::numeric_limits<T>::min());
          for (std::size_t i = 0; i < n; ++i) {
            if (std::fabs(value_of(want[i])) < least) continue;
            EXPECT_EQ(value_of(dx[i]), value_of(want[i]) / temperature) << name_of(hot, op) << ' ' << i;
          }
        }
      }
      const activation sum = find("logsumexp"), hot = sum.with("temperature", temperature);
      EXPECT_EQ(value_of(hot(x)[0]), value_of(sum(divided)[0]) * temperature) << n;
      EXPECT_TRUE(same_bits(result_of(hot, operation::backward, x, dy),
                            result_of(sum, operation::backward, divided, dy), x));
    }
  }
}

// Cold: all of the weight on the largest, shared by ties. Hot: all weigh the same.
TYPED_TEST(kin, extreme_temperatures) {
  using T = TypeParam;
  for (const double cold : {1e-3, 1e-30}) {
    for (const char* name : {"softmax", "sparsemax", "softmax_one"}) {
      const activation f = find(name).with("temperature", cold);
      expect_same(forward_of<T>(f, {1, 3, 2}), {0, 1, 0}, f.to_string());
      expect_same(forward_of<T>(f, {-2, 5, 5, -infinite}), {0, 0.5, 0.5, 0}, f.to_string());
      expect_same(forward_of<T>(f, {2, infinite}), {NAN, NAN}, f.to_string());
      expect_same(forward_of<T>(f, {2, NAN}), {NAN, NAN}, f.to_string());
    }
    const activation log = find("log_softmax").with("temperature", cold),
                     least = find("softmin").with("temperature", cold),
                     most = find("logsumexp").with("temperature", cold);
    EXPECT_EQ(forward_of<T>(log, {1, 3, 2})[1], 0);
    expect_same(forward_of<T>(least, {1, 3, 2}), {1, 0, 0}, "softmin");
    expect_same(forward_of<T>(most, {1, 3, 2}), {3}, "logsumexp");
  }
  for (const double hot : {1e20, 1e30}) {
    for (const char* name : {"softmax", "sparsemax", "softmin"}) {
      const activation f = find(name).with("temperature", hot);
      expect_same(forward_of<T>(f, {1, 3, 2, -5}), {0.25, 0.25, 0.25, 0.25}, f.to_string());
      expect_same(forward_of<T>(f, {-infinite, -infinite}), {NAN, NAN}, f.to_string());
    }
  }
  // e^(1/1000) beside e^(-1/1000): tanh(1/1000) apart.
  const auto warm = forward_of<double>(find("softmax").with("temperature", 1e3), {1, -1});
  EXPECT_NEAR(warm[0] - warm[1], std::tanh(1e-3), 1e-16);
}

TEST(temperature, has_a_range) {
  for (const activation& f : hillock::all()) {
    if (!f.card().of_rows) continue;
    EXPECT_EQ(f.parameter("temperature"), 1) << f;
    for (const double bad : {0.0, -1.0, 1e31, 1e-31, infinite, static_cast<double>(NAN)})
      EXPECT_THROW(f.with("temperature", bad), std::invalid_argument) << f << bad;
  }
}

// Gradients that are near the largest number, or subnormal weights, with a rate far from 1.
TEST(temperature, gradients_neither_overflow_nor_vanish_before_the_result_does) {
  const double most = std::numeric_limits<double>::max();
  const auto dx = [](const char* text, const std::vector<double>& x, const std::vector<double>& dy) {
    return result_of(find(text), operation::backward, x, dy);
  };
  expect_same(dx("log_softmax(temperature=1e10)", {0, 0}, {most, -most}), {most / 1e10, -most / 1e10}, "hot");
  expect_same(dx("log_softmax(temperature=1e-10)", {0}, {1e300}), {0}, "one element");
  expect_same(dx("softmax(temperature=4)", {0, 0}, {most, -most}), {most / 8, -most / 8}, "softmax");
  // e^-740 times 1e300: 4.19e-22, as at a temperature of 1.
  const double one = dx("softmax", {0, -740}, {0, 1e300})[1];
  EXPECT_NEAR(dx("softmax(temperature=2)", {0, -1480}, {0, 1e300})[1] * 2 / one, 1, 1e-15);
  EXPECT_NEAR(dx("softmax(temperature=1e30)", {0, -650e30}, {0, 1e300})[1] * 1e30 /
                  dx("softmax", {0, -650}, {0, 1e300})[1],
              1, 1e-12);  // 650e30 is off by 2^-54 of itself
}

TYPED_TEST(kin, softmin_is_softmax_of_the_negated_row) {
  using T = TypeParam;
  const activation least = find("softmin"), most = find("softmax");
  for (const std::size_t n : {1u, 7u, 64u, 301u, 5000u}) {
    std::vector<T> x = row_of_normal<T>(n, 4, n), dy = row_of_normal<T>(n, 1, n + 1), negated = x;
    if (n > 7) x[5] = infinity<T>();
    for (std::size_t i = 0; i < n; ++i) negated[i] = make<T>(-value_of(x[i]));
    EXPECT_TRUE(same_bits(result_of(least, operation::forward, x, dy),
                          result_of(most, operation::forward, negated, dy), x));
    const auto dx = result_of(least, operation::backward, x, dy),
               want = result_of(most, operation::backward, negated, dy);
    for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(value_of(dx[i]), -value_of(want[i])) << n << ' ' << i;
  }
  expect_same(forward_of<T>(least, {0, infinite, 0}), {0.5, 0, 0.5}, "softmin");
  expect_same(forward_of<T>(least, {0, -infinite}), {NAN, NAN}, "softmin");
  expect_same(forward_of<T>(least, {infinite, infinite}), {NAN, NAN}, "softmin");
  expect_same(forward_of<T>(least, {0, NAN}), {NAN, NAN}, "softmin");
}

TYPED_TEST(kin, softmax_one_has_one_more_element) {
  using T = TypeParam;
  const activation f = find("softmax_one");
  for (const double spread : {0.1, 3.0, 40.0}) {
    std::vector<T> x = row_of_normal<T>(50, spread, 3), with_zero = x;
    with_zero.push_back(make<T>(0));
    const auto y = f(x), want = find("softmax")(with_zero);
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      // Either within 0.501 ulp, in double 0.8.
      const double ulp =
          value_of(want[i]) - value_of(from_bits<T>(to_bits(want[i]) - (to_bits(want[i]) > 0)));
      EXPECT_LE(std::fabs(value_of(y[i]) - value_of(want[i])), 1.6 * ulp) << spread << ' ' << i;
      sum += value_of(y[i]);
    }
    EXPECT_LE(sum, 1.02);  // bf16 has 2^-9 for each of a few
  }
  expect_same(forward_of<T>(f, {0}), {0.5}, "{0}");
  expect_same(forward_of<T>(f, {-infinite, -infinite}), {0, 0}, "−∞");  // published code: NaN
  expect_same(forward_of<T>(f, {-infinite, 0}), {0, 0.5}, "−∞, 0");
  expect_same(forward_of<T>(f, {infinite, 0}), {NAN, NAN}, "∞");
  expect_same(forward_of<T>(f, {NAN, 0}), {NAN, NAN}, "NaN");
  expect_same(forward_of<T>(f, {300, 300}), {0.5, 0.5}, "large");
  const std::vector<T> nothing = numbers<T>({-infinite, -infinite}), dy = numbers<T>({1, 2});
  EXPECT_TRUE(same_bits(result_of(f, operation::backward, nothing, dy), numbers<T>({0, 0}), dy));
}

// Published code shifts by the largest element, not by what the 1 is too: e^88 and more overflows.
TEST(softmax_one, of_small_numbers_keeps_them) {
  const std::vector<float> y = find("softmax_one")(std::vector<float>{-100, -90});
  EXPECT_EQ(y[0], 3.78350585e-44f);  // e^-100, subnormal
  EXPECT_EQ(y[1], 8.19401262e-40f);  // e^-90
}

TYPED_TEST(kin, sparsemax_of_rows_worked_by_hand) {
  using T = TypeParam;
  const activation f = find("sparsemax");
  expect_same(forward_of<T>(f, {5}), {1}, "one");
  expect_same(forward_of<T>(f, {0.5, 0}), {0.75, 0.25}, "two");
  expect_same(forward_of<T>(f, {2, 1, 0.5}), {1, 0, 0}, "a lead of 1 takes all, a tie with the threshold");
  expect_same(forward_of<T>(f, {0, 0, 0, 0}), {0.25, 0.25, 0.25, 0.25}, "ties");
  expect_same(forward_of<T>(f, {1, 1, 0.5, -8}), {0.5, 0.5, 0, 0}, "ties at the top, one at the threshold");
  expect_same(forward_of<T>(f, {0.25, 0.5, 0.25, -infinite}), {0.25, 0.5, 0.25, 0},
              "what is a distribution stays");
  expect_same(forward_of<T>(f, {2, infinite}), {NAN, NAN}, "∞");
  expect_same(forward_of<T>(f, {-infinite, -infinite}), {NAN, NAN}, "−∞");
  expect_same(forward_of<T>(f, {2, NAN}), {NAN, NAN}, "NaN");
  expect_same(forward_of<T>(f.with("temperature", 2), {1, 0}), {0.75, 0.25}, "temperature");

  const auto dx = [&](const char* text, const std::vector<double>& x, const std::vector<double>& dy,
                      operation op) {
    std::vector<double> wide;
    for (const T v : result_of(find(text), op, numbers<T>(x), numbers<T>(dy))) wide.push_back(value_of(v));
    return wide;
  };
  const operation backward = operation::backward, from_output = operation::backward_from_output;
  expect_same(dx("sparsemax", {0.5, 0, -4}, {3, 1, 9}, backward), {1, -1, 0}, "support of two");
  expect_same(dx("sparsemax(temperature=0.5)", {0.25, 0, -4}, {3, 1, 9}, backward), {2, -2, 0}, "rate 2");
  expect_same(dx("sparsemax", {1, 1, 0.5, -8}, {2, 4, 8, 8}, backward), {-1, 1, 0, 0}, "a tie is outside");
  expect_same(dx("sparsemax", {0.5, 0, -4}, {3, 1, NAN}, backward), {1, -1, 0}, "nothing comes from outside");
  expect_same(dx("sparsemax", {0.5, 0, -4}, {3, 1, infinite}, backward), {1, -1, 0}, "not even ∞");
  expect_same(dx("sparsemax", {0.5, 0, -4}, {infinite, 1, 1}, backward), {NAN, -infinite, 0}, "∞ inside");
  expect_same(dx("sparsemax", {0.5, NAN, -4}, {1, 1, 1}, backward), {NAN, NAN, NAN}, "NaN");
  expect_same(dx("sparsemax", {0.75, 0.25, 0}, {3, 1, 9}, from_output), {1, -1, 0}, "from the output");
  expect_same(dx("sparsemax", {NAN, 0.25, 0}, {3, 1, 9}, from_output), {NAN, NAN, NAN}, "NaN output");
  expect_same(dx("sparsemax", {0, 0}, {3, 1}, from_output), {0, 0}, "no support");
  const double most = value_of(largest<T>());
  expect_same(dx("sparsemax", {0, 0, 0, 0}, {most, most, most, most}, backward), {0, 0, 0, 0}, "no overflow");
}

// Long rows, dense and sparse, and one whose elements the steps leave out one after the other.
TEST(sparsemax, sums_to_one_whatever_the_row) {
  std::vector<std::vector<double>> rows;
  for (const double spread : {1e-6, 0.01, 1.0, 50.0})
    rows.push_back(row_of_normal<double>(100000, spread, 5));
  std::vector<double> falling(1000);
  for (std::size_t i = 0; i < falling.size(); ++i) falling[i] = -1 + std::ldexp(1.0, -static_cast<int>(i));
  rows.push_back(falling);
  for (const std::vector<double>& x : rows) {
    const std::vector<double> y = find("sparsemax")(x);
    EXPECT_NEAR(std::accumulate(y.begin(), y.end(), 0.0), 1, 1e-11);  // 10^5 additions of 2^-53
    double least_inside = infinite, most_outside = -infinite;
    for (std::size_t i = 0; i < x.size(); ++i)
      (y[i] > 0 ? least_inside = std::min(least_inside, x[i]) : most_outside = std::max(most_outside, x[i]));
    EXPECT_GT(least_inside, most_outside);
  }
}

TYPED_TEST(kin, logsumexp_of_special_rows) {
  using T = TypeParam;
  const activation f = find("logsumexp");
  EXPECT_EQ(forward_of<T>(f, {5})[0], 5);
  EXPECT_EQ(forward_of<T>(f, {-infinite})[0], -infinite);
  EXPECT_EQ(forward_of<T>(f, {-infinite, 3})[0], 3);
  EXPECT_EQ(forward_of<T>(f, {3, infinite, -infinite})[0], infinite);
  EXPECT_TRUE(std::isnan(forward_of<T>(f, {infinite, NAN})[0]));
  EXPECT_EQ(forward_of<T>(f, {1000, 1000})[0], value_of(rounded_once<T>(1000 + std::log(2.0L))));
  EXPECT_EQ(forward_of<T>(f, {-1000, -1000})[0], value_of(rounded_once<T>(-1000 + std::log(2.0L))));
  EXPECT_TRUE(f(std::vector<T>{}).empty());

  // A row beside others, a row of nothing.
  const std::vector<T> x = numbers<T>({0, 1, -2, infinite, 4, 4});
  EXPECT_EQ(value_of(f(x, 2)[1]), infinite);
  EXPECT_EQ(to_bits(f(x, 2)[2]), to_bits(f(numbers<T>({4, 4}))[0]));
  std::vector<T> three(3);
  f.compute(operation::forward, hillock::call<T>{.x = {}, .out = three, .shape = {3, 0, 1}});
  for (const T v : three) EXPECT_EQ(value_of(v), -infinite);

  // dx = dy·softmax; an infinite dy meets positive numbers, and 0 where x is −∞.
  const auto dx = [&](const std::vector<double>& row, double dy) {
    std::vector<double> wide;
    for (const T v :
         result_of(f, operation::backward, numbers<T>(row), std::vector<T>(row.size(), make<T>(dy))))
      wide.push_back(value_of(v));
    return wide;
  };
  expect_same(dx({0, 0, -infinite}, 3), {1.5, 1.5, 0}, "gradient");
  expect_same(dx({0, -2000, -infinite}, infinite), {infinite, infinite, NAN}, "∞");
  expect_same(dx({0, 0}, NAN), {NAN, NAN}, "NaN");
  expect_same(dx({0, infinite}, 1), {NAN, NAN}, "∞ in x");
  EXPECT_FALSE(f.has_backward_from_output());
}

// Exponentials that add up to 1 but for 2^-19: those of 40 bits would leave 21 right ones of the logarithm.
// The truth is good to 2^-43 of it.
TEST(logsumexp, keeps_its_digits_where_its_terms_cancel) {
  for (int i = 0; i < 50; ++i) {
    const float a = -0.5f - static_cast<float>(i) / 128, b = -1.5f;
    const double rest = std::log(1 - std::exp(a) - std::exp(b));
    const float c = static_cast<float>(std::round(std::ldexp(rest, 15)) * 0x1p-15);
    const long double sum = std::exp(static_cast<long double>(a)) + std::exp(static_cast<long double>(b)) +
                            std::exp(static_cast<long double>(c));
    EXPECT_EQ(find("logsumexp")(std::vector<float>{a, b, c})[0], static_cast<float>(std::log1p(sum - 1)))
        << i;
  }
  // 9.5 million ulp elsewhere: log of a rounded sum.
  EXPECT_EQ(find("logsumexp")(std::vector<float>{0, -50})[0], 1.92874985e-22f);
}

}  // namespace
}  // namespace functions_test
