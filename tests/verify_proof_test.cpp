// SPDX-License-Identifier: Apache-2.0
// The proof itself is put to the test: its enclosures hold the truth, it rounds as IEEE 754 says, and it
// finds one wrong bit.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "base/philox.hpp"
#include "face/registry.hpp"
#include "hillock/activation.hpp"
#include "verify/doubles.hpp"
#include "verify/enclosures.hpp"
#include "verify/hash.hpp"
#include "verify/oracle.hpp"
#include "verify/proof.hpp"

namespace hillock::verify {
namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
constexpr double no_parameters[max_parameters]{};

std::vector<const detail::function*> elementwise() {
  std::vector<const detail::function*> list;
  for (const detail::function& f : face::functions) {
    if (!f.about->of_rows) list.push_back(&f);
  }
  return list;
}

const detail::function& named(std::string_view name) {
  for (const detail::function& f : face::functions) {
    if (f.about->name == name) return f;
  }
  throw std::invalid_argument(std::string(name));
}

const isa::table& best_path() {
  for (auto t = isa::begin_tables(); t != isa::end_tables(); ++t) {
    if ((*t)->runs_here()) return **t;
  }
  throw std::logic_error("no path runs here");
}

double to_f16(double x) {
  return true_result(named("identity").index, x, no_parameters, format_of<f16>).value.number;
}

TEST(Oracle, RoundsToNearestTiesToEven) {
  EXPECT_EQ(to_f16(1 + 0x1p-11), 1);
  EXPECT_EQ(to_f16(1 + 0x1p-11 + 0x1p-40), 1 + 0x1p-10);
  EXPECT_EQ(to_f16(1 + 3 * 0x1p-11), 1 + 2 * 0x1p-10);
  EXPECT_EQ(to_f16(-1 - 3 * 0x1p-11), -1 - 2 * 0x1p-10);
  EXPECT_EQ(to_f16(65519), 65504);
  EXPECT_EQ(to_f16(65520), HUGE_VAL);
  EXPECT_EQ(to_f16(-65520), -HUGE_VAL);
  EXPECT_EQ(to_f16(0x1p-24), 0x1p-24);
  EXPECT_EQ(to_f16(3 * 0x1p-25), 0x1p-23);
  EXPECT_EQ(to_f16(0x1p-25 + 0x1p-60), 0x1p-24);
  EXPECT_EQ(to_f16(0x1p-25), 0);
  EXPECT_TRUE(std::signbit(to_f16(-0x1p-25)));
  EXPECT_TRUE(std::signbit(to_f16(-0.0)));
  EXPECT_FALSE(std::signbit(to_f16(0.0)));
}

// Hand-derived: sigmoid(x) = 1/2 + x/4 − x³/48 + …, so where 1/2 + x/4 is a tie the hair decides.
TEST(Oracle, SeesTheHairBesideATie) {
  const std::size_t sigmoid = named("sigmoid").index;
  const auto f32 = [&](double x) {
    return true_result(sigmoid, x, no_parameters, format_of<float>).value.number;
  };
  EXPECT_EQ(f32(0x1p-23), 0.5);                 // tie, minus a hair: down, which is even too
  EXPECT_EQ(f32(3 * 0x1p-23), 0.5 + 0x1p-24);   // the even one would be 1/2 + 2^-23
  EXPECT_EQ(f32(-0x1p-24), 0.5);                // tie below 1/2, plus a hair
  EXPECT_EQ(f32(-3 * 0x1p-24), 0.5 - 0x1p-25);  // the even one would be 1/2 − 2^-24
  EXPECT_EQ(f32(0x1p-149), 0.5);
}

TEST(Oracle, TakesLimitsAtInfinity) {
  const auto at = [](std::string_view name, double x) {
    return true_result(named(name).index, x, no_parameters, format_of<float>);
  };
  EXPECT_EQ(at("sigmoid", HUGE_VAL).value.number, 1);
  EXPECT_EQ(at("sigmoid", -HUGE_VAL).value.number, 0);
  EXPECT_FALSE(std::signbit(at("sigmoid", -HUGE_VAL).value.number));
  EXPECT_EQ(at("sigmoid", -HUGE_VAL).slope.number, 0);
  EXPECT_EQ(at("tanh", -HUGE_VAL).value.number, -1);
  EXPECT_EQ(at("relu", HUGE_VAL).value.number, HUGE_VAL);
  EXPECT_EQ(at("relu", HUGE_VAL).slope.number, 1);
  EXPECT_EQ(at("relu", -HUGE_VAL).value.number, 0);
  EXPECT_TRUE(at("tanh", 1e300).value.known && at("tanh", 1e300).slope.known);
}

TEST(Oracle, KeepsTheConventionsAtKinks) {
  const double slope[max_parameters] = {0.25};
  EXPECT_EQ(true_result(named("relu").index, 0, no_parameters, format_of<float>).slope.number, 0);
  EXPECT_EQ(true_result(named("leaky_relu").index, 0, slope, format_of<float>).slope.number, 0.25);
  EXPECT_TRUE(
      std::signbit(true_result(named("leaky_relu").index, -0.0, slope, format_of<float>).value.number));
}

class EveryFilter : public testing::TestWithParam<const detail::function*> {};

// The enclosure in two doubles and MPFR's of 256 bits overlap: |difference of the centres| ≤ sum of the
// radii.
TEST_P(EveryFilter, HoldsTheTruth) {
  const detail::function& f = *GetParam();
  const auto parameters = parameters_for<double>(*f.about);
  for (const std::string_view isa : isas()) {
    philox random(1, "filter test");
    enclosures e;
    double x[enclosures::capacity];
    for (int round = 0; round < 8; ++round) {
      for (double& v : x) {
        const double u = 2 * random.uniform() - 1;
        v = round == 0   ? u
            : round == 1 ? 20 * u
            : round == 2 ? 340 * u
            : round == 3
                ? u * 0x1p-140
                : std::copysign(std::ldexp(1 + random.uniform(), static_cast<int>(random.below(60)) - 52), u);
        if (round >= 6) v = static_cast<double>(static_cast<float>(v));
      }
      filter_named(isa.data()).entries[f.index](x, enclosures::capacity, parameters.data(), e);
      for (std::size_t i = 0; i < enclosures::capacity; i += 3) {
        const points truth = enclosing_points(f.index, x[i], parameters.data());
        const auto check = [&](const enclosures::parts& p, const point& t, const char* what) {
          if (!(p.error[i] < std::fabs(t.high) + 0x1p-900)) return;  // admits that it does not know
          const double apart = std::fabs((p.high[i] - t.high) + (p.low[i] - t.low));
          EXPECT_LE(apart, p.error[i] + t.radius) << what << " at " << x[i] << " on " << isa;
          // Tight, too, or MPFR would have to look at every input: 2^-80 of the result, or of 1, as tanh's
          // slope 1 − y² cancels.
          EXPECT_LE(p.error[i], std::max(std::fabs(t.high), 0x1p-20) * 0x1p-80)
              << what << " at " << x[i] << " on " << isa;
        };
        check(e.value, truth.value, "value");
        check(e.slope, truth.slope, "slope");
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Function, EveryFilter, testing::ValuesIn(elementwise()),
                         [](const auto& info) { return std::string(info.param->about->name); });

// One output changed: the proof reports that one and no other.
struct sabotage {
  const char* function;
  bool slope;
  float x, wrong;
};

class Proof : public testing::TestWithParam<sabotage> {};

TEST_P(Proof, FindsOneWrongBit) {
  const sabotage s = GetParam();
  const detail::function& f = named(s.function);
  const auto parameters = parameters_for<float>(*f.about);
  const kernel::entry_points<float>& right = best_path().entry_of(f.index).f32;
  const auto at = std::bit_cast<std::uint32_t>(s.x);
  const auto kernel_of = [&](kernel::loop<float> compute, bool broken) {
    return [&, compute, broken](const float* x, float* y, std::size_t n) {
      compute({x, nullptr, y, 1, n, parameters.data(), right.kernels});
      for (std::size_t i = 0; broken && i < n; ++i) {
        if (std::bit_cast<std::uint32_t>(x[i]) == at) y[i] = s.wrong;
      }
    };
  };
  const std::vector<pattern_run> around{{at - 3000, 1, 6001}};
  const proof p = prove_kernels(f.index, parameters.data(), kernel_of(right.forward, !s.slope),
                                kernel_of(right.slope, s.slope), around, {});
  const finding &broken = s.slope ? p.slope : p.forward, &sound = s.slope ? p.forward : p.slope;
  EXPECT_TRUE(sound.is_right());
  ASSERT_EQ(broken.wrong.size(), 1U);
  EXPECT_EQ(broken.wrong[0].x, at);
  EXPECT_EQ(broken.wrong[0].got, std::bit_cast<std::uint32_t>(s.wrong));
  float y = 0;
  (s.slope ? right.slope : right.forward)({&s.x, nullptr, &y, 1, 1, parameters.data(), right.kernels});
  if (!std::isnan(s.x)) {
    EXPECT_EQ(broken.wrong[0].want, std::bit_cast<std::uint32_t>(y));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, Proof,
    testing::Values(sabotage{"sigmoid", false, 1.0F, 0x1.764d4ep-1F},          // one ulp low
                    sabotage{"sigmoid", false, 3 * 0x1p-23F, 0x1.000004p-1F},  // the tie rounded to even
                    sabotage{"sigmoid", false, -105.0F, 0x1p-149F},            // in a constant stretch
                    sabotage{"sigmoid", false, -105.0F, -0.0F},                // the sign of zero
                    sabotage{"sigmoid", false, -inf, 0x1p-149F},               //
                    sabotage{"sigmoid", true, 0.0F, 0x1.fffffep-3F},           //
                    sabotage{"tanh", false, -0.0F, 0.0F},                      //
                    sabotage{"tanh", false, 0x1p-149F, 0.0F},                  //
                    sabotage{"tanh", true, 200.0F, 0x1p-149F},                 //
                    sabotage{"relu", false, std::bit_cast<float>(0x7fc00001U), 0.0F},  // NaN lost
                    sabotage{"relu", false, -1.0F, -0.0F},                             //
                    sabotage{"relu", true, 0.0F, 1.0F},        // another convention at the kink
                    sabotage{"leaky_relu", true, 0.0F, 1.0F},  //
                    sabotage{"leaky_relu", false, -3.0F, -0.03125F}));

TEST(Proof, OfSixteenBitNumbersFindsNothingWrong) {
  for (const detail::function* f : elementwise()) {
    const proof half = prove_f16(best_path(), *f, {});
    EXPECT_TRUE(half.forward.is_right() && half.slope.is_right()) << f->about->name;
    EXPECT_EQ(half.forward.hash, f->pinned->f16) << f->about->name;
    EXPECT_EQ(half.slope.hash, f->pinned->f16_slope) << f->about->name;
  }
}

TEST(Proof, QuickSampleOfFloatsFindsNothingWrong) {
  for (const detail::function* f : elementwise()) {
    std::vector<pattern_run> runs = quick_patterns(*f->about);
    runs.front() = {7, 16381, 262195};  // fewer of the evenly spread ones
    const proof p = prove_f32(best_path(), *f, runs, {});
    EXPECT_TRUE(p.forward.is_right()) << f->about->name;
    EXPECT_TRUE(p.slope.is_right()) << f->about->name;
  }
}

// The card's numbers are upper bounds, and the witness attains them (but for the last digit shown).
TEST(Doubles, ErrorsAreWhatTheCardSays) {
  for (const detail::function* f : elementwise()) {
    const card& about = *f->about;
    const measurement m = measure_doubles(best_path(), *f, 1 << 18, {});
    EXPECT_LE(m.value.ulp, about.f64.ulp) << about.name << " at " << m.value.at;
    EXPECT_LE(m.slope.ulp, about.f64_slope.ulp) << about.name << " at " << m.slope.at;
    EXPECT_NEAR(errors_at(best_path(), *f, about.f64.at).value, about.f64.ulp, 0.0011) << about.name;
    EXPECT_NEAR(errors_at(best_path(), *f, about.f64_slope.at).slope, about.f64_slope.ulp, 0.0011)
        << about.name;
    EXPECT_LT(about.f64.ulp, 1) << about.name;
    EXPECT_LT(about.f64_slope.ulp, 1) << about.name;
  }
}

}  // namespace
}  // namespace hillock::verify
#endif
