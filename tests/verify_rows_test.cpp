// SPDX-License-Identifier: Apache-2.0
// Functions of rows against MPFR, in every element type: forward, backward and backward_from_output.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include "functions_support.hpp"
#include "verify_truth.hpp"

namespace hillock::verify {
namespace {

namespace ft = functions_test;

std::vector<activation> functions_of_rows() {
  std::vector<activation> list;
  for (const activation& f : all()) {
    if (f.card().of_rows) list.push_back(f);
  }
  return list;
}

/// The largest distance of a row's results.
struct worst {
  double ulps = 0, beyond = 0;
};

template <class T>
worst worst_of(const activation& f, row_formula formula, const std::vector<T>& x, const std::vector<T>& dy) {
  static constexpr ft::operation operations[] = {ft::operation::forward, ft::operation::backward,
                                                 ft::operation::backward_from_output};
  const std::vector<T> out = ft::result_of(f, operations[static_cast<int>(formula)], x, dy);
  std::vector<double> wide_x, wide_dy, wide_out;
  for (std::size_t i = 0; i < x.size(); ++i) {
    wide_x.push_back(ft::value_of(x[i])), wide_dy.push_back(ft::value_of(dy[i]));
    wide_out.push_back(ft::value_of(out[i]));
  }
  worst w;
  for (const distance& d : distances_of_row(f.card().name, f.parameter("temperature"), formula, wide_x,
                                            wide_dy, wide_out, format_of<T>)) {
    w.ulps = std::max(w.ulps, d.ulps), w.beyond = std::max(w.beyond, d.beyond);
  }
  return w;
}

template <class T>
std::vector<T> normal_numbers(std::size_t n, double spread, std::string_view purpose, std::uint64_t seed) {
  philox random(seed, purpose);
  std::vector<T> x(n);
  for (T& v : x) v = ft::make<T>(spread * random.normal());
  return x;
}

struct shape {
  std::size_t columns;
  double spread;
};

/// Up to the lengths from which on f64's and other exponentials are computed twice; the truth of an element
/// takes microseconds, so that long rows come with one spread only.
std::vector<shape> shapes() {
  std::vector<shape> list{{2049, 5}, {4500, 3}};
  for (const std::size_t columns : {1u, 2u, 3u, 16u, 17u, 60u, 257u}) {
    for (const double spread : {1e-3, 0.1, 1.0, 5.0, 30.0, 300.0}) list.push_back({columns, spread});
  }
  return list;
}

/// With temperatures whose inverses are no numbers, and far from 1: rows of a few columns.
std::vector<activation> with_temperatures() {
  std::vector<activation> list;
  for (const activation& f : functions_of_rows()) {
    for (const double t : {0.7, 3.0, 1e-3, 1e3}) list.push_back(f.with("temperature", t));
  }
  return list;
}

template <class T>
class Rows : public testing::Test {};
TYPED_TEST_SUITE(Rows, ft::element_types);

/// 0.501 is what docs/accuracy.md promises for f32, f16 and bf16, and 1 of f64 at any temperature. The two
/// terms of logsumexp may cancel: in f64 its error beyond rounding is one in 2^-53 of these.
template <class T>
void expect_within_the_promise(const activation& f, std::size_t n, double spread, double of_double) {
  const auto x = normal_numbers<T>(n, spread * f.parameter("temperature"), "rows x", n);
  const worst w = worst_of<T>(f, row_formula::forward, x, x);
  const double promised = std::is_same_v<T, double> ? of_double : 0.501;
  const auto where = [&] {
    return f.to_string() + ", " + std::to_string(n) + " columns, spread " + std::to_string(spread);
  };
  if (std::is_same_v<T, double> && f.card().reduces)
    EXPECT_LE(w.beyond, 1) << where();
  else
    EXPECT_LE(w.ulps, promised) << where();
}

TYPED_TEST(Rows, ForwardIsWithinThePromise) {
  using T = TypeParam;
  for (const activation& f : functions_of_rows()) {
    for (const auto [n, spread] : shapes()) expect_within_the_promise<T>(f, n, spread, f.card().f64.ulp);
  }
  for (const activation& f : with_temperatures()) {
    for (const std::size_t n : {2u, 3u, 17u})
      for (const double spread : {0.1, 1.0, 30.0}) expect_within_the_promise<T>(f, n, spread, 1);
  }
}

// In units of 2^-53 of p·(|dy| + Σ p·|dy|), or |dy| + p·Σ |dy|, beyond the rounding of the result. f64: p has
// 1 (rounding and what is left of the sum's), the product, the difference and the sum 1/2 to 1 each.
// backward_from_output of log_softmax: e^y is within 1 ulp, which is 2. A temperature adds its rate, rounded,
// and one or two products. f32: exponentials of 40 bits are off by 2^13 of these, p by twice that, and the
// sum by as much. f16 and bf16 are rounded by way of a float, whose half unit is 2^28 of these.
template <class T>
void expect_gradients_within_roundings(const activation& f, std::size_t n, double spread, double of_double) {
  const double bound = std::is_same_v<T, double> ? of_double : sizeof(T) == 4 ? 0x1p15 : 0x1p15 + 0x1p28;
  const auto x = normal_numbers<T>(n, spread * f.parameter("temperature"), "rows x", n),
             dy = normal_numbers<T>(n, 3, "rows dy", n);
  EXPECT_LE(worst_of<T>(f, row_formula::backward, x, dy).beyond, bound)
      << f.to_string() << ", " << n << " columns, spread " << spread;
  if (!f.has_backward_from_output()) return;
  const auto y = ft::result_of(f, ft::operation::forward, x, x);
  EXPECT_LE(worst_of<T>(f, row_formula::backward_from_output, y, dy).beyond, bound)
      << f.to_string() << " from output, " << n << " columns, spread " << spread;
}

TYPED_TEST(Rows, GradientsAreWithinRoundingsOfTheirTerms) {
  using T = TypeParam;
  for (const activation& f : functions_of_rows()) {
    for (const auto [n, spread] : shapes()) expect_gradients_within_roundings<T>(f, n, spread, 4);
  }
  for (const activation& f : with_temperatures()) {
    for (const std::size_t n : {2u, 3u, 17u})
      for (const double spread : {0.1, 1.0, 30.0}) expect_gradients_within_roundings<T>(f, n, spread, 6);
  }
}

// Gradients of every size, up to where their sum is no double.
TEST(RowsOfDoubles, GradientsOfEverySizeAreWithinRoundingsOfTheirTerms) {
  philox random(5, "sizes");
  for (const activation& f : functions_of_rows()) {
    for (int round = 0; round < 200; ++round) {
      const auto x = normal_numbers<double>(21, 200, "rows x", static_cast<std::uint64_t>(round));
      std::vector<double> dy(x.size());
      const int range = round % 4 == 0 ? 2 : 2040;
      for (double& v : dy)
        v = std::ldexp(1.99 * random.uniform(), 1023 - static_cast<int>(random.below(range))) *
            (random.below(3) ? 1 : -1);
      const auto y = ft::result_of(f, ft::operation::forward, x, x);
      EXPECT_LE(worst_of<double>(f, row_formula::backward, x, dy).beyond, 4) << f.to_string() << ' ' << round;
      if (!f.has_backward_from_output()) continue;
      EXPECT_LE(worst_of<double>(f, row_formula::backward_from_output, y, dy).beyond, 4)
          << f.to_string() << " from output " << round;
    }
  }
}

// What the cards say of f64: no row of the search exceeds it, one comes within a tenth, and so does the row
// {0, x} of the card's x. The largest errors are those of results that are nearly subnormal and rounded
// twice.
TEST(RowsOfDoubles, ErrorsAreWhatTheCardSays) {
  constexpr double once_hard[][3] = {{-0x1.18aa292b2c423p-1, -0x1.5e4986d638fdcp+2, -0x1.ea75501e26ebfp+7},
                                     {-0x1.ce5a130affb3fp+1, -0x1.42c17baea04c4p+5, -0x1.ae73d5da42211p-1}};
  for (const activation& f : functions_of_rows()) {
    const double sign = f.card().name == "softmin" ? -1 : 1;
    const auto error_of = [&](const std::vector<double>& x) {
      return worst_of<double>(f, row_formula::forward, x, x).ulps;
    };
    const double on_card = f.card().f64.ulp;
    double found = 0, found_in_normal_rows = 0;
    for (const auto& row : once_hard) found = std::max(found, error_of({std::begin(row), std::end(row)}));
    philox random(6, "rows search");
    for (int round = 0; round < 6000; ++round) {
      // Few columns of every spread, so that errors do not average out; and sums of subnormal terms.
      std::vector<double> few(3), subnormal(9, 0.0);
      for (double& v : few) v = sign * std::ldexp(-random.uniform(), static_cast<int>(random.below(12)) - 2);
      for (std::size_t i = 1; i < 9; ++i)
        subnormal[i] = sign * (-708 - random.uniform() * (round % 2 ? 1 : 60));
      if (!f.card().reduces) found_in_normal_rows = std::max(found_in_normal_rows, error_of(few));
      found = std::max(found, error_of(subnormal));
    }
    EXPECT_LE(found_in_normal_rows, 0.6) << f.to_string();  // what docs/accuracy.md says of these
    found = std::max(found, found_in_normal_rows);
    EXPECT_LE(found, on_card) << f.to_string();
    EXPECT_GE(found, 0.9 * on_card) << f.to_string();
    EXPECT_GE(error_of({0, f.card().f64.at}), 0.9 * on_card) << f.to_string();
    EXPECT_LT(on_card, 1) << f.to_string();
  }
}

}  // namespace
}  // namespace hillock::verify
#endif
