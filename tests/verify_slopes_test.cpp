// SPDX-License-Identifier: Apache-2.0
// What the functions promise of the slopes that gradients are made of, and what the loops rely on: how far
// `slope` on lanes with spare bits, and `precise_slope`, are from the truth.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include "functions_support.hpp"
#include "kernel/formula.hpp"
#include "math/double_double.hpp"
#include "simd/scalar.hpp"
#include "verify_truth.hpp"

namespace hillock::verify {
namespace {

namespace ft = functions_test;

/// |got − truth| / |truth|.
double relative_error(const real& truth, const real& got) {
  return mpfr_get_d((abs(got - truth) / abs(truth)).high(), MPFR_RNDU);
}

/// Where slopes are looked at: floats of all sizes, dense around 0 and over the range where slopes matter,
/// and the neighbours of the halfway points of the reduction by ln 2, where its remainder is largest.
std::vector<double> slope_inputs(const math::domain& domain) {
  const bool folded = domain.of != math::symmetry::none;
  std::vector<double> x;
  for (const float v : ft::all_kinds<float>()) x.push_back(std::fabs(static_cast<double>(v)));
  philox random(11, "slopes");
  for (int i = 0; i < 20000; ++i) {
    x.push_back(static_cast<float>(200 * random.uniform()));
    x.push_back(static_cast<float>(2 * random.uniform()));
  }
  for (int k = 0; k < 600; ++k) {
    const auto half = static_cast<float>((k + 0.5) * 0.34657359027997264);
    for (const float v : {std::nextafter(half, 0.0F), half, std::nextafter(half, 1e9F)}) x.push_back(v);
  }
  const std::size_t positive = folded ? 0 : x.size();
  for (std::size_t i = 0; i < positive; ++i) x.push_back(-x[i]);
  std::erase_if(x, [&](double v) { return !std::isfinite(v) || v > domain.high || v < domain.low; });
  return x;
}

// Nobody looked at the other inputs, so the stated bounds must leave a margin beyond what is found here: half
// as much again for `slope` (found 2^-47.06 for the logistic ones and 2^-51.85 for softsign), 4 times for
// `precise_slope` (2^-98 stated, 2^-101 found) and for its lower part next to 0, which is relative to what is
// missing from a short number (2^-50 stated, 2^-52.5 found).
constexpr double margin = 1.5, precise_margin = 4;

/// F's slope as the kernels see it, for its default parameters; in two parts F's own, or that on lanes of
/// double-double.
template <class F, class V>
V slope_of(V x) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    return F::slope(x, V(F::about.parameters[i].standard)...);
  }
  (std::make_index_sequence<F::about.parameters.size()>());
}
template <class F>
math::two_parts<simd::scalar<double>> precise_slope_of(simd::scalar<double> x) {
  if constexpr (requires { F::precise_slope(x); }) {
    return F::precise_slope(x);
  } else {
    return slope_of<F>(math::double_double<simd::scalar<double>>(x));
  }
}

/// On lanes of double-double what is next to a root is further off: 2^-94.4 was found for quick_gelu, 2^-26
/// from its root. There 24 bits of x and 24 of dy come no nearer to a tie than some 2^-52 of the product.
template <class F>
constexpr double precise_bound = requires(simd::scalar<double> x) {
  F::precise_slope(x);
}
? 0x1p-98 : 0x1p-92;

template <class F>
void expect_slopes_within_bounds(std::size_t index) {
  if constexpr (requires { F::slope_error; }) {
    double parameters[max_parameters]{};
    for (std::size_t i = 0; i < F::about.parameters.size(); ++i)
      parameters[i] = F::about.parameters[i].standard;
    double worst = 0, worst_precise = 0, worst_rest = 0;
    for (const double x : slope_inputs(kernel::domain_of<F, kernel::formula::slope>())) {
      const real truth = exact_at(index, x, parameters).slope;
      const auto precise = precise_slope_of<F>(simd::scalar<double>(x));
      const double rounded = slope_of<F>(simd::scalar<double, true>(x)).v;
      if (mpfr_zero_p(truth.low()) && mpfr_zero_p(truth.high())) {
        EXPECT_TRUE(rounded == 0 && precise.high.v == 0 && precise.low.v == 0)
            << F::about.name << " at " << x;
        continue;
      }
      // Too small, or too large, for any product with a float, and for a double.
      const double size = mpfr_get_d(abs(truth).high(), MPFR_RNDU);
      if (size < 1e-290 || size > 1e290) continue;
      worst = std::max(worst, relative_error(truth, real(rounded)));
      const real high(precise.high.v), low(precise.low.v);
      const double off = relative_error(truth, high + low);
      if (off * precise_margin > 0x1p-98 && std::fabs(x) < 0x1p-13) {
        worst_rest = std::max(worst_rest, relative_error(truth - high, low));
      } else {
        worst_precise = std::max(worst_precise, off);
      }
    }
    EXPECT_LE(worst * margin, F::slope_error) << F::about.name;
    EXPECT_LE(worst_precise * precise_margin, precise_bound<F>) << F::about.name;
    EXPECT_LE(worst_rest * precise_margin, 0x1p-50) << F::about.name;
  }
}

// From the output the bounds are those of one or two IEEE operations, so there is no margin to leave.
template <class F>
void expect_slopes_from_output_within_bounds(std::size_t index) {
  if constexpr (requires { F::slope_from_output_error; }) {
    static const auto exact = slopes_from_output(activations::list{});
    double worst = 0;
    for (const double y : slope_inputs({0, std::numeric_limits<double>::infinity()})) {
      real::precision() = truth_bits;
      const real truth = exact[index](enclosure(y), nullptr).r;
      if (mpfr_zero_p(truth.low())) continue;  // exact
      worst =
          std::max(worst, relative_error(truth, real(F::slope_from_output(simd::scalar<double, true>(y)).v)));
    }
    EXPECT_LE(worst, F::slope_from_output_error) << F::about.name;
  }
}

TEST(Slopes, AreWithinTheErrorsThatBackwardReliesOn) {
  [&]<class... F>(activations::type_list<F...>) {
    std::size_t index = 0;
    ((expect_slopes_within_bounds<F>(index), expect_slopes_from_output_within_bounds<F>(index), ++index),
     ...);
  }(activations::list{});
}

}  // namespace
}  // namespace hillock::verify
#endif
