// SPDX-License-Identifier: Apache-2.0
// Softmax and log_softmax at the ends of the numbers: infinite and NaN gradients, sums that overflow, terms
// below the smallest number. One rule for all element types, the same bits on every path.
#include "functions_support.hpp"

namespace functions_test {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// `op` on one row of T, for every instruction set; fails where they differ.
template <class T>
std::vector<double> row_of(const char* name, operation op, const std::vector<double>& x,
                           const std::vector<double>& dy) {
  std::vector<T> narrow_x, narrow_dy, first;
  for (const double v : x) narrow_x.push_back(make<T>(v));
  for (const double v : dy) narrow_dy.push_back(make<T>(v));
  for (const std::string_view isa : hillock::isas()) {
    const on_path path(isa);
    const std::vector<T> out = result_of(hillock::find(name), op, narrow_x, narrow_dy);
    if (first.empty()) first = out;
    EXPECT_TRUE(same_bits(out, first, narrow_x)) << name << " on " << isa;
  }
  std::vector<double> wide;
  for (const T v : first) wide.push_back(value_of(v));
  return wide;
}

void expect_row(const std::vector<double>& got, const std::vector<double>& want, const std::string& what) {
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_TRUE(got[i] == want[i] || (std::isnan(got[i]) && std::isnan(want[i])))
        << what << " [" << i << "]: " << got[i] << " instead of " << want[i];
  }
}

template <class T>
class rows_at_the_ends : public ::testing::Test {
 protected:
  static void backward(const char* name, const std::vector<double>& x, const std::vector<double>& dy,
                       const std::vector<double>& want) {
    expect_row(row_of<T>(name, operation::backward, x, dy), want, std::string(name) + " backward");
  }
  static void from_output(const char* name, const std::vector<double>& y, const std::vector<double>& dy,
                          const std::vector<double>& want) {
    expect_row(row_of<T>(name, operation::backward_from_output, y, dy), want,
               std::string(name) + " backward_from_output");
  }
};
TYPED_TEST_SUITE(rows_at_the_ends, element_types);

// p·(dy − Σ p·dy) and dy − p·Σ dy in IEEE 754's arithmetic, p the exact number: positive but for x = −∞.
TYPED_TEST(rows_at_the_ends, infinite_gradients) {
  this->backward("softmax", {0, 0, 0}, {inf, 1, 1}, {nan, -inf, -inf});
  this->backward("softmax", {0, 0, 0}, {1, -inf, 1}, {inf, nan, inf});
  this->backward("softmax", {0, 0, 0}, {inf, -inf, 1}, {nan, nan, nan});
  this->backward("softmax", {0, -2000, 0}, {1, inf, 2}, {-inf, nan, -inf});  // e^-2000 > 0
  this->backward("softmax", {0, -2000, 0}, {inf, 1, 2}, {nan, -inf, -inf});
  this->backward("softmax", {0, -inf, 0}, {inf, 1, 2}, {nan, nan, -inf});  // 0·∞
  this->backward("softmax", {0, -inf, 0}, {1, inf, 2}, {nan, nan, nan});
  this->backward("log_softmax", {0, 0, 0}, {inf, 1, 1}, {nan, -inf, -inf});
  this->backward("log_softmax", {0, 0, 0}, {1, -inf, 1}, {inf, nan, inf});
  this->backward("log_softmax", {0, 0, 0}, {inf, -inf, 1}, {nan, nan, nan});
  this->backward("log_softmax", {0, -2000, 0}, {1, inf, 2}, {-inf, nan, -inf});
  this->backward("log_softmax", {0, -2000, 0}, {inf, 1, 2}, {nan, -inf, -inf});
  this->backward("log_softmax", {0, -inf, 0}, {1, inf, 2}, {-inf, nan, -inf});
  this->from_output("softmax", {0.5, 0.25, 0.25}, {inf, 1, 1}, {nan, -inf, -inf});
  this->from_output("softmax", {0.5, 0, 0.5}, {inf, 1, 1}, {nan, nan, -inf});
  this->from_output("softmax", {0.5, 0, 0.5}, {1, inf, 1}, {nan, nan, nan});
  this->from_output("log_softmax", {-1, -1, -2000}, {inf, 1, 1}, {nan, -inf, -inf});
  this->from_output("log_softmax", {-1, -1, -inf}, {inf, 1, 1}, {nan, -inf, nan});
}

TYPED_TEST(rows_at_the_ends, infinite_gradients_in_long_rows) {
  for (const std::size_t n : {17u, 100u, 300u, 5000u}) {
    const std::vector<double> x(n, 0.5), y(n, -std::log(static_cast<double>(n)));
    std::vector<double> dy(n, 2), want(n, -inf);
    dy[n / 2] = inf, want[n / 2] = nan;
    for (const char* name : {"softmax", "log_softmax"}) this->backward(name, x, dy, want);
    this->from_output("log_softmax", y, dy, want);
    this->from_output("softmax", x, dy, want);
    dy[n - 1] = -inf, want.assign(n, nan);
    for (const char* name : {"softmax", "log_softmax"}) this->backward(name, x, dy, want);
  }
}

TYPED_TEST(rows_at_the_ends, nan_gives_nan) {
  for (const char* name : {"softmax", "log_softmax"}) {
    this->backward(name, {0, 0, 0}, {nan, 1, 1}, {nan, nan, nan});
    this->backward(name, {0, -inf, 0}, {1, nan, 1}, {nan, nan, nan});
    this->backward(name, {0, nan, 0}, {0, 0, 0}, {nan, nan, nan});
    this->backward(name, {0, inf, 0}, {0, 0, 0}, {nan, nan, nan});
    this->backward(name, {-inf, -inf}, {0, 0}, {nan, nan});
    this->from_output(name, {-1, -1}, {nan, 1}, {nan, nan});
  }
  this->from_output("softmax", {nan, 0}, {0, 0}, {nan, nan});
  this->from_output("log_softmax", {nan, -inf}, {0, 1}, {nan, 1});
}

// Payloads of every kind in every argument: one NaN comes out, whatever the path.
TYPED_TEST(rows_at_the_ends, there_is_one_nan) {
  using T = TypeParam;
  const T the_nan = make<T>(nan);
  hillock::philox random(8, "payloads");
  constexpr std::size_t n = 37;
  std::vector<T> x(n), y(n), dy(n);
  for (std::size_t round = 0; round < 400; ++round) {
    for (std::size_t i = 0; i < n; ++i) {
      const auto any = [&] { return (std::uint64_t{random.bits()} << 32) + random.bits(); };
      x[i] = from_bits<T>(any()), y[i] = from_bits<T>(any()), dy[i] = from_bits<T>(any());
      if (i % 3 == 0) y[i] = from_bits<T>(any() | to_bits(infinity<T>()));
      if (round % 2 == 0) dy[i] = make<T>(random.normal());
    }
    for (const char* name : {"softmax", "log_softmax"}) {
      for (const operation op : {operation::forward, operation::backward, operation::backward_from_output}) {
        std::vector<T> want;
        const std::vector<T>& in = op == operation::backward_from_output ? y : x;
        for (const std::string_view isa : hillock::isas()) {
          const on_path path(isa);
          const std::vector<T> out = result_of(hillock::find(name), op, in, dy);
          if (want.empty()) want = out;
          ASSERT_TRUE(same_bits(out, want, in)) << name << " on " << isa;
          for (std::size_t i = 0; i < n; ++i) {
            ASSERT_TRUE(is_nan(out[i]) || !is_nan(in[i])) << name << ", operation " << static_cast<int>(op);
            ASSERT_TRUE(!is_nan(out[i]) || to_bits(out[i]) == to_bits(the_nan)) << name << " on " << isa;
          }
        }
      }
    }
  }
}

// The sum of the gradients may be too large for T, or even for a double, where the result is not.
TYPED_TEST(rows_at_the_ends, sums_of_large_gradients_do_not_overflow) {
  using T = TypeParam;
  const double most = value_of(largest<T>());
  for (const std::size_t n : {4u, 64u, 1024u}) {
    const std::vector<double> x(n, 0.0), zeros(n, 0.0), p(n, 1.0 / static_cast<double>(n));
    std::vector<double> dy(n, most);
    this->backward("log_softmax", x, dy, zeros);
    this->backward("softmax", x, dy, zeros);
    this->from_output("softmax", p, dy, zeros);
    for (std::size_t i = 0; i < n; i += 2) dy[i] = -most;
    this->backward("log_softmax", x, dy, dy);
    std::vector<double> shares = dy;
    for (double& v : shares) v /= static_cast<double>(n);
    this->backward("softmax", x, dy, shares);
    this->from_output("softmax", p, dy, shares);
  }
  this->backward("log_softmax", {0, 0}, {-most, 0}, {-most / 2, most / 2});
  this->backward("softmax", {0, 0}, {most, -most}, {most / 2, -most / 2});
  this->backward("log_softmax", {-inf, 0, 0}, {most, most / 2, most / 2}, {most, -most / 2, -most / 2});
  this->backward("log_softmax", {-inf, 0, -inf}, {most, most, most}, {most, -inf, most});  // −2·most
}

TEST(rows_of_doubles, keep_what_is_below_the_smallest_number) {
  for (const std::size_t terms : {1u, 5u, 1000u, 5000u}) {
    std::vector<double> x(terms + 1, -745.2);
    x[0] = 0;
    // e^-745.2 is 0.46770… of the smallest number: log1p of their sum is the sum.
    const double want = -std::nearbyint(0.467704 * static_cast<double>(terms)) * 0x1p-1074;
    EXPECT_EQ(row_of<double>("log_softmax", operation::forward, x, x)[0], want) << terms << " terms";
  }
  EXPECT_EQ(row_of<double>("softmax", operation::forward, {0, -745.0}, {0, 0})[1], 0x1p-1074);
  EXPECT_EQ(row_of<double>("softmax", operation::forward, {0, -745.2}, {0, 0})[1], 0);
  EXPECT_EQ(row_of<double>("softmax", operation::forward, {0, 0, -745.0}, {0, 0, 0})[2], 0);  // 0.286
}

}  // namespace
}  // namespace functions_test
