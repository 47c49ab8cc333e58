// SPDX-License-Identifier: Apache-2.0
// dx = dy·f'(x) is rounded once: against MPFR, with gradients of every size and such as put the product next
// to the middle between two numbers, on every path.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include "functions_support.hpp"
#include "kernel/formula.hpp"
#include "verify_truth.hpp"

namespace hillock::verify {
namespace {

namespace ft = functions_test;
using ft::operation;

/// A function with its parameters as elements of T see them, and the operation to test.
struct subject {
  activation f;
  std::size_t index;
  double parameters[max_parameters]{};
  operation op;

  /// The exact slope at x, or at the output x.
  real slope_at(double x) const {
    static const auto from_output = slopes_from_output(activations::list{});
    if (op == operation::backward) return exact_at(index, x, parameters).slope;
    real::precision() = truth_bits;
    return from_output[index](enclosure(x), parameters).r;
  }
  bool fades(double x) const { return op == operation::backward && fades_at(index, x, parameters); }
  std::string name() const { return ft::name_of(f, op); }
};

template <class T>
std::vector<subject> subjects() {
  std::vector<subject> list;
  for (const activation& f : ft::elementwise()) {
    for (const operation op : {operation::backward, operation::backward_from_output}) {
      if (op == operation::backward_from_output && !f.has_backward_from_output()) continue;
      subject s{f, 0, {}, op};
      while (all()[s.index].card().name != f.card().name) ++s.index;
      const auto& known = f.card().parameters;
      for (std::size_t i = 0; i < known.size(); ++i)
        s.parameters[i] = kernel::parameter_of<T>(f.parameter(known[i].name));
      list.push_back(s);
    }
  }
  return list;
}

template <class T>
struct pair {
  T x, dy;
};

/// Numbers of every size, and for some x the dy that put dy·f'(x) next to a middle, normal and subnormal
/// ones.
template <class T>
std::vector<pair<T>> pairs_for(const subject& s, const std::vector<T>& all) {
  std::vector<pair<T>> pairs;
  philox random(7, "pairs");
  const auto any = [&] { return all[random.below(static_cast<std::uint32_t>(all.size()))]; };
  for (int i = 0; i < 10000; ++i) pairs.push_back({any(), any()});
  for (int i = 0; i < 3000; ++i) {
    const T x = i % 4 == 0 ? any() : ft::make<T>(8 * random.normal());
    if (!std::isfinite(ft::value_of(x)) || s.fades(ft::value_of(x))) continue;
    const real slope = s.slope_at(ft::value_of(x));
    if (mpfr_sgn(slope.low()) * mpfr_sgn(slope.high()) <= 0) continue;
    const T target = i % 2 ? any() : ft::from_bits<T>(random.below(64));
    if (!std::isfinite(ft::value_of(target))) continue;
    const T next = ft::from_bits<T>(ft::to_bits(target) + 1);
    if (!std::isfinite(ft::value_of(next))) continue;
    const real middle = (real(ft::value_of(target)) + real(ft::value_of(next))) / real(2.0);
    const double dy = mpfr_get_d((middle / slope).low(), MPFR_RNDN);
    if (!(std::fabs(dy) <= ft::value_of(ft::largest<T>()))) continue;
    const auto bits = ft::to_bits(ft::make<T>(dy));
    for (const int step : {-1, 0, 1}) {
      const T near = ft::from_bits<T>(static_cast<ft::bits_of<T>>(bits + static_cast<ft::bits_of<T>>(step)));
      pairs.push_back({x, near});
    }
  }
  std::erase_if(pairs, [](const pair<T>& p) {
    return !std::isfinite(ft::value_of(p.x)) || !std::isfinite(ft::value_of(p.dy));
  });
  return pairs;
}

template <class T>
class Backward : public testing::Test {};
using rounded_types = testing::Types<float, f16, bf16>;
TYPED_TEST_SUITE(Backward, rounded_types);

TYPED_TEST(Backward, IsRoundedOnce) {
  using T = TypeParam;
  for (const subject& s : subjects<T>()) {
    std::vector<T> x, dy;
    for (const auto& p : pairs_for<T>(s, ft::all_kinds<T>())) x.push_back(p.x), dy.push_back(p.dy);
    const std::vector<T> dx = ft::result_of(s.f, s.op, x, dy);
    for (const std::string_view isa : isas()) {
      const ft::on_path path(isa);
      EXPECT_TRUE(ft::same_bits(ft::result_of(s.f, s.op, x, dy), dx, x)) << s.name() << " on " << isa;
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double at = ft::value_of(x[i]);
      if (s.fades(at)) {
        ASSERT_EQ(ft::value_of(dx[i]), 0);
        continue;
      }
      if (ft::value_of(dy[i]) == 0) {  // also times what MPFR has no number for
        ASSERT_EQ(ft::value_of(dx[i]), 0) << s.name() << " at " << at;
        continue;
      }
      const real truth = s.slope_at(at) * real(ft::value_of(dy[i]));
      ASSERT_TRUE(is_nearest(truth, dx[i]))
          << std::hexfloat << s.name() << " at " << at << ", dy = " << ft::value_of(dy[i]) << ": "
          << ft::value_of(dx[i]);
    }
  }
}

// Pairs that a slope rounded to double gets wrong: false ties of subnormal results, true ties, and products
// that a second rounding carries across a middle. At every place of an array, so in packs and in the tail;
// into an array of its own and in place.
template <class T>
void expect_pair(std::string_view name, std::uint32_t x, std::uint32_t dy, std::uint32_t want) {
  const activation f = find(name);
  constexpr std::size_t n = 67;
  for (const std::string_view isa : isas()) {
    const ft::on_path path(isa);
    for (std::size_t at = 0; at < n; ++at) {
      std::vector<T> xs(n, ft::make<T>(0.75)), dys(n, ft::make<T>(0.375));
      const std::vector<T> before = ft::result_of(f, operation::backward, xs, dys);
      xs[at] = ft::from_bits<T>(x), dys[at] = ft::from_bits<T>(dy);
      std::vector<T> wanted = before;
      wanted[at] = ft::from_bits<T>(want);
      ASSERT_TRUE(ft::same_bits(ft::result_of(f, operation::backward, xs, dys), wanted, xs))
          << name << ' ' << std::hex << x << ' ' << dy << " on " << isa;
      std::vector<T> over_dy = dys, over_x = xs;
      f.backward(xs, over_dy, over_dy);
      f.backward(over_x, dys, over_x);
      ASSERT_TRUE(ft::same_bits(over_dy, wanted, xs)) << name << ", over dy, on " << isa;
      ASSERT_TRUE(ft::same_bits(over_x, wanted, xs)) << name << ", over x, on " << isa;
    }
  }
}

TEST(BackwardOfKnownPairs, IsRoundedOnce) {
  expect_pair<float>("sigmoid", 0x00000001, 0x00000006, 0x00000001);
  expect_pair<float>("sigmoid", 0x3243305a, 0x0061d8f6, 0x0018763d);
  expect_pair<float>("sigmoid", 0xbdd29e91, 0x4b69d472, 0x4a693673);
  expect_pair<bf16>("sigmoid", 0x0001, 0x0006, 0x0001);
  expect_pair<float>("tanh", 0x41c90d73, 0xb440cf2d, 0x9106fc31);
  expect_pair<float>("softsign", 0x5a800000, 0x2b400000, 0x00000001);
  expect_pair<f16>("softsign", 0x4880, 0x05aa, 0x000e);  // 1450/100 = 14.5: to even
  // dy/x² is 1.5 units and dy/(1 + x)² a hair below that: at x = 3·2^98 and 3·2^120, 7·2^110.
  expect_pair<float>("softsign", 0x71400000, 0x58d80000, 0x00000001);
  expect_pair<float>("softsign", 0x7c400000, 0x6ed80000, 0x00000001);
  expect_pair<float>("softsign", 0x77e00000, 0x66130000, 0x00000001);
  // 4dy/x² is half a unit, and a hair less with what x² lacks; dy/x³ is 1.5 units, at x = 3·2^60.
  expect_pair<float>("squareplus", 0xdff2e000, 0x35666c44, 0x00000000);
  expect_pair<float>("squareplus", 0xdff2e000, 0xb62cd133, 0x80000001);
  expect_pair<bf16>("squareplus", 0xec60, 0x5713, 0x0001);
  expect_pair<float>("isru", 0x5e400000, 0x51a20000, 0x00000001);
  expect_pair<float>("isrlu", 0xde400000, 0xd1a20000, 0x80000001);
  // Ties of dy/6: 0.5, 1.5 and 2.5 units; and 2.5 units with a hair more, dy·(1/2 + x/3).
  expect_pair<float>("hard_sigmoid", 0x00000000, 0x00000003, 0x00000000);
  expect_pair<float>("hard_sigmoid", 0x00000000, 0x00000009, 0x00000002);
  expect_pair<f16>("hard_sigmoid", 0xbc00, 0x800f, 0x8002);
  expect_pair<float>("hard_swish", 0x00000001, 0x00000005, 0x00000003);
  expect_pair<float>("hard_swish", 0x80000001, 0x00000005, 0x00000002);
}

TEST(BackwardOfDoubles, KeepsSlopesTooSmallForADouble) {
  const auto dx = [](std::string_view name, double x, double dy) {
    return ft::result_of(find(name), operation::backward, std::vector<double>{x}, std::vector<double>{dy})[0];
  };
  for (const std::string_view isa : isas()) {
    const ft::on_path path(isa);
    EXPECT_DOUBLE_EQ(dx("sigmoid", 750, 1e300), 1.9016849634750065398e-26) << isa;
    EXPECT_DOUBLE_EQ(dx("sigmoid", 740, 1e300), 4.1887398800480491594e-22) << isa;
    EXPECT_EQ(dx("sigmoid", 1e300, 1e308), 0) << isa;
    EXPECT_DOUBLE_EQ(dx("softsign", 1e200, 1e300), 1e-100) << isa;
    EXPECT_DOUBLE_EQ(dx("elliot", -1e200, 1e300), 5e-101) << isa;
    EXPECT_DOUBLE_EQ(dx("squareplus", -1e200, 1e300), 1e-100) << isa;
    EXPECT_EQ(dx("squareplus", 1e200, 1e300), 1e300) << isa;
    EXPECT_DOUBLE_EQ(dx("isru", -1e200, 1e300), 1e-300) << isa;
    EXPECT_DOUBLE_EQ(dx("isrlu", -1e200, 1e300), 1e-300) << isa;
    EXPECT_EQ(dx("isrlu", 1e200, 1e300), 1e300) << isa;
  }
}

// The card's bound holds for pairs of all sizes, and its own pair attains it.
TEST(BackwardOfDoubles, IsAsExactAsTheCardSays) {
  for (const activation& f : all()) {
    const card& about = f.card();
    if (about.of_rows) continue;
    subject s{f, 0, {}, operation::backward};
    while (all()[s.index].card().name != about.name) ++s.index;
    for (std::size_t i = 0; i < about.parameters.size(); ++i) s.parameters[i] = about.parameters[i].standard;
    const measured_gradient& stated = about.f64_backward;
    philox random(13, "gradients of doubles");
    std::vector<double> x{stated.x}, dy{stated.dy};
    for (int i = 0; i < 30000; ++i) {
      const double u = 2 * random.uniform() - 1;
      x.push_back(i % 3 == 0 ? u : i % 3 == 1 ? 50 * u : 1480 * u);
      const int exponent = static_cast<int>(random.below(i % 3 == 2 ? 2000 : 40)) - (i % 3 == 2 ? 977 : 20);
      dy.push_back(std::ldexp(1 + random.uniform(), exponent));
    }
    const std::vector<double> dx = ft::result_of(f, operation::backward, x, dy);
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (s.fades(x[i])) {
        ASSERT_EQ(dx[i], 0) << std::hexfloat << about.name << " at " << x[i] << ", dy = " << dy[i];
        continue;
      }
      const real truth = s.slope_at(x[i]) * real(dy[i]);
      const double off = distance_from(truth, dx[i], format_of<double>, abs(truth)).ulps;
      ASSERT_LE(off, stated.ulp) << std::hexfloat << about.name << " at " << x[i] << ", dy = " << dy[i];
      if (i == 0 && stated.ulp > 0.5) {
        EXPECT_NEAR(off, stated.ulp, 0.0011) << about.name;
      }
    }
  }
}

// e^-740 is subnormal and times 1e300 an ordinary number.
TEST(BackwardOfRowsOfDoubles, KeepsProbabilitiesTooSmallForADouble) {
  using row = std::vector<double>;
  const double product = 4.1887398800480491594e-22;  // e^-740·1e300
  const auto expect_row = [](std::string_view name, operation op, const row& x, const row& dy, double want) {
    for (const std::string_view isa : isas()) {
      const ft::on_path path(isa);
      row dx(x.size()), over_dy = dy;
      const activation f = find(name);
      for (row* out : {&dx, &over_dy}) {
        const row& d = out == &dx ? dy : over_dy;
        if (op == operation::backward)
          f.backward(std::span(x), std::span(d), std::span(*out), x.size());
        else
          f.backward_from_output(std::span(x), std::span(d), std::span(*out), x.size());
        EXPECT_DOUBLE_EQ((*out)[1], want) << name << " on " << isa;
      }
    }
  };
  expect_row("softmax", operation::backward, {0, -740}, {0, 1e300}, product);
  expect_row("softmax", operation::backward, {0, -740}, {1e300, 0}, -product);
  expect_row("log_softmax", operation::backward, {0, -740}, {1e300, 1e-22}, 1e-22 - product);
  expect_row("log_softmax", operation::backward_from_output, {0, -740}, {1e300, 1e-22}, 1e-22 - product);
  // A maximum beside which 708 is rounded away: e^-768·1e300.
  expect_row("softmax", operation::backward, {0x1p60, 0x1p60 - 768}, {0, 1e300}, 2.896262347454892423362e-34);
  // e^-707.5 is normal, a thousandth of it is not.
  row crowd(1001), dy(1001);
  crowd[1] = -707.5, dy[1] = 1e300;
  expect_row("softmax", operation::backward, crowd, dy, 5.453232991066741893637e-11);
  // y > 0, which no output is, counts as 0, whatever else is in the row.
  expect_row("log_softmax", operation::backward_from_output, {-1, 0.5}, {1, 1}, 1 - 2.0);
  expect_row("log_softmax", operation::backward_from_output, {-720, 0.5}, {1, 1}, 1 - 2.0);
}

}  // namespace
}  // namespace hillock::verify
#endif
