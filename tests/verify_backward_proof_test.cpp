// SPDX-License-Identifier: Apache-2.0
// The proof of backward is put to the test: its truth is MPFR's, and it finds one wrong bit and the pairs
// that a product of two rounded doubles gets wrong.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "verify/backward.hpp"
#include "verify/backward_truth.hpp"
#include "verify/oracle.hpp"

namespace hillock::verify {
namespace {

const detail::function& function_called(std::string_view name) {
  for (const detail::function& f : face::functions) {
    if (f.about->name == name) return f;
  }
  throw std::invalid_argument(std::string(name));
}

// All gradients of three small binades against MPFR's product, rounded by the oracle's own code.
template <class T>
void expect_truth_of_mpfr(std::string_view name, std::uint32_t x, std::uint32_t first, std::uint32_t count) {
  const detail::function& f = function_called(name);
  const auto parameters = parameters_for<T>(*f.about);
  const double at = static_cast<double>(static_cast<float>(T::from_bits(static_cast<std::uint16_t>(x))));
  const slope_bounds slope = slope_bounds_at(f.index, at, parameters.data());
  for (std::uint32_t dy = first; dy < first + count; ++dy) {
    const auto got = round_product<T>(slope, factor_of<T>(dy), [&](std::uint32_t m, std::uint64_t n, int k) {
      return compare_product(f.index, at, parameters.data(), m, n, k);
    });
    ASSERT_TRUE(got.has_value());
    const double gradient =
        static_cast<double>(static_cast<float>(T::from_bits(static_cast<std::uint16_t>(dy))));
    const rounded want = true_product(f.index, at, gradient, parameters.data(), format_of<T>);
    if (!want.known) continue;  // a tie of softsign's
    EXPECT_EQ(*got, T(static_cast<float>(want.number)).bits) << name << " x = " << x << " dy = " << dy;
  }
}

TEST(BackwardTruth, IsThatOfMpfr) {
  for (const char* name : {"sigmoid", "tanh", "softsign"}) {
    for (const std::uint32_t x : {0x0001U, 0xbe05U, 0x4881U}) {
      expect_truth_of_mpfr<f16>(name, x, 0, 2100);
      expect_truth_of_mpfr<f16>(name, x, 0x7a00, 0x200);
      expect_truth_of_mpfr<bf16>(name, x, 0, 300);
      expect_truth_of_mpfr<bf16>(name, x, 0x7e80, 0x100);
    }
  }
}

// 1/(1 + |9|)² = 1/100 = 1/(4·25): multiples of 25 meet ties, which intervals cannot decide.
TEST(BackwardTruth, TiesAreDecidedByRationals) {
  const detail::function& softsign = function_called("softsign");
  EXPECT_EQ(compare_product(softsign.index, 9, nullptr, 50, 1, -1), 0);
  EXPECT_EQ(compare_product(softsign.index, 9, nullptr, 51, 1, -1), 1);
  EXPECT_EQ(compare_product(softsign.index, 9, nullptr, 49, 1, -1), -1);
  EXPECT_EQ(compare_product(function_called("sigmoid").index, 0, nullptr, 6, 3, -1), 0);
}

// Hand-derived: sigmoid's slope at 0 is ¼ exactly; 6/4 and 10/4 are ties of subnormal results, both even
// to 2.
TEST(BackwardTruth, TiesGoToEven) {
  const auto rounded_quarter = [](std::uint32_t dy) {
    return round_product<float>(slope_bounds_at(function_called("sigmoid").index, 0, nullptr),
                                factor_of<float>(dy), [](auto...) { return std::optional<int>(); });
  };
  EXPECT_EQ(rounded_quarter(6), 2U);
  EXPECT_EQ(rounded_quarter(10), 2U);
  EXPECT_EQ(rounded_quarter(11), 3U);
  EXPECT_EQ(rounded_quarter(2), 0U);
  EXPECT_EQ(rounded_quarter(0x40800000), 0x3f800000U);
  EXPECT_EQ(rounded_quarter(0x017fffff), 0x00800000U);  // half a unit below the smallest normal number
}

// The rule of docs/accuracy.md, written out for f32.
TEST(BackwardTruth, KeepsTheRuleForWhatIsNoProduct) {
  const slope_bounds flat{}, falling{wide{1} << 102, 0, -102, true}, rising{wide{1} << 102, 0, -102, false};
  const auto bits = [](std::uint32_t x, std::uint32_t dy, const slope_bounds& slope, bool is_flat) {
    return backward_bits<float>(x, dy, slope, is_flat, 0);
  };
  EXPECT_EQ(bits(0x7f812345, 0x7fc00001, rising, false), 0x7fc12345U);  // x's NaN, quiet, first
  EXPECT_EQ(bits(0x3f800000, 0xff800001, rising, false), 0xffc00001U);
  EXPECT_EQ(bits(0xbf800000, 0xff800001, flat, true), 0U);  // nothing passes, not even NaN
  EXPECT_EQ(bits(0xbf800000, 0x80000000, flat, true), 0U);
  EXPECT_EQ(bits(0x7f812345, 0x3f800000, flat, true), 0x7fc12345U);
  EXPECT_EQ(bits(0x7f800000, 0xff800000, flat, false), 0x7fc00000U);  // ∞·0
  EXPECT_EQ(bits(0x3f800000, 0xff800000, falling, false), 0x7f800000U);
  EXPECT_EQ(bits(0x3f800000, 0xff800000, rising, false), 0xff800000U);
  EXPECT_EQ(bits(0x3f800000, 0x80000000, rising, false), 0x80000000U);
  EXPECT_EQ(bits(0x3f800000, 0x80000000, falling, false), 0U);
  EXPECT_EQ(bits(0x7f800000, 0x80000001, flat, false), 0x80000000U);
}

// Slopes a hair below a power of two stay below it, by one hair for the whole stretch.
TEST(SlopeBounds, HoldAStretchOfSmallInputs) {
  const auto of = [](std::string_view name, double first, double last) {
    const std::size_t index = function_called(name).index;
    const auto b = slope_bounds_at_both(index, first, last, nullptr);
    EXPECT_TRUE(b && is_monotone(index, first, last, nullptr)) << name;
    return b.value_or(slope_bounds{});
  };
  for (const auto& [name, exponent] : {std::pair{"sigmoid", -2}, {"tanh", 0}, {"softsign", 0}}) {
    const slope_bounds b = of(name, 0x1p-140, 0x1.02p-140);
    EXPECT_TRUE(b.low + b.width == wide{1} << slope_bounds::digits) << name;
    EXPECT_EQ(b.exponent, exponent - slope_bounds::digits) << name;
  }
  EXPECT_FALSE(slope_bounds_at_both(function_called("tanh").index, 1, 1.5, nullptr).has_value());
}

// What backward was before it was right: a slope in double, off by `error` of itself, times dy, rounded to
// double and then to float.
backward_kernel<float> twice_rounded(std::string_view name, double error) {
  const detail::function& f = function_called(name);
  return [&f, error](const float* x, const float* dy, float* dx, std::size_t n) {
    const std::vector<double> parameters(max_parameters);
    for (std::size_t i = 0; i < n; ++i) {
      const double at = static_cast<double>(x[i]);
      const double slope = true_result(f.index, at, parameters.data(), format_of<double>).slope.number;
      dx[i] = static_cast<float>(slope * (1 + error) * static_cast<double>(dy[i]));
    }
  };
}

struct known_pair {
  const char* function;
  std::uint32_t x, dy, wrong, right;
};

class WrongBackward : public testing::TestWithParam<known_pair> {};

TEST_P(WrongBackward, IsFound) {
  const known_pair p = GetParam();
  bool is_found = false;
  for (const double error : {-0x1p-49, 0.0, 0x1p-49}) {
    const backward_finding found = prove_backward_kernel<float>(
        function_called(p.function), twice_rounded(p.function, error), {{p.x, 1, 1}}, {});
    is_found |= std::any_of(found.wrong.begin(), found.wrong.end(), [&](const misrounded_pair& m) {
      return !m.undecided && (m.dy - p.dy) % 0x00800000 == 0 && (m.got - p.wrong) % 0x00800000 == 0 &&
             m.want - m.got == p.right - p.wrong;
    });
  }
  EXPECT_TRUE(is_found);
}

// Pairs that were wrong once. The proof runs them with an exponent of dy of its own choice.
INSTANTIATE_TEST_SUITE_P(Pair, WrongBackward,
                         testing::Values(known_pair{"sigmoid", 0x00000001, 0x00000006, 2, 1},
                                         known_pair{"tanh", 0x41c90d73, 0xb440cf2d, 0x9106fc30, 0x9106fc31},
                                         known_pair{"sigmoid", 0xbdd29e91, 0x4b69d472, 0x4a693672,
                                                    0x4a693673},
                                         known_pair{"softsign", 0x5a800000, 0x2b400000, 2, 1}));

// One output changed: the proof reports that pair and no other. The kernel is the truth itself.
template <class T>
void expect_one_wrong_bit(std::string_view name, std::uint32_t x, std::uint32_t dy) {
  const detail::function& f = function_called(name);
  const auto parameters = parameters_for<T>(*f.about);
  const bool is_flat = f.about->flat;
  const auto bits_of = [](T v) {
    if constexpr (sizeof(T) == 4)
      return std::bit_cast<std::uint32_t>(v);
    else
      return static_cast<std::uint32_t>(v.bits);
  };
  const backward_kernel<T> kernel = [&](const T* xs, const T* dys, T* dxs, std::size_t n) {
    slope_bounds slope;
    for (std::size_t i = 0; i < n; ++i) {
      const double at = static_cast<double>(static_cast<float>(xs[i]));
      const std::uint32_t magnitude = bits_of(dys[i]) & ~bits_of_format<T>::sign;
      if (i == 0 || bits_of(xs[i]) != bits_of(xs[i - 1]))
        slope = std::isnan(at) ? slope_bounds{} : slope_bounds_at(f.index, at, parameters.data());
      const auto product =
          magnitude < bits_of_format<T>::infinity
              ? round_product<T>(slope, factor_of<T>(magnitude),
                                 [&](std::uint32_t m, std::uint64_t k, int e) {
                                   return compare_product(f.index, at, parameters.data(), m, k, e);
                                 })
              : 0;
      std::uint32_t dx = backward_bits<T>(bits_of(xs[i]), bits_of(dys[i]), slope, is_flat, *product);
      if (bits_of(xs[i]) == x && bits_of(dys[i]) == dy) dx ^= 1;
      if constexpr (sizeof(T) == 4)
        dxs[i] = std::bit_cast<T>(dx);
      else
        dxs[i] = T::from_bits(static_cast<std::uint16_t>(dx));
    }
  };
  const backward_finding found = prove_backward_kernel<T>(f, kernel, {{x - 1, 1, 3}}, {});
  ASSERT_EQ(found.misrounded, 1U) << name << " dy = " << dy;
  EXPECT_EQ(found.wrong[0].x, x);
  EXPECT_EQ(found.wrong[0].dy, dy);
  EXPECT_EQ(found.wrong[0].got ^ found.wrong[0].want, 1U);
}

TEST(BackwardProof, FindsOneWrongBit) {
  for (const std::uint32_t dy : {0x0001U, 0x8000U, 0x3c00U, 0x7c00U, 0xfe01U, 0x7bffU}) {
    expect_one_wrong_bit<f16>("sigmoid", 0xbc12, dy);
    expect_one_wrong_bit<bf16>("softsign", 0x7f80, dy);
    expect_one_wrong_bit<f16>("relu", 0x8001, dy);
  }
  for (const std::uint32_t dy : {0x00000000U, 0x80000001U, 0x7f800000U, 0x7fc12345U, 0xff854321U}) {
    expect_one_wrong_bit<float>("tanh", 0x3f812345, dy);
    expect_one_wrong_bit<float>("leaky_relu", 0x80000001, dy);
    expect_one_wrong_bit<float>("sigmoid", 0xff800001, dy);  // NaN
  }
}

// Every function on every path of this machine: some inputs with all gradients of 16 bits, more with the
// hardest of f32.
TEST(BackwardProof, EveryFunctionIsRoundedOnce) {
  for (const detail::function& f : face::functions) {
    if (f.about->of_rows) continue;
    for (const isa::table* const* path = isa::begin_tables(); path != isa::end_tables(); ++path) {
      if (!(*path)->runs_here()) continue;
      EXPECT_EQ(prove_backward<f16>(**path, f, {{0, 4093, 17}}, {}).misrounded, 0U)
          << f.about->name << (*path)->isa;
      EXPECT_EQ(prove_backward<bf16>(**path, f, {{0, 4093, 17}}, {}).misrounded, 0U)
          << f.about->name << (*path)->isa;
      EXPECT_EQ(prove_backward<float>(**path, f, {{0, 1048573, 4097}}, {}).misrounded, 0U)
          << f.about->name << (*path)->isa;
    }
  }
}

}  // namespace
}  // namespace hillock::verify
#endif
