// SPDX-License-Identifier: Apache-2.0
// A function that is made at run time is an activation like any other: nothing that calls it knows the
// difference.
#include <vector>

#include "functions_made.hpp"

namespace functions_test {
namespace {

// a·x·|x|, whose value in double is exact for narrower types but for the one multiplication by a; slope
// 2·a·|x|.
struct scaled_square {
  template <class From>
  static void value(const void* program, const From* x, double* y, std::size_t n,
                    const double* parameters) noexcept {
    for (std::size_t i = 0; i < n; ++i) y[i] = parameters[0] * (double{x[i]} * std::fabs(x[i]));
    const_cast<scaled_square*>(static_cast<const scaled_square*>(program))->seen += n;
  }
  template <class From>
  static void slope(const void*, const From* x, double* y, std::size_t n, const double* parameters) noexcept {
    for (std::size_t i = 0; i < n; ++i) y[i] = 2 * parameters[0] * double{std::fabs(x[i])};
  }
  std::size_t seen = 0;
};

class made {
 public:
  hillock::activation get() const { return activation_.get(); }
  std::size_t seen() const { return program_.seen; }

 private:
  scaled_square program_;
  hillock::card about_{.name = "scaled_square",
                       .formula = "a * x * |x|",
                       .parameters = {{.name = "a", .standard = 3, .about = "the scale"}}};
  made_activation activation_{about_,
                              {.value = &scaled_square::value<float>,
                               .slope = &scaled_square::slope<float>,
                               .double_value = &scaled_square::value<double>,
                               .double_slope = &scaled_square::slope<double>,
                               .program = &program_}};
};

template <class T>
class made_functions : public ::testing::Test {};
TYPED_TEST_SUITE(made_functions, element_types);

TYPED_TEST(made_functions, are_rounded_once_on_every_path_and_at_every_length) {
  using T = TypeParam;
  const made function;
  const hillock::activation f = function.get(), half = f.with("a", 0.5);
  for (const std::string_view isa : hillock::isas()) {
    const on_path here(isa);
    for (const std::size_t n : {1, 5, 16, 33, 255, 256, 257, 1000}) {
      std::vector<T> x(n), dy(n);
      hillock::philox random(n, "made");
      for (std::size_t i = 0; i < n; ++i) x[i] = make<T>(random.normal()), dy[i] = make<T>(random.normal());
      const std::vector<T> y = result_of(f, operation::forward, x, dy),
                           d = result_of(f, operation::slope, x, dy),
                           dx = result_of(half, operation::backward, x, dy);
      for (std::size_t i = 0; i < n; ++i) {
        const double v = value_of(x[i]);
        EXPECT_EQ(to_bits(y[i]), to_bits(rounded_once<T>(3 * (v * std::fabs(v))))) << isa << v;
        EXPECT_EQ(to_bits(d[i]), to_bits(rounded_once<T>(6 * std::fabs(v)))) << isa << v;
        EXPECT_EQ(to_bits(dx[i]), to_bits(rounded_once<T>(std::fabs(v) * value_of(dy[i])))) << isa << v;
      }
    }
  }
  EXPECT_GT(function.seen(), 0U);
}

TYPED_TEST(made_functions, keep_nan_and_know_one_for_zero_times_infinity) {
  using T = TypeParam;
  const made function;
  const hillock::activation f = function.get();
  const T payload = from_bits<T>(to_bits(infinity<T>()) + 5), zero = make<T>(0);
  const T quiet = from_bits<T>(to_bits(payload) | to_bits(make<T>(std::nan(""))));
  const std::vector<T> x{payload, zero, make<T>(1), make<T>(2)},
      dy{make<T>(1), infinity<T>(), payload, make<T>(3)};
  EXPECT_EQ(to_bits(result_of(f, operation::forward, x, dy)[0]), to_bits(quiet));
  const std::vector<T> dx = result_of(f, operation::backward, x, dy);
  EXPECT_EQ(to_bits(dx[0]), to_bits(quiet));
  EXPECT_EQ(to_bits(dx[1]), to_bits(make<T>(std::nan(""))));
  EXPECT_EQ(to_bits(dx[2]), to_bits(quiet));
  EXPECT_EQ(value_of(dx[3]), 36);
}

TEST(made_functions, have_names_parameters_and_channels_like_any_other) {
  const made function;
  const hillock::activation f = function.get();
  EXPECT_EQ(f.to_string(), "scaled_square");
  EXPECT_EQ(f.with("a", 0.25).to_string(), "scaled_square(a=0.25)");
  EXPECT_FALSE(f.has_backward_from_output());
  EXPECT_EQ(f(2.0F), 12.0F);
  const std::vector<double> scales{1, 10};
  const std::vector<float> x{1, 2, 1, 2};
  std::vector<float> y(4);
  f.compute(
      operation::forward,
      hillock::call<float>{.x = x, .dy = {}, .out = y, .shape = {1, 2, 2}, .parameters = scales, .mask = {}});
  EXPECT_EQ(y, (std::vector<float>{1, 4, 10, 40}));
}

}  // namespace
}  // namespace functions_test
