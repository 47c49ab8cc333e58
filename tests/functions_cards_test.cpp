// SPDX-License-Identifier: Apache-2.0
// A card is a claim: every field that can be checked is, for every function in the list.
#include <algorithm>

#include "functions_support.hpp"
#include "hillock/activation.hpp"

namespace functions_test {
namespace {

std::vector<hillock::activation> standard() {
  std::vector<hillock::activation> result;
  for (const hillock::activation& f : hillock::all()) {
    if (!f.card().of_rows) result.push_back(f);
  }
  return result;
}

/// Every number of a 16-bit type in increasing order, 2^21 floats (every 16381st, and 8 neighbours of each),
/// or a grid of doubles; from −inf to +inf, without NaN.
template <class T>
std::vector<T> in_order() {
  std::vector<T> x;
  if constexpr (std::is_same_v<T, double>) {
    for (int k = 1023; k >= 10; --k) x.push_back(-std::ldexp(1.0, k));
    for (int i = -200000; i <= 200000; ++i) x.push_back(i / 256.0);
    for (int k = 10; k <= 1023; ++k) x.push_back(std::ldexp(1.0, k));
  } else {
    const auto top = static_cast<std::uint64_t>(to_bits(infinity<T>()));
    const std::uint64_t sign = std::uint64_t{1} << (8 * sizeof(T) - 1), step = sizeof(T) == 4 ? 16381 : 1;
    std::vector<T> positive;
    for (std::uint64_t b = 0; b <= top; b += step) {
      for (std::uint64_t k = 0; k < (step == 1 ? 1 : 8) && b + k <= top; ++k)
        positive.push_back(from_bits<T>(b + k));
    }
    if (to_bits(positive.back()) != top) positive.push_back(infinity<T>());
    for (std::size_t i = positive.size(); i > 0; --i)
      x.push_back(from_bits<T>(sign | to_bits(positive[i - 1])));
    x.insert(x.end(), positive.begin(), positive.end());
  }
  return x;
}

/// From 1 to the next number.
template <class T>
double spacing() {
  return value_of(from_bits<T>(to_bits(make<T>(1)) + 1)) - 1;
}

template <class T>
class cards : public ::testing::Test {};
TYPED_TEST_SUITE(cards, element_types);

TYPED_TEST(cards, outputs_lie_in_the_range_and_fill_it) {
  using T = TypeParam;
  const std::vector<T> x = in_order<T>();
  for (const hillock::activation& f : standard()) {
    const std::vector<T> y = result_of(f, operation::forward, x, x);
    double low = value_of(y[0]), high = low;
    for (std::size_t i = 0; i < y.size(); ++i) {
      ASSERT_FALSE(is_nan(y[i])) << f.to_string() << " at " << value_of(x[i]);
      low = std::min(low, value_of(y[i])), high = std::max(high, value_of(y[i]));
    }
    const hillock::interval range = f.card().range;
    // Rounding is monotone: what lies in the range rounds into the rounded range.
    EXPECT_GE(low, value_of(make<T>(range.low))) << f.to_string();
    EXPECT_LE(high, value_of(make<T>(range.high))) << f.to_string();
    if (std::isfinite(range.low)) {
      EXPECT_NEAR(low, value_of(make<T>(range.low)), 1e-3) << f.to_string();
    }
    if (std::isfinite(range.high)) {
      EXPECT_NEAR(high, value_of(make<T>(range.high)), 1e-3) << f.to_string();
    }
  }
}

// In double, where errors stay below one unit in the last place but are not zero, a descent by one unit may
// show.
TYPED_TEST(cards, monotone_functions_never_descend) {
  using T = TypeParam;
  const std::vector<T> x = in_order<T>();
  for (const hillock::activation& f : standard()) {
    const std::vector<T> y = result_of(f, operation::forward, x, x);
    bool descends = false;
    for (std::size_t i = 1; i < y.size(); ++i) {
      double before = value_of(y[i - 1]);
      if (std::is_same_v<T, double>)
        before = std::nextafter(before, -std::numeric_limits<double>::infinity());
      descends |= value_of(y[i]) < before;
    }
    EXPECT_EQ(descends, !f.card().monotone) << f.to_string();
  }
}

TYPED_TEST(cards, zero_centred_functions_are_odd) {
  using T = TypeParam;
  const std::vector<T> x = in_order<T>();
  const bits_of<T> sign = to_bits(make<T>(-0.0));
  std::vector<T> mirrored(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) mirrored[i] = from_bits<T>(to_bits(x[i]) ^ sign);
  for (const hillock::activation& f : standard()) {
    const std::vector<T> y = result_of(f, operation::forward, x, x);
    const std::vector<T> z = result_of(f, operation::forward, mirrored, x);
    // A function that is 0 around 0 may have one zero there, as PyTorch's shrinks; else -0 gives -0.
    const T zero = result_of<T>(f, operation::forward, {make<T>(-0.0)}, {make<T>(0)})[0];
    const bool one_zero = to_bits(zero) == 0 && value_of(result_of<T>(f, operation::forward, {make<T>(0.25)},
                                                                      {make<T>(0)})[0]) == 0;
    bool odd = true;
    for (std::size_t i = 0; i < y.size(); ++i) {
      odd &=
          (one_zero && value_of(y[i]) == 0) ? value_of(z[i]) == 0 : to_bits(y[i]) == (to_bits(z[i]) ^ sign);
    }
    EXPECT_EQ(odd, f.card().zero_centred) << f.to_string();
  }
}

TYPED_TEST(cards, no_slope_is_steeper_than_the_lipschitz_bound_and_one_reaches_it) {
  using T = TypeParam;
  const std::vector<T> x = in_order<T>();
  for (const hillock::activation& f : standard()) {
    double steepest = 0;
    for (const T d : result_of(f, operation::slope, x, x))
      steepest = std::max(steepest, std::fabs(value_of(d)));
    // Slopes are rounded; where the steepest side ends in a kink, the last x before it is a step away.
    const double bound = f.card().lipschitz, step = f.card().smoothness == 0 ? spacing<T>() : 0;
    EXPECT_LE(steepest, value_of(make<T>(bound))) << f.to_string();
    EXPECT_GE(steepest, (0.999 - step) * value_of(make<T>(bound))) << f.to_string();
  }
}

// On a grid of spacing 2^-10 the slope of a smooth function moves by at most its curvature times that; at a
// kink it jumps.
TEST(cards, kinks_are_where_the_slope_jumps) {
  std::vector<double> x;
  for (int i = -16384; i <= 16384; ++i) x.push_back(i / 1024.0 + 0x1p-20);
  const auto steepest = [](const std::vector<double>& y) {
    double most = 0;
    for (std::size_t i = 1; i < y.size(); ++i) most = std::max(most, std::fabs(y[i] - y[i - 1]));
    return most;
  };
  for (const hillock::activation& f : standard()) {
    if (f.card().lipschitz > 100) continue;            // steep enough to look like a jump
    if (f.card().smoothness != hillock::card::jump) {  // step jumps between two pieces of slope 0
      EXPECT_EQ(steepest(result_of(f, operation::slope, x, x)) > 0.01, f.card().smoothness == 0)
          << f.to_string();
    }
    EXPECT_EQ(steepest(result_of(f, operation::forward, x, x)) > 0.25,
              f.card().smoothness == hillock::card::jump)
        << f.to_string();
  }
}

// Neighbours of which neither has a slope: no function without a flat side fades so far between −16 and 16.
TEST(cards, flat_sides_are_said) {
  std::vector<double> x;
  for (int i = -16384; i <= 16384; ++i) x.push_back(i / 1024.0);
  for (const hillock::activation& f : standard()) {
    const std::vector<double> d = result_of(f, operation::slope, x, x);
    bool flat = false;
    for (std::size_t i = 1; i < d.size(); ++i) flat = flat || (d[i] == 0 && d[i - 1] == 0);
    EXPECT_LE(flat, f.card().flat) << f.to_string();
  }
}

// The slope is the derivative of the value: central differences in double, whose error is about 1e-9, or
// where the third derivative is large (exponential) h²/6 of that.
TEST(cards, slopes_are_derivatives) {
  constexpr double h = 0x1p-17;
  for (const hillock::activation& f : elementwise()) {
    if (f.card().smoothness == hillock::card::jump) continue;  // its derivative is that of its pieces
    std::vector<double> x, left, right;
    for (double v = -8; v <= 8; v += 0.0371) x.push_back(v), left.push_back(v - h), right.push_back(v + h);
    const auto d = result_of(f, operation::slope, x, x), a = result_of(f, operation::forward, left, x),
               b = result_of(f, operation::forward, right, x);
    for (std::size_t i = 0; i < x.size(); ++i)
      EXPECT_NEAR((b[i] - a[i]) / (2 * h), d[i], 1e-8 * std::max(1.0, std::fabs(d[i]) / 100))
          << f.to_string() << " at " << x[i];
  }
}

TEST(cards, say_everything_a_reader_needs) {
  for (const hillock::activation& f : hillock::all()) {
    const hillock::card& c = f.card();
    EXPECT_FALSE(c.name.empty());
    EXPECT_FALSE(c.formula.empty()) << c.name;
    EXPECT_FALSE(c.good_for.empty()) << c.name;
    EXPECT_FALSE(c.bad_for.empty()) << c.name;
    EXPECT_FALSE(c.references.empty()) << c.name;
    EXPECT_LT(c.range.low, c.range.high) << c.name;
    for (const hillock::parameter& p : c.parameters) {
      EXPECT_FALSE(p.about.empty()) << c.name;
      EXPECT_LE(p.low, p.standard) << c.name;
      EXPECT_LE(p.standard, p.high) << c.name;
    }
    EXPECT_EQ(hillock::find(c.name), f);
  }
}

}  // namespace
}  // namespace functions_test
