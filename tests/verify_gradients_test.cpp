// SPDX-License-Identifier: Apache-2.0
// Gradients of the elementwise functions against MPFR: backward in f64, backward_from_output in every type,
// and what becomes of an infinite dy. f32, f16 and bf16 backward: verify_backward_test.cpp.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include "functions_support.hpp"
#include "kernel/formula.hpp"
#include "verify_truth.hpp"

namespace hillock::verify {
namespace {

namespace ft = functions_test;
using ft::operation;

/// An activation of ft::elementwise(), its place in the list, and its parameters as elements of T see them.
struct candidate {
  activation f;
  std::size_t index;
  double parameters[max_parameters]{};
};

template <class T>
std::vector<candidate> candidates() {
  std::vector<candidate> list;
  for (const activation& f : ft::elementwise()) {
    candidate c{f, 0};
    while (all()[c.index].card().name != f.card().name) ++c.index;
    const auto& known = f.card().parameters;
    for (std::size_t i = 0; i < known.size(); ++i)
      c.parameters[i] = kernel::parameter_of<T>(f.parameter(known[i].name));
    list.push_back(c);
  }
  return list;
}

/// Every `step`th of all kinds of finite numbers.
template <class T>
std::vector<T> finite_numbers(std::size_t step) {
  const std::vector<T> all = ft::all_kinds<T>();
  std::vector<T> some;
  for (std::size_t i = 0; i < all.size(); i += step) {
    if (std::isfinite(ft::value_of(all[i]))) some.push_back(all[i]);
  }
  return some;
}

template <class T>
class Gradients : public testing::Test {};
TYPED_TEST_SUITE(Gradients, ft::element_types);

// dx = dy·f'(x) for dy = ±∞: f'(x) counts as the real number it is, so that ±∞ comes out wherever it is not
// 0; at x = ±∞ it is its limit. 0·∞ is NaN, but a flat side lets nothing pass.
TYPED_TEST(Gradients, OfInfinityDependOnTheRealSlope) {
  using T = TypeParam;
  const double inf = std::numeric_limits<double>::infinity();
  std::vector<T> x = finite_numbers<T>(sizeof(T) == 2 ? 41 : 23);
  std::erase_if(x, [](T v) { return std::fabs(ft::value_of(v)) > 0x1p300; });  // whose cube has a logarithm
  for (const double v : {inf, -inf, 0.0, -0.0, 1000.0, -1000.0}) x.push_back(ft::make<T>(v));
  for (const candidate& c : candidates<T>()) {
    const bool flat = c.f.card().flat;
    for (const std::string_view isa : isas()) {
      const ft::on_path path(isa);
      for (const double sign : {1.0, -1.0}) {
        const auto dx =
            ft::result_of(c.f, operation::backward, x, std::vector<T>(x.size(), ft::make<T>(sign * inf)));
        for (std::size_t i = 0; i < x.size(); ++i) {
          const double at = ft::value_of(x[i]), got = ft::value_of(dx[i]);
          double slope = 0;
          if (std::isinf(at)) {
            slope = true_result(c.index, at, c.parameters, format_of<double>).slope.number;
          } else {
            slope = sign_of_slope(c.index, at, c.parameters);
          }
          if (slope != 0) {
            ASSERT_EQ(got, slope * sign * inf) << c.f.to_string() << " at " << at << " on " << isa;
          } else if (flat) {
            ASSERT_EQ(ft::to_bits(dx[i]), 0U) << c.f.to_string() << " at " << at << " on " << isa;
          } else {
            ASSERT_TRUE(std::isnan(got)) << c.f.to_string() << " at " << at << " on " << isa;
          }
        }
      }
    }
  }
}

// In units of 2^-53 of |f'|·|dy| beyond the rounding of the product: twice the error of the slope in ulp, and
// 1 for a product that is rounded in the binade next to the truth's. Exact slopes leave one rounding.
TEST(GradientsOfDoubles, AreWithinTheErrorOfTheSlope) {
  const std::vector<double> x = finite_numbers<double>(29);
  std::vector<double> dy(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) dy[i] = x[(i * 7919 + 13) % x.size()];
  for (const candidate& c : candidates<double>()) {
    const double error = c.f.card().f64_slope.ulp, bound = error == 0 ? 0 : 2 * error + 1;
    const std::vector<double> dx = ft::result_of(c.f, operation::backward, x, dy);
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (fades_at(c.index, x[i], c.parameters)) {
        ASSERT_EQ(dx[i], 0) << c.f.to_string() << " at " << x[i];
        continue;
      }
      const real slope = exact_at(c.index, x[i], c.parameters).slope, d(dy[i]);
      // A slope is rounded to a double for itself only where that does not show.
      const real factor = std::fabs(dy[i]) > 1 ? abs(slope) : size_of_factor(slope);
      const distance off = distance_from(slope * d, dx[i], format_of<double>, factor * abs(d));
      ASSERT_LE(off.beyond, bound) << std::hexfloat << c.f.to_string() << " at " << x[i]
                                   << ", dy = " << dy[i];
    }
  }
}

// The formula is the derivative: at the exact output it gives the exact slope.
TEST(GradientsFromOutput, AreTheSlopeAtTheInput) {
  const auto formulas = slopes_from_output(activations::list{});
  for (const candidate& c : candidates<double>()) {
    if (!c.f.has_backward_from_output()) continue;
    for (double x = -20; x <= 20; x += 0.15625) {
      const dual<real> exact = exact_at(c.index, x, c.parameters);
      const real off = formulas[c.index](exact.value, c.parameters).r - exact.slope;
      EXPECT_LT(mpfr_get_d(abs(off).high(), MPFR_RNDU), 0x1p-200) << c.f.to_string() << " at " << x;
    }
  }
}

// And the kernel evaluates it at the rounded output with at most two roundings (1 unit each, in f64's lanes),
// and 1 for a result in the binade next to the truth's, before the last one.
TYPED_TEST(Gradients, FromOutputAreWithinRoundings) {
  using T = TypeParam;
  const auto formulas = slopes_from_output(activations::list{});
  const std::vector<T> x = finite_numbers<T>(sizeof(T) == 2 ? 17 : 23);
  std::vector<T> dy(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) dy[i] = x[(i * 7919 + 13) % x.size()];
  for (const candidate& c : candidates<T>()) {
    if (!c.f.has_backward_from_output()) continue;
    const std::vector<T> y = ft::result_of(c.f, operation::forward, x, x);
    const std::vector<T> dx = ft::result_of(c.f, operation::backward_from_output, y, dy);
    real::precision() = truth_bits;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!std::isfinite(ft::value_of(y[i]))) continue;
      const real slope = formulas[c.index](enclosure(ft::value_of(y[i])), c.parameters).r;
      const real d(ft::value_of(dy[i]));
      const distance off =
          distance_from(slope * d, ft::value_of(dx[i]), format_of<T>, size_of_factor(slope) * abs(d));
      ASSERT_LE(off.beyond, 3) << std::hexfloat << c.f.to_string() << " at y = " << ft::value_of(y[i])
                               << ", dy = " << ft::value_of(dy[i]);
    }
  }
}

}  // namespace
}  // namespace hillock::verify
#endif
