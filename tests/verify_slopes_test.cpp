// SPDX-License-Identifier: Apache-2.0
// What the functions promise of the slopes that gradients are made of, and what the loops rely on: how far
// `slope` on lanes with spare bits, and `precise_slope`, are from the truth.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include "functions_support.hpp"
#include "simd/scalar.hpp"
#include "verify_truth.hpp"

namespace hillock::verify {
namespace {

namespace ft_slopes = functions_test;

/// |got − truth| / |truth|.
double relative_error(const real& truth, const real& got) {
  return mpfr_get_d((abs(got - truth) / abs(truth)).high(), MPFR_RNDU);
}

/// Where slopes are looked at: floats of all sizes, dense around 0 and over the range where slopes matter,
/// and the neighbours of the halfway points of the reduction by ln 2, where its remainder is largest.
std::vector<double> places(const math::domain& domain) {
  std::vector<double> x;
  for (const float v : ft_slopes::all_kinds<float>()) x.push_back(std::fabs(static_cast<double>(v)));
  philox random(11, "slopes");
  for (int i = 0; i < 20000; ++i) {
    x.push_back(static_cast<float>(200 * random.uniform()));
    x.push_back(static_cast<float>(2 * random.uniform()));
  }
  for (int k = 0; k < 600; ++k) {
    const auto half = static_cast<float>((k + 0.5) * 0.34657359027997264);
    for (const float v : {std::nextafter(half, 0.0F), half, std::nextafter(half, 1e9F)}) x.push_back(v);
  }
  std::erase_if(x, [&](double v) { return !std::isfinite(v) || v > domain.high || v < domain.low; });
  return x;
}

// The bounds leave a margin, so that no input that was not looked at exceeds them: 2 for `slope`, whose bound
// is analysis that the measurement confirms, and 2^3 for `precise_slope` (2^-98 stated).
template <class F>
void expect_slopes_within_bounds(std::size_t index) {
  if constexpr (requires { F::slope_error; }) {
    const double parameters[max_parameters]{};
    double worst = 0, worst_precise = 0, worst_rest = 0;
    for (const double x : places(F::slope_domain)) {
      const real truth = exact_at(index, x, parameters).slope;
      const auto quick = F::slope(simd::scalar<double, true>(x));
      worst = std::max(worst, relative_error(truth, real(quick.v)));
      const auto precise = F::precise_slope(simd::scalar<double>(x));
      const real sum = real(precise.high.v) + real(precise.low.v);
      const double off = relative_error(truth, sum);
      if (off > 0x1p-101) {  // allowed where the rest is relative to a slope that is nearly a short number
        const real rest = truth - real(precise.high.v);
        worst_rest = std::max(worst_rest, x < 0x1p-13 ? relative_error(rest, real(precise.low.v)) : 1);
      } else {
        worst_precise = std::max(worst_precise, off);
      }
    }
    RecordProperty(std::string(F::about.name) + "_slope", std::to_string(std::log2(worst)));
    RecordProperty(std::string(F::about.name) + "_precise", std::to_string(std::log2(worst_precise)));
    EXPECT_LE(worst, F::slope_error / 2) << F::about.name;
    EXPECT_LE(worst_precise, 0x1p-101) << F::about.name;
    EXPECT_LE(worst_rest, 0x1p-50) << F::about.name;
    std::printf("%s: slope 2^%.2f, precise 2^%.2f, rest 2^%.2f\n", std::string(F::about.name).c_str(),
                std::log2(worst), std::log2(worst_precise), std::log2(worst_rest));
  }
}

TEST(Slopes, AreWithinTheErrorsThatBackwardReliesOn) {
  [&]<class... F>(activations::type_list<F...>) {
    std::size_t index = 0;
    (expect_slopes_within_bounds<F>(index++), ...);
  }(activations::list{});
}

}  // namespace
}  // namespace hillock::verify
#endif
