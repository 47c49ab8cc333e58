// SPDX-License-Identifier: Apache-2.0
// Functions of rows: precision of long rows against long double (verify_rows_test.cpp: of others against
// MPFR), laws, special rows, and the same bits on every path and any number of threads.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "base/philox.hpp"
#include "hillock/hillock.hpp"
#include "strange_environment.hpp"

namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
const float not_a_number = std::numeric_limits<float>::quiet_NaN();

template <class T = float>
std::vector<T> random_row(std::size_t n, double spread, std::uint64_t seed) {
  hillock::philox random(seed, "row");
  std::vector<T> x(n);
  for (T& v : x) v = static_cast<T>(spread * random.normal());
  return x;
}

template <class T = float>
std::vector<T> forward_of(const char* name, const std::vector<T>& x, std::size_t columns = 0) {
  std::vector<T> y(x.size());
  hillock::find(name).forward(std::span<const T>(x), std::span<T>(y), columns);
  return y;
}

// Every function of rows, also with a temperature whose inverse is no number.
const std::vector<hillock::activation>& functions_of_rows() {
  static const std::vector<hillock::activation> list = [] {
    std::vector<hillock::activation> result;
    for (const hillock::activation& f : hillock::all()) {
      if (!f.card().of_rows) continue;
      result.push_back(f);
      result.push_back(f.with("temperature", 0.7));
    }
    return result;
  }();
  return list;
}

#if defined(__x86_64__)  // where long double has 64 bits of mantissa
struct reference {
  std::vector<long double> softmax, log_softmax;
};

// x87's 64-bit mantissa: 2^-63 relative per operation, so sums of 10^5 terms are good to 2^-46, 2^-23 ulp of
// a float.
template <class T>
reference textbook(const std::vector<T>& x) {
  long double m = -std::numeric_limits<long double>::infinity();
  for (T v : x) m = std::max(m, static_cast<long double>(v));
  long double rest = 0, ones = 0;
  for (T v : x) (v == m ? ones : rest) += std::exp(static_cast<long double>(v) - m);
  reference r;
  for (T v : x) {
    r.softmax.push_back(std::exp(static_cast<long double>(v) - m) / (ones + rest));
    r.log_softmax.push_back(static_cast<long double>(v) - m - std::log1p(ones - 1 + rest));
  }
  return r;
}

template <class T>
double ulps(T got, long double want) {
  int exponent;
  std::frexp(static_cast<double>(want), &exponent);
  const int last_place = sizeof(T) == 4 ? std::max(exponent - 24, -149) : std::max(exponent - 53, -1074);
  return static_cast<double>(std::fabs(static_cast<long double>(got) - want) * std::ldexp(1.0L, -last_place));
}
#endif

}  // namespace

// What docs/accuracy.md promises; long double exists as 80 bits on x86-64 only.
#if defined(__x86_64__)
TEST(rows, elements_are_within_0_501_ulp) {
  for (std::size_t n : {1u, 2u, 3u, 15u, 16u, 17u, 100u, 1000u, 4096u, 4097u, 128256u}) {
    for (double spread : {1e-3, 1.0, 5.0, 30.0, 100.0}) {
      const std::vector<float> x = random_row(n, spread, n);
      const reference want = textbook(x);
      const std::vector<float> p = forward_of("softmax", x), l = forward_of("log_softmax", x);
      double worst_p = 0, worst_l = 0;
      for (std::size_t i = 0; i < n; ++i) {
        worst_p = std::max(worst_p, ulps(p[i], want.softmax[i]));
        worst_l = std::max(worst_l, ulps(l[i], want.log_softmax[i]));
      }
      EXPECT_LE(worst_p, 0.501) << n << " columns, spread " << spread;
      EXPECT_LE(worst_l, 0.501) << n << " columns, spread " << spread;
    }
  }
}
#endif

// 128,256 columns (a language model's vocabulary) sum to 1 within 1e-6.
TEST(rows, probabilities_sum_to_one) {
  for (double spread : {0.0, 1.0, 10.0}) {
    double sum = 0;
    for (float p : forward_of("softmax", random_row(128256, spread, 7))) sum += static_cast<double>(p);
    EXPECT_NEAR(sum, 1, 1e-6) << "spread " << spread;
  }
}

// One element dominates: log of the rounded sum would be 0 (arXiv facts: 9.5 million ulp); −e^-50 is right.
TEST(rows, log_softmax_keeps_a_swamped_row) {
  const std::vector<float> l = forward_of("log_softmax", {50, 0});
  EXPECT_EQ(l[0], -1.92874985e-22f);  // −log1p(e^-50), from MPFR
  EXPECT_EQ(l[1], -50.0f);
}

TEST(rows, special_rows) {
  EXPECT_EQ(forward_of("softmax", {5}), std::vector<float>{1});
  for (float x : {5.0f, 0.0f, -0.0f}) {
    const float l = forward_of("log_softmax", {x})[0];
    EXPECT_TRUE(l == 0 && !std::signbit(l)) << x;
  }
  EXPECT_EQ(forward_of("softmax", {0, -inf, 0}), (std::vector<float>{0.5f, 0, 0.5f}));
  EXPECT_EQ(forward_of("log_softmax", {0, -inf}), (std::vector<float>{0, -inf}));
  for (const std::vector<float>& row :
       {std::vector<float>{-inf, -inf}, {1, inf, 2}, {1, not_a_number, 2}, {not_a_number}, {-inf}}) {
    for (const char* name : {"softmax", "log_softmax"}) {
      for (float y : forward_of(name, row)) EXPECT_TRUE(std::isnan(y)) << name;
    }
  }
  EXPECT_TRUE(forward_of("softmax", {}).empty());
  // A bad row leaves its neighbours alone.
  const std::vector<float> y = forward_of("softmax", {1, 1, not_a_number, 1, 1, 1}, 2);
  EXPECT_EQ(y[0], 0.5f);
  EXPECT_TRUE(std::isnan(y[2]) && std::isnan(y[3]));
  EXPECT_EQ(y[4], 0.5f);
}

TEST(rows, sizes_are_checked) {
  std::vector<float> x(6), y(6), z(5);
  EXPECT_THROW(hillock::find("softmax").forward(x, y, 4), std::invalid_argument);
  EXPECT_THROW(hillock::find("softmax").forward(x, z), std::invalid_argument);
  EXPECT_THROW(hillock::find("softmax").slope(x, y), std::invalid_argument);
}

// Central differences in f64. h = 2^-13 leaves a truncation error of about h²/6·f''' ≤ 1e-8, three times that
// at a temperature of 0.7, and rounding of 2^-53/h ≈ 1e-12.
TEST(rows, backward_is_the_gradient_of_forward) {
  constexpr std::size_t n = 21;
  hillock::philox random(3, "gradient");
  std::vector<double> x(n), dy(n), dx(n), from_output(n), y(n), moved(n), y1(n), y2(n);
  for (double& v : x) v = random.normal();
  for (double& v : dy) v = random.normal();
  for (const hillock::activation& f : functions_of_rows()) {
    if (f.card().reduces) continue;
    f.forward(x, y);
    f.backward(x, dy, dx);
    f.backward_from_output(y, dy, from_output);
    for (std::size_t i = 0; i < n; ++i) {
      constexpr double h = 0x1p-13;
      moved = x;
      moved[i] = x[i] + h;
      f.forward(moved, y1);
      moved[i] = x[i] - h;
      f.forward(moved, y2);
      double numeric = 0;
      for (std::size_t j = 0; j < n; ++j) numeric += dy[j] * (y1[j] - y2[j]) / (2 * h);
      EXPECT_NEAR(dx[i], numeric, 1e-7) << f << " at " << i;
      EXPECT_NEAR(from_output[i], dx[i], 2e-14)
          << f << " at " << i;  // y is rounded once more: 2^-53 of terms below 10
    }
  }
}

namespace {

// Runs every kernel of every function of rows on rows of T and returns all output bytes.
template <class T>
std::vector<unsigned char> all_outputs(
    const std::vector<float>& values, std::size_t columns,
    const std::vector<hillock::activation>& functions = functions_of_rows()) {
  std::vector<T> x(values.size()), dy(values.size()), out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    x[i] = T(values[i]);
    dy[i] = T(values[values.size() - 1 - i]);
  }
  std::vector<unsigned char> bytes;
  const auto keep = [&] {
    const auto* p = reinterpret_cast<const unsigned char*>(out.data());
    bytes.insert(bytes.end(), p, p + out.size() * sizeof(T));
  };
  using in = std::span<const T>;
  using to = std::span<T>;
  for (const hillock::activation& f : functions) {
    if (f.card().reduces) {
      const std::size_t rows = x.size() / columns;
      std::fill(out.begin(), out.end(), T(0));
      f.forward(in(x), to(out).first(rows), columns), keep();
      f.backward(in(x), in(dy).first(rows), to(out), columns), keep();
      continue;
    }
    f.forward(in(x), to(out), columns), keep();
    std::vector<T> y = out;
    f.backward(in(x), in(dy), to(out), columns), keep();
    f.backward_from_output(in(y), in(dy), to(out), columns), keep();
    out = x;
    f.forward(in(out), to(out), columns), keep();  // in place
  }
  return bytes;
}

template <class T>
std::vector<unsigned char> outputs_of_many_shapes() {
  std::vector<unsigned char> bytes;
  for (std::size_t columns : {1u, 2u, 7u, 15u, 16u, 17u, 31u, 33u, 64u, 1000u, 5000u}) {
    std::vector<float> x = random_row(3 * columns, 4, columns);
    x[0] = -inf;
    if (columns > 7) x[columns + 3] = not_a_number;
    const auto more = all_outputs<T>(x, columns);
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  return bytes;
}

template <class T>
void same_bits_everywhere(const char* type) {
  hillock::use("portable");
  const auto want = outputs_of_many_shapes<T>();
  for (std::string_view isa : hillock::isas()) {
    hillock::use(isa);
    EXPECT_TRUE(outputs_of_many_shapes<T>() == want) << type << " on " << isa;
    const std::vector<float> x = random_row(3 * 33, 4, 33);
    const auto in_the_standard_environment = all_outputs<T>(x, 33);
    const unsigned long before = environment_test::control();
    for (const unsigned long strange : environment_test::strange_environments()) {
      environment_test::set_control(strange);
      const auto got = all_outputs<T>(x, 33);
      environment_test::set_control(before);
      EXPECT_TRUE(got == in_the_standard_environment)
          << type << " on " << isa << " under control word " << std::hex << strange;
    }
  }
  hillock::use(hillock::isas().front());

#if HILLOCK_THREADS
  // A thread takes rows of about 256 KiB: here are more than four times as many.
  const std::vector<hillock::activation> some{hillock::find("softmax"), hillock::find("logsumexp")};
  for (const std::size_t columns : {7u, 300u, 5000u}) {
    const std::size_t rows = (std::size_t{5} << 18) / sizeof(T) / columns;
    const std::vector<float> x = random_row(rows * columns, 4, columns);
    hillock::use_threads(1);
    const auto on_one = all_outputs<T>(x, columns, some);
    for (unsigned threads : {2u, 4u, 0u}) {
      hillock::use_threads(threads);
      EXPECT_TRUE(all_outputs<T>(x, columns, some) == on_one)
          << type << ", " << columns << " columns on " << threads << " threads";
    }
  }
  hillock::use_threads(0);
#endif
}

}  // namespace

TEST(rows, same_bits_on_every_path_f32) { same_bits_everywhere<float>("f32"); }
TEST(rows, same_bits_on_every_path_f16) { same_bits_everywhere<hillock::f16>("f16"); }
TEST(rows, same_bits_on_every_path_bf16) { same_bits_everywhere<hillock::bf16>("bf16"); }

TEST(rows, same_bits_on_every_path_f64) { same_bits_everywhere<double>("f64"); }
