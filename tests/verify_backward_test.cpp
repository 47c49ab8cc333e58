// SPDX-License-Identifier: Apache-2.0
// dx = dy·f'(x) is rounded once: against MPFR, with gradients of every size and such as put the product next
// to the middle between two numbers, on every path.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include "functions_support.hpp"
#include "verify_truth.hpp"

namespace hillock::verify {
namespace {

namespace ft = functions_test;
using ft::operation;

/// Whether `got` is the number of the format nearest to the truth, of two equally near ones the even one.
template <class T>
bool is_nearest(const real& truth, T got) {
  const auto odd = [](T v) { return (ft::to_bits(v) & 1) != 0; };
  const double number = ft::value_of(got);
  if (std::isinf(number)) return overflows(truth, std::signbit(number), format_of<T>);
  if (mpfr_zero_p(truth.low()) && mpfr_zero_p(truth.high())) return number == 0;
  const double size = std::fabs(number);
  const T positive = ft::make<T>(size);
  // Half-way to both neighbours; the last step, to infinity, is as wide as the one before.
  const double above = positive == ft::largest<T>()
                           ? size - ft::value_of(ft::from_bits<T>(ft::to_bits(positive) - 1))
                           : ft::value_of(ft::from_bits<T>(ft::to_bits(positive) + 1)) - size;
  const double below = size == 0 ? above : size - ft::value_of(ft::from_bits<T>(ft::to_bits(positive) - 1));
  const real off = std::signbit(number) ? -truth - real(size) : truth - real(size);
  // Straddling the middle with 320 bits is being the middle: no other product comes so close (2^-170 of
  // itself).
  const auto allowed = [&](const real& beyond) {
    return mpfr_sgn(beyond.low()) > 0 ? false : mpfr_sgn(beyond.high()) < 0 ? true : !odd(got);
  };
  return allowed(off - real(above / 2)) && allowed(-off - real(below / 2));
}

template <class T>
struct pair {
  T x, dy;
};

/// Numbers of every size, and for some x the dy that put dy·f'(x) next to a middle, normal and subnormal
/// ones.
template <class T>
std::vector<pair<T>> pairs_for(std::size_t index, const std::vector<T>& all) {
  std::vector<pair<T>> pairs;
  const double parameters[max_parameters]{};
  philox random(7, "pairs");
  const auto any = [&] { return all[random.below(static_cast<std::uint32_t>(all.size()))]; };
  for (int i = 0; i < 20000; ++i) pairs.push_back({any(), any()});
  for (int i = 0; i < 4000; ++i) {
    const T x = i % 4 == 0 ? any() : ft::make<T>(8 * random.normal());
    if (!std::isfinite(ft::value_of(x)) || fades_at(index, ft::value_of(x), parameters)) continue;
    const real slope = exact_at(index, ft::value_of(x), parameters).slope;
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

std::size_t index_of(std::string_view name) {
  std::size_t i = 0;
  while (all()[i].card().name != name) ++i;
  return i;
}

template <class T>
class Backward : public testing::Test {};
using rounded_types = testing::Types<float, f16, bf16>;
TYPED_TEST_SUITE(Backward, rounded_types);

TYPED_TEST(Backward, IsRoundedOnce) {
  using T = TypeParam;
  for (const activation& f : all()) {
    if (f.card().of_rows || !f.card().parameters.empty()) continue;
    const std::size_t index = index_of(f.card().name);
    const double parameters[max_parameters]{};
    std::vector<T> x, dy;
    for (const auto& p : pairs_for<T>(index, ft::all_kinds<T>())) x.push_back(p.x), dy.push_back(p.dy);
    const std::vector<T> dx = ft::result_of(f, operation::backward, x, dy);
    for (const std::string_view isa : isas()) {
      const ft::on_path path(isa);
      EXPECT_TRUE(ft::same_bits(ft::result_of(f, operation::backward, x, dy), dx, x)) << isa;
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double at = ft::value_of(x[i]);
      if (fades_at(index, at, parameters)) {
        ASSERT_EQ(ft::value_of(dx[i]), 0);
        continue;
      }
      const real truth = exact_at(index, at, parameters).slope * real(ft::value_of(dy[i]));
      ASSERT_TRUE(is_nearest(truth, dx[i]))
          << std::hexfloat << f.to_string() << " at " << at << ", dy = " << ft::value_of(dy[i]) << ": "
          << ft::value_of(dx[i]);
    }
  }
}

// Pairs that a slope rounded to double gets wrong: false ties of subnormal results, true ties, and products
// that a second rounding carries across a middle.
template <class T>
void expect_pair(std::string_view name, std::uint32_t x, std::uint32_t dy, std::uint32_t want) {
  for (const std::string_view isa : isas()) {
    const ft::on_path path(isa);
    const auto dx = ft::result_of(find(name), operation::backward, std::vector<T>{ft::from_bits<T>(x)},
                                  std::vector<T>{ft::from_bits<T>(dy)});
    EXPECT_EQ(ft::to_bits(dx[0]), want) << name << ' ' << std::hex << x << ' ' << dy << " on " << isa;
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
  }
}

}  // namespace
}  // namespace hillock::verify
#endif
