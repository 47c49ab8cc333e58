// SPDX-License-Identifier: Apache-2.0
// A function states how far its formula in double may be off, and the loops keep that out of the results:
// here x times the root of one half, by a factor that is wrong in its 40th bit, whose double-double formula
// is right.
#include <limits>

#include "functions_made.hpp"
#include "kernel/kernels_of.hpp"
#include "kernel/precise.hpp"
#include "simd/scalar.hpp"

namespace functions_test {
namespace {

struct shorter {
  static constexpr hillock::card about{.name = "shorter", .formula = "x / sqrt(2)", .smoothness = 1};
  static constexpr double value_error = 0x1p-38, slope_error = value_error;

  template <class V>
  static V value(V x) {
    if constexpr (V::spare_bits)
      return x * V(0x1.6a09e667f3bcdp-1 * (1 + 0x1p-39));
    else
      return x * V(0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55);
  }
  template <class V>
  static V slope(V) {
    return value(V(1));
  }
};

class of_shorter {
 public:
  hillock::activation get() const { return activation_.get(); }

 private:
  hillock::kernel::precise_results precise_ = hillock::kernel::precise_results_of<shorter>::table();
  made_activation activation_{
      shorter::about, hillock::kernel::make_block_kernels<hillock::simd::scalar_lanes, shorter>(&precise_)};
};

/// Whether that is v / √2, or nobody knows: long double has 64 digits or more.
template <class T>
bool is_shorter(T got, double v) {
  const long double y = static_cast<long double>(v) * std::sqrt(0.5L), slack = std::fabs(y) * 0x1p-61L;
  const T low = rounded_once<T>(y - slack), high = rounded_once<T>(y + slack);
  return to_bits(low) != to_bits(high) || to_bits(got) == to_bits(low);
}

template <class T>
class precise_results : public ::testing::Test {};
TYPED_TEST_SUITE(precise_results, element_types);

TYPED_TEST(precise_results, are_taken_where_the_error_that_a_function_states_would_show) {
  using T = TypeParam;
  const of_shorter function;
  const hillock::activation f = function.get();
  std::vector<T> x, dy;
  hillock::philox random(3, "shorter");
  for (int i = 0; i < 200000; ++i)
    x.push_back(make<T>(random.normal())), dy.push_back(make<T>(random.normal()));
  for (const std::string_view isa : hillock::isas()) {
    const on_path here(isa);
    const std::vector<T> y = result_of(f, operation::forward, x, dy),
                         dx = result_of(f, operation::backward, x, dy),
                         d = result_of(f, operation::slope, x, dy);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      wrong += !is_shorter(y[i], value_of(x[i]));
      wrong += !is_shorter(d[i], 1);
      if (sizeof(T) < 8) wrong += !is_shorter(dx[i], value_of(dy[i]));  // f64: two roundings
    }
    EXPECT_EQ(wrong, 0U) << isa;
  }
}

TYPED_TEST(precise_results, leave_infinities_zeros_and_nan_alone) {
  using T = TypeParam;
  const of_shorter function;
  const hillock::activation f = function.get();
  const T inf = infinity<T>(), minus = make<T>(-std::numeric_limits<double>::infinity());
  const std::vector<T> x{inf, minus, make<T>(0), make<T>(-0.0), make<T>(std::nan(""))}, y = f(x);
  EXPECT_EQ(to_bits(y[0]), to_bits(inf));
  EXPECT_EQ(to_bits(y[1]), to_bits(minus));
  EXPECT_EQ(to_bits(y[2]), to_bits(x[2]));
  EXPECT_EQ(to_bits(y[3]), to_bits(x[3]));
  EXPECT_TRUE(is_nan(y[4]));
}

}  // namespace
}  // namespace functions_test
