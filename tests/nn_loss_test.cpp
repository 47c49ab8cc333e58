// SPDX-License-Identifier: Apache-2.0
#include "nn/loss.hpp"

#include <limits>

#include "math/log1p.hpp"
#include "nn_support.hpp"

namespace hillock::nn {
namespace {

using labels = std::vector<std::int32_t>;

template <class T>
matrix<T> rows_of(std::size_t columns, std::vector<T> values) {
  matrix<T> m(values.size() / columns, columns);
  m.values = std::move(values);
  return m;
}

struct losses : restore_dispatch {};

TEST_F(losses, softmax_cross_entropy_of_a_case_worked_by_hand) {
  // Two equal logits: p = ½, loss = ln 2. Logits 0 and ln 3: p = ¼, ¾.
  matrix<double> d;
  const double log3 = 1.0986122886681098, log2 = 0.6931471805599453;
  const double loss = softmax_cross_entropy(rows_of<double>(2, {5, 5, 0, log3}), labels{0, 1}, d);
  EXPECT_NEAR(loss, (log2 + (2 * log2 - log3)) / 2, 4e-16);  // 2 ulp: log3 is rounded, the sum too
  EXPECT_NEAR(d.values[0], -0.25, 1e-16);
  EXPECT_NEAR(d.values[1], 0.25, 1e-16);
  EXPECT_NEAR(d.values[2], 0.125, 1e-16);
  EXPECT_NEAR(d.values[3], -0.125, 1e-16);
}

TEST_F(losses, softmax_cross_entropy_does_not_cancel_at_saturation) {
  // softmax(50, 0) = 1 − 1.9287e-22: in plain arithmetic loss and gradient would be 0. Values from mpmath.
  matrix<float> d;
  const double loss = softmax_cross_entropy(rows_of<float>(2, {50, 0}), labels{0}, d);
  EXPECT_DOUBLE_EQ(loss, 1.928749847963917783e-22);
  EXPECT_FLOAT_EQ(d.values[0], -1.928749848e-22f);
  EXPECT_FLOAT_EQ(d.values[1], 1.928749848e-22f);
  EXPECT_DOUBLE_EQ(softmax_cross_entropy(rows_of<float>(3, {-1e30f, 1e30f, 0}), labels{2}, d), 1e30f);
}

// Products of backward with them would be subnormal. The loss itself keeps its value.
TEST_F(losses, gradients_too_small_to_move_a_weight_are_zero) {
  matrix<float> d;
  softmax_cross_entropy(rows_of<float>(2, {60, 0}), labels{0}, d);
  EXPECT_FLOAT_EQ(d.values[1], 8.756510763e-27f) << "e^-60 stays";
  EXPECT_DOUBLE_EQ(softmax_cross_entropy(rows_of<float>(2, {70, 0}), labels{0}, d), 3.975449735908647e-31);
  EXPECT_EQ(d.values, (std::vector<float>{0, 0}));
  EXPECT_DOUBLE_EQ(binary_cross_entropy(rows_of<float>(1, {-70}), labels{0}, d), 3.975449735908647e-31);
  EXPECT_EQ(d.values, std::vector<float>{0});
  matrix<double> wide;
  softmax_cross_entropy(rows_of<double>(2, {70, 0}), labels{0}, wide);
  EXPECT_DOUBLE_EQ(wide.values[1], 3.975449735908647e-31);
}

TEST_F(losses, softmax_cross_entropy_of_infinities_and_nan) {
  const float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  matrix<float> d;
  EXPECT_EQ(softmax_cross_entropy(rows_of<float>(2, {-inf, 3}), labels{1}, d), 0);
  EXPECT_EQ(d.values, (std::vector<float>{0, 0}));
  EXPECT_EQ(softmax_cross_entropy(rows_of<float>(2, {-inf, 3}), labels{0}, d), inf);
  for (const auto& row : {std::vector<float>{nan, 1, 2}, {1, 2, nan}, {inf, 0, 0}, {-inf, -inf, -inf}}) {
    EXPECT_TRUE(std::isnan(softmax_cross_entropy(rows_of<float>(3, row), labels{1}, d)));
    for (const float g : d.values) EXPECT_TRUE(std::isnan(g));
  }
  // A bad row spoils the mean, not its neighbours' gradients.
  softmax_cross_entropy(rows_of<float>(2, {1, 1, nan, 0, 1, 1}), labels{0, 0, 0}, d);
  EXPECT_EQ(d.values[0], -d.values[1]);
  EXPECT_FALSE(std::isnan(d.values[5]));
}

TEST_F(losses, gradients_of_softmax_sum_to_zero_per_row_and_losses_agree_with_the_definition) {
  philox random(1, "loss");
  for (const std::size_t columns : {2u, 3u, 10u, 100u}) {
    const auto logits = normal_matrix<double>(random, 37, columns);
    const auto truth = labels_below(random, 37, columns);
    matrix<double> d;
    const double loss = softmax_cross_entropy(logits, truth, d);
    long double sum = 0;
    for (std::size_t i = 0; i < 37; ++i) {
      long double total = 0, gradient = 0;
      for (std::size_t j = 0; j < columns; ++j) {
        total += std::exp(static_cast<long double>(logits(i, j)));
        gradient += d(i, j);
      }
      sum += std::log(total) - logits(i, static_cast<std::size_t>(truth[i]));
      EXPECT_NEAR(static_cast<double>(gradient), 0, 3e-16);  // sums of up to 100 terms, each rounded, over 37
    }
    EXPECT_NEAR(loss, static_cast<double>(sum / 37), 1e-15 * static_cast<double>(sum));
  }
}

TEST_F(losses, binary_cross_entropy_of_cases_worked_by_hand) {
  matrix<double> d;
  EXPECT_DOUBLE_EQ(binary_cross_entropy(rows_of<double>(1, {0}), labels{1}, d), 0.6931471805599453);
  EXPECT_DOUBLE_EQ(d.values[0], -0.5);
  EXPECT_DOUBLE_EQ(binary_cross_entropy(rows_of<double>(1, {-800}), labels{1}, d), 800);
  EXPECT_DOUBLE_EQ(d.values[0], -1);
  EXPECT_DOUBLE_EQ(binary_cross_entropy(rows_of<double>(1, {50}), labels{1}, d), 1.928749847963917783e-22);
  EXPECT_DOUBLE_EQ(d.values[0], -1.928749847963917783e-22);
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_EQ(binary_cross_entropy(rows_of<double>(1, {inf}), labels{1}, d), 0);
  EXPECT_EQ(d.values[0], 0);
  EXPECT_EQ(binary_cross_entropy(rows_of<double>(1, {inf}), labels{0}, d), inf);
  EXPECT_EQ(d.values[0], 1);
  EXPECT_TRUE(std::isnan(binary_cross_entropy(rows_of<double>(1, {std::nan("")}), labels{0}, d)));
  EXPECT_TRUE(std::isnan(d.values[0]));
}

TEST_F(losses, mean_squared_error_of_a_case_worked_by_hand) {
  matrix<float> d;
  const std::vector<float> targets{1, 2};
  EXPECT_EQ(mean_squared_error<float>(rows_of<float>(1, {3, 1.5f}), targets, d), (4 + 0.25) / 2);
  EXPECT_EQ(d.values, (std::vector<float>{2, -0.5f}));
}

template <class T>
void expect_same_losses_on_every_path() {
  philox random(2, "loss");
  for (std::size_t rows = 1; rows <= 40; ++rows) {
    const std::size_t columns = 2 + random.below(12);
    const auto many = normal_matrix<T>(random, rows, columns), one = normal_matrix<T>(random, rows, 1);
    const auto truth = labels_below(random, rows, 2);
    std::vector<double> expected, found;
    for (const std::string_view isa : isas()) {
      use(isa);
      found.clear();
      matrix<T> d;
      found.push_back(softmax_cross_entropy(many, truth, d));
      found.insert(found.end(), d.values.begin(), d.values.end());
      found.push_back(binary_cross_entropy(one, truth, d));
      found.insert(found.end(), d.values.begin(), d.values.end());
      if (expected.empty()) expected = found;
      EXPECT_EQ(first_difference(found, expected), -1)
          << isa << ' ' << rows << " rows, " << columns << " columns";
    }
  }
}

TEST_F(losses, have_the_same_bits_on_every_path) {
  expect_same_losses_on_every_path<float>();
  expect_same_losses_on_every_path<double>();
}

TEST_F(losses, refuse_what_does_not_fit) {
  matrix<float> d;
  EXPECT_THROW(softmax_cross_entropy(rows_of<float>(2, {1, 2}), labels{2}, d), std::invalid_argument);
  EXPECT_THROW(softmax_cross_entropy(rows_of<float>(2, {1, 2}), labels{-1}, d), std::invalid_argument);
  EXPECT_THROW(softmax_cross_entropy(rows_of<float>(2, {1, 2}), labels{0, 1}, d), std::invalid_argument);
  EXPECT_THROW(softmax_cross_entropy(rows_of<float>(1, {1, 2}), labels{0, 0}, d), std::invalid_argument);
  EXPECT_THROW(binary_cross_entropy(rows_of<float>(2, {1, 2}), labels{0}, d), std::invalid_argument);
  EXPECT_THROW(binary_cross_entropy(rows_of<float>(1, {1, 2}), labels{0, 2}, d), std::invalid_argument);
  EXPECT_THROW(mean_squared_error<float>(rows_of<float>(1, {1, 2}), std::vector<float>{1}, d),
               std::invalid_argument);
}

TEST(log1p, is_within_an_ulp_of_the_c_library_and_exact_at_its_edges) {
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_EQ(math::log1p(-1), -inf);
  EXPECT_EQ(math::log1p(inf), inf);
  EXPECT_TRUE(std::isnan(math::log1p(-1.5)));
  EXPECT_TRUE(std::isnan(math::log1p(std::nan(""))));
  EXPECT_TRUE(std::signbit(math::log1p(-0.0)));
  EXPECT_EQ(math::log1p(5e-324), 5e-324);
  philox random(3, "log1p");
  for (int i = 0; i < 200000; ++i) {
    const double x = std::ldexp(1 + random.uniform(), static_cast<int>(random.below(120)) - 60);
    for (const double v : {x, -x}) {
      if (v <= -1) continue;
      const double found = math::log1p(v);
      const double reference = static_cast<double>(std::log1p(static_cast<long double>(v)));
      // Ours is within 0.82 ulp; rounding the reference adds half an ulp.
      ASSERT_LE(std::abs(found - reference), std::abs(std::nextafter(reference, inf) - reference) * 1.01)
          << v;
    }
  }
}

}  // namespace
}  // namespace hillock::nn
