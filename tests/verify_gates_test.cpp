// SPDX-License-Identifier: Apache-2.0
// Gates are rounded once: a·f(b), dy·f(b) and dy·a·f'(b) against MPFR, with factors of every size and such as
// put the product next to the middle between two numbers; f64 as the header says.
#ifdef HILLOCK_MPFR
#include <gtest/gtest.h>

#include "functions_support.hpp"
#include "kernel/formula.hpp"
#include "math/double_double.hpp"
#include "simd/scalar.hpp"
#include "verify/hard_factors.hpp"
#include "verify_truth.hpp"

namespace hillock::verify {
namespace {

namespace ft = functions_test;

/// f as elements of T see it, and what is true of it.
struct gated_function {
  gate g;
  std::size_t index = 0;
  double parameters[max_parameters]{};

  template <class T>
  static gated_function of(const activation& f) {
    gated_function s{gate(f), 0, {}};
    while (all()[s.index].card().name != f.card().name) ++s.index;
    const auto& known = f.card().parameters;
    for (std::size_t i = 0; i < known.size(); ++i)
      s.parameters[i] = kernel::parameter_of<T>(f.parameter(known[i].name));
    return s;
  }
  dual<real> at(double b) const { return exact_at(index, b, parameters); }
  /// Whether `got` is product(value and slope at b) rounded once. Far out what is missing from a limit is
  /// seen with 2048 bits, or decides a tie unseen.
  template <class T>
  bool is_right(const dual<real>& known, double b, T got, const auto& product) const {
    if (is_nearest(product(known), got)) return true;
    const real truth = product(exact_at(index, b, parameters, 2048));
    const bool right = is_nearest(truth, got) || (std::fabs(b) > 4 && is_beside_middle(truth, got));
    real::precision() = truth_bits;
    return right;
  }
  /// Whether the truth may be the middle between `got` and a neighbour.
  template <class T>
  static bool is_beside_middle(const real& truth, T got) {
    for (const int step : {-1, 1}) {
      const T next =
          ft::from_bits<T>(static_cast<ft::bits_of<T>>(ft::to_bits(got) + static_cast<ft::bits_of<T>>(step)));
      const real off = truth - (real(ft::value_of(got)) + real(ft::value_of(next))) / real(2.0);
      if (mpfr_sgn(off.low()) * mpfr_sgn(off.high()) <= 0) return true;
    }
    return false;
  }
  /// Whether value or slope are so small that 0 is what they make of any product with numbers, or nobody
  /// tells what they are.
  bool fades(double b) const {
    const auto sizes = sizes_at(index, b, parameters);
    if (sizes && (sizes->value.high < -4000 || sizes->slope.high < -4000)) return true;
    try {
      const dual<real> known = at(b);
      return mpfr_number_p(known.value.high()) == 0 || mpfr_number_p(known.slope.high()) == 0 ||
             mpfr_number_p(known.value.low()) == 0 || mpfr_number_p(known.slope.low()) == 0;
    } catch (const undecided&) {
      return true;
    }
  }
};

/// Every function, with its defaults and one other value of each parameter.
std::vector<activation> gate_functions() {
  std::vector<activation> list;
  for (const activation& f : all()) {
    if (f.card().of_rows) continue;
    list.push_back(f);
    for (const parameter& p : f.card().parameters)
      if (0.7 >= p.low && 0.7 <= p.high) list.push_back(f.with(p.name, 0.7));
  }
  return list;
}

struct triple_of_reals {
  double a, b, dy;
};

template <class T>
std::vector<T> column(const std::vector<triple_of_reals>& list, double triple_of_reals::*part) {
  std::vector<T> v;
  for (const auto& t : list) v.push_back(ft::make<T>(t.*part));
  return v;
}

/// The number of T nearest to middle/factor, and its neighbours, where they are finite.
template <class T>
void add_near_middles(const real& factor, philox& random, const auto& add) {
  if (mpfr_sgn(factor.low()) * mpfr_sgn(factor.high()) <= 0) return;
  const auto low = static_cast<std::uint32_t>(random.below(4) == 0 ? random.below(64) : random.bits());
  const T target = ft::from_bits<T>(low), next = ft::from_bits<T>(ft::to_bits(target) + 1);
  if (!std::isfinite(ft::value_of(target)) || !std::isfinite(ft::value_of(next))) return;
  const real middle = (real(ft::value_of(target)) + real(ft::value_of(next))) / real(2.0);
  const double near = mpfr_get_d((middle / factor).low(), MPFR_RNDN);
  if (!(std::fabs(near) <= ft::value_of(ft::largest<T>()))) return;
  const auto bits = ft::to_bits(ft::make<T>(near));
  for (const int step : {-1, 0, 1}) {
    const T v = ft::from_bits<T>(static_cast<ft::bits_of<T>>(bits + static_cast<ft::bits_of<T>>(step)));
    if (std::isfinite(ft::value_of(v))) add(ft::value_of(v));
  }
}

/// The floats that come nearest to a middle when multiplied by `v`.
std::vector<double> hardest_factors(const real& v, std::uint32_t choice) {
  if (mpfr_sgn(v.low()) * mpfr_sgn(v.high()) <= 0) return {};
  const real size = abs(v);
  slope_bounds b{0, 1, static_cast<int>(mpfr_get_exp(size.low())) - slope_bounds::digits, false, false};
  mpz_t whole;
  mpz_init(whole);
  mpfr_t scaled;
  mpfr_init2(scaled, truth_bits);
  mpfr_mul_2si(scaled, size.low(), -b.exponent, MPFR_RNDN);
  mpfr_get_z(whole, scaled, MPFR_RNDD);
  b.width = mpfr_cmp_z(scaled, whole) == 0 ? 0 : 1;
  b.low = mpz_get_ui(whole);
  mpz_tdiv_q_2exp(whole, whole, 64);
  b.low |= static_cast<wide>(mpz_get_ui(whole)) << 64;
  mpfr_clear(scaled), mpz_clear(whole);
  const hard_factors hard = find_hard_factors(b, cases::every, choice);
  std::vector<double> list;
  for (std::size_t i = 0; i < hard.count; ++i)
    list.push_back(std::ldexp(hard.list[i].significand, hard.list[i].exponent));
  return list;
}

/// b of every size, where f bends and far out, each with a and dy of every size and hard ones.
template <class T>
std::vector<triple_of_reals> triples_for(const gated_function& s) {
  std::vector<triple_of_reals> list;
  philox random(17, "gates");
  const auto any = [&] {
    for (;;) {
      const T v = ft::from_bits<T>(random.bits());
      if (std::isfinite(ft::value_of(v))) return ft::value_of(v);
    }
  };
  const auto ordinary = [&](double scale) { return ft::value_of(ft::make<T>(scale * random.normal())); };
  for (int i = 0; i < 500; ++i) list.push_back({any(), i % 2 ? any() : ordinary(100), any()});
  for (int i = 0; i < 160; ++i) {
    const double b = i % 5 == 0 ? any() : i % 5 == 1 ? ordinary(60) : ordinary(3);
    if (s.fades(b)) continue;
    const dual<real> at = s.at(b);
    const double a = i % 3 == 0 ? any() : ordinary(1);
    if (a == 0) continue;
    add_near_middles<T>(at.value, random, [&](double v) { list.push_back({v, b, a}); });
    add_near_middles<T>(at.slope * real(a), random, [&](double v) { list.push_back({a, b, v}); });
    if (std::is_same_v<T, float> && i % 4 == 0)
      for (const double v : hardest_factors(at.value, random.bits())) list.push_back({v, b, v});
  }
  return list;
}

template <class T>
class Gates : public testing::Test {};
using types_of_gates = testing::Types<float, f16, bf16>;
TYPED_TEST_SUITE(Gates, types_of_gates);

TYPED_TEST(Gates, AreRoundedOnce) {
  using T = TypeParam;
  for (const activation& f : gate_functions()) {
    const auto s = gated_function::of<T>(f);
    const auto list = triples_for<T>(s);
    const std::vector<T> a = column<T>(list, &triple_of_reals::a), b = column<T>(list, &triple_of_reals::b),
                         dy = column<T>(list, &triple_of_reals::dy);
    std::vector<T> y(a.size()), da(a.size()), db(a.size());
    for (const std::string_view isa : isas()) {
      const ft::on_path path(isa);
      std::vector<T> here(a.size()), da_here(a.size()), db_here(a.size());
      s.g.forward(a, b, here);
      s.g.backward(a, b, dy, da_here, db_here);
      if (isa == isas().front()) y = here, da = da_here, db = db_here;
      EXPECT_TRUE(ft::same_bits(here, y, b) && ft::same_bits(da_here, da, b) && ft::same_bits(db_here, db, b))
          << s.g << " on " << isa;
    }
    double last = std::numeric_limits<double>::quiet_NaN();
    bool faded = false;
    dual<real> at = s.at(1);
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto& t = list[i];
      if (!(t.b == last)) {
        last = t.b, faded = s.fades(t.b);
        if (!faded) at = s.at(t.b);
      }
      if (faded) continue;
      ASSERT_TRUE(s.is_right(at, t.b, y[i], [&](const auto& f) { return f.value * real(t.a); }))
          << std::hexfloat << s.g << ": a = " << t.a << ", b = " << t.b << ": " << ft::value_of(y[i]);
      ASSERT_TRUE(s.is_right(at, t.b, da[i], [&](const auto& f) { return f.value * real(t.dy); }))
          << std::hexfloat << s.g << ": dy = " << t.dy << ", b = " << t.b << ", da " << ft::value_of(da[i]);
      ASSERT_TRUE(s.is_right(at, t.b, db[i], [&](const auto& f) { return f.slope * real(t.a) * real(t.dy); }))
          << std::hexfloat << s.g << ": a = " << t.a << ", b = " << t.b << ", dy = " << t.dy << ", db "
          << ft::value_of(db[i]);
    }
  }
}

// Tails that an activation alone rounds to 0, and a large a does not; products of a and dy beyond every
// float.
TEST(GatesOfKnownNumbers, AreRoundedOnce) {
  const auto y = [](const char* name, float a, float b) {
    float r;
    find_gate(name).forward(std::span(&a, 1), std::span(&b, 1), std::span(&r, 1));
    return r;
  };
  for (const std::string_view isa : isas()) {
    const ft::on_path path(isa);
    EXPECT_EQ(y("glu", 1e38F, -150), 0x1.c6c696p-91F) << isa;
    EXPECT_EQ(y("geglu", 1e38F, -16), -0x1.2db34cp-60F) << isa;
    EXPECT_EQ(y("swiglu", 1e38F, -150), -0x1.0a785cp-83F) << isa;
    const std::vector<float> a{1e30F}, b{-110}, dy{1e30F};
    std::vector<float> da(1), db(1);
    find_gate("glu").backward(a, b, dy, da, db);
    EXPECT_EQ(da[0], 0x1.f27a94p-60F) << isa;
    EXPECT_EQ(db[0], 0x1.893afep+40F) << isa;
  }
}

/// The exact value, or 0 where nobody tells.
real value_at(std::size_t index, double x, const double* parameters) {
  try {
    return exact_at(index, x, parameters).value;
  } catch (const undecided&) {
    return real(0.0);
  }
}

/// How far `factor` on lanes of double is from the truth, relative to it; in two parts, too.
template <class F>
void expect_factors_within_bounds(std::size_t index) {
  if constexpr (!F::about.of_rows) {
    double parameters[max_parameters]{};
    for (std::size_t i = 0; i < F::about.parameters.size(); ++i)
      parameters[i] = F::about.parameters[i].standard;
    const auto factor = [&](auto x) {
      return kernel::apply<double, F, kernel::formula::factor>(x, parameters);
    };
    constexpr math::domain domain = kernel::domain_of<F, kernel::formula::factor>();
    philox random(19, "factors");
    double worst = 0, worst_precise = 0;
    for (int i = 0; i < 1000; ++i) {
      double x = i % 3 == 0 ? std::ldexp(1 + random.uniform(), static_cast<int>(random.below(60)) - 50)
                            : (i % 3 == 1 ? 3 : 200) * random.uniform();
      x = static_cast<float>(x);
      if (domain.of == math::symmetry::none && random.below(2) == 1) x = -x;
      const real truth = value_at(index, x, parameters);
      const double size = mpfr_get_d(abs(truth).high(), MPFR_RNDU);
      if (size < 1e-290 || size > 1e290) continue;
      const auto relative = [&truth](const real& got) {
        return mpfr_get_d((abs(got - truth) / abs(truth)).high(), MPFR_RNDU);
      };
      const auto two = factor(math::double_double<simd::scalar<double>>(simd::scalar<double>(x)));
      if (std::fabs(x) < 60) {  // beyond, the truth of tanh_shrink has a stand-in for its hair
        worst_precise = std::max(worst_precise, relative(real(two.high.v) + real(two.low.v)));
      }
      if (x < domain.low || x > domain.high) continue;
      worst = std::max(worst, relative(real(factor(simd::scalar<double, true>(x)).v)));
    }
    // Half as much again, and four times, beyond what this sample found; one or two IEEE operations leave
    // none.
    constexpr double margin = kernel::factor_error<F>() > 0x1p-51 ? 1.5 : 1;
    EXPECT_LE(worst * margin, kernel::factor_error<F>()) << F::about.name;
    EXPECT_LE(worst_precise * 4, 0x1p-92) << F::about.name;
  }
}

TEST(Factors, AreWithinTheErrorsThatGatesRelyOn) {
  [&]<class... F>(activations::type_list<F...>) {
    std::size_t index = 0;
    ((expect_factors_within_bounds<F>(index), ++index), ...);
  }(activations::list{});
}

TEST(GatesOfDoubles, AreAsExactAsTheHeaderSays) {
  for (const activation& f : gate_functions()) {
    const auto s = gated_function::of<double>(f);
    philox random(23, "gates of doubles");
    std::vector<double> a, b, dy;
    for (int i = 0; i < 600; ++i) {
      const auto size = [&] {
        return std::ldexp(1 + random.uniform(),
                          static_cast<int>(random.below(i % 3 ? 40 : 1000)) - (i % 3 ? 20 : 500)) *
               (random.below(2) ? 1 : -1);
      };
      a.push_back(size()), dy.push_back(size());
      b.push_back((i % 4 == 0 ? 600 : 6) * random.normal());
    }
    std::vector<double> y(a.size()), da(a.size()), db(a.size());
    s.g.forward(a, b, y);
    s.g.backward(a, b, dy, da, db);
    double worst = 0, worst_db = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (s.fades(b[i])) continue;
      const dual<real> at = s.at(b[i]);
      const auto off = [](const real& truth, double got) {
        return distance_from(truth, got, format_of<double>, abs(truth)).ulps;
      };
      const double size = mpfr_get_d(abs(at.value).low(), MPFR_RNDN);
      if (size >= 0x1p-1022 && size < 0x1p1023) {
        worst = std::max({worst, off(at.value * real(a[i]), y[i]), off(at.value * real(dy[i]), da[i])});
      }
      worst_db = std::max(worst_db, off(at.slope * real(a[i]) * real(dy[i]), db[i]));
    }
    EXPECT_LE(worst, 2) << s.g;
    EXPECT_LE(worst_db, 3) << s.g;
  }
  // dy·a overflows, and underflows; the slope does the opposite.
  const auto db = [](const char* name, double a, double b, double dy) {
    double da_unused, result;
    find_gate(name).backward(std::span(&a, 1), std::span(&b, 1), std::span(&dy, 1), std::span(&da_unused, 1),
                             std::span(&result, 1));
    return result;
  };
  for (const std::string_view isa : isas()) {
    const ft::on_path path(isa);
    EXPECT_DOUBLE_EQ(db("glu", 1e300, -800, 1e200), 3.66787458417768731e152) << isa;
    EXPECT_DOUBLE_EQ(db("squared_relu", 1e-200, 1e250, 1e-200), 2e-150) << isa;
    EXPECT_EQ(db("bilinear", 1e-200, 3, 1e-200), 0) << isa;
    EXPECT_EQ(db("bilinear", 1e200, 3, 1e200), std::numeric_limits<double>::infinity()) << isa;
  }
}

}  // namespace
}  // namespace hillock::verify
#endif
