// SPDX-License-Identifier: Apache-2.0
// f16 and bf16 as number types: constants, comparison, limits, the compiler's own types.
#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::bf16, hillock::f16;

static_assert(f16(1.5f).bits == 0x3e00 && bf16(1.5f).bits == 0x3fc0);
static_assert(static_cast<float>(f16(-2.0f)) == -2 && static_cast<double>(bf16(-2.0f)) == -2);
static_assert(f16(1 + 0x1p-11 + 0x1p-40).bits == 0x3c01 && bf16(1 + 0x1p-8 + 0x1p-40).bits == 0x3f81,
              "one rounding");
static_assert(f16(0x1.ffcp15 + 0x1p4 - 0x1p-30).bits == 0x7bff && f16(0x1.ffep15).bits == 0x7c00);
static_assert(f16(0x1p-25).bits == 0 && f16(0x1p-25 + 0x1p-70).bits == 1 && f16(-0x1p-1074).bits == 0x8000);
static_assert(bf16(0x1p-134).bits == 0 && bf16(0x1p-134 + 0x1p-180).bits == 1 && bf16(0x1p-1040).bits == 0);
static_assert(bf16(0x1.ffp127).bits == 0x7f80 && bf16(0x1.ffp127 - 0x1p90).bits == 0x7f7f &&
              f16(1e300).bits == 0x7c00);
static_assert(std::is_trivially_copyable_v<f16> && sizeof(f16) == 2 && sizeof(bf16) == 2);
static_assert(!std::is_convertible_v<float, f16> && !std::is_convertible_v<f16, float>, "said, not guessed");

template <class T>
class types : public ::testing::Test {};
using sixteen_bit_types = ::testing::Types<f16, bf16>;
TYPED_TEST_SUITE(types, sixteen_bit_types);

TYPED_TEST(types, are_rounded_once_from_double) {
  using T = TypeParam;
  for (unsigned b = 0; b < 65536; ++b) {
    const T x = T::from_bits(static_cast<std::uint16_t>(b)),
            next = T::from_bits(static_cast<std::uint16_t>(b + 1));
    const double here = static_cast<double>(x), there = static_cast<double>(next);
    if (!std::isfinite(here) || !std::isfinite(there) || (b & 0x7fff) == 0x7fff) continue;
    ASSERT_EQ(T(here).bits, b);
    const double middle = (here + there) / 2;  // exact
    ASSERT_EQ(T(middle).bits, b % 2 == 0 ? b : b + 1) << b;
    ASSERT_EQ(T(std::nextafter(middle, here)).bits, b) << b;
    ASSERT_EQ(T(std::nextafter(middle, there)).bits, b + 1) << b;
  }
}

TYPED_TEST(types, are_equal_as_their_floats_are) {
  using T = TypeParam;
  std::vector<T> some;
  for (unsigned b = 0; b < 65536; b += 251) some.push_back(T::from_bits(static_cast<std::uint16_t>(b)));
  for (const T special :
       {make<T>(0.0), make<T>(-0.0), infinity<T>(), from_bits<T>(to_bits(infinity<T>()) + 1)})
    some.push_back(special);
  for (const T a : some) {
    for (const T b : some) {
      ASSERT_EQ(a == b, static_cast<float>(a) == static_cast<float>(b)) << a.bits << ' ' << b.bits;
      ASSERT_EQ(a != b, static_cast<float>(a) != static_cast<float>(b)) << a.bits << ' ' << b.bits;
    }
  }
}

TYPED_TEST(types, come_back_from_float_unchanged) {
  using T = TypeParam;
  for (unsigned b = 0; b < 65536; ++b) {
    const T x = T::from_bits(static_cast<std::uint16_t>(b));
    if (x == x) {
      ASSERT_EQ(T(static_cast<float>(x)).bits, b);
      ASSERT_EQ(static_cast<double>(x), static_cast<float>(x));
    }
  }
}

// The limits are what the numbers themselves say.
TYPED_TEST(types, have_limits) {
  using T = TypeParam;
  using limits = std::numeric_limits<T>;
  static_assert(limits::is_specialized && std::numeric_limits<const T>::is_iec559);
  const auto next = [](T x) { return T::from_bits(static_cast<std::uint16_t>(x.bits + 1)); };
  const auto before = [](T x) { return T::from_bits(static_cast<std::uint16_t>(x.bits - 1)); };
  EXPECT_EQ(value_of(limits::infinity()), std::numeric_limits<double>::infinity());
  EXPECT_EQ(limits::max(), before(limits::infinity()));
  EXPECT_EQ(value_of(limits::lowest()), -value_of(limits::max()));
  EXPECT_EQ(value_of(limits::epsilon()), value_of(next(make<T>(1))) - 1);
  EXPECT_EQ(value_of(limits::denorm_min()), value_of(next(make<T>(0))));
  EXPECT_EQ(value_of(limits::min()), std::ldexp(1, limits::min_exponent - 1));
  EXPECT_EQ(value_of(limits::denorm_min()), value_of(limits::min()) * value_of(limits::epsilon()));
  EXPECT_EQ(value_of(limits::epsilon()), std::ldexp(1, 1 - limits::digits));
  EXPECT_EQ(value_of(limits::round_error()), 0.5);
  EXPECT_EQ(value_of(limits::max()), std::ldexp(1 - std::ldexp(1, -limits::digits), limits::max_exponent));
  EXPECT_EQ(limits::digits10, static_cast<int>((limits::digits - 1) * std::log10(2)));
  EXPECT_EQ(limits::max_digits10, static_cast<int>(std::ceil(1 + limits::digits * std::log10(2))));
  EXPECT_EQ(limits::max_exponent10, static_cast<int>(std::log10(value_of(limits::max()))));
  EXPECT_EQ(limits::min_exponent10, static_cast<int>(std::log10(value_of(limits::min()))));
  for (const T nan : {limits::quiet_NaN(), limits::signaling_NaN()}) {
    EXPECT_FALSE(nan == nan);
    EXPECT_TRUE(std::isnan(value_of(nan)));
  }
  EXPECT_NE(limits::quiet_NaN().bits, limits::signaling_NaN().bits);
  EXPECT_EQ(make<T>(std::numeric_limits<double>::quiet_NaN()).bits, limits::quiet_NaN().bits);
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)  // where this suite's compiler has it
TEST(types, are_bit_for_bit_the_compilers_own) {
  static_assert(f16(static_cast<_Float16>(0.1f)).bits == f16(0.1f).bits);
  static_assert(static_cast<_Float16>(f16(0.1f)) == static_cast<_Float16>(0.1f));
  static_assert(!hillock::detail::builtin_bf16<_Float16> && !hillock::detail::builtin_f16<short>);
  for (unsigned b = 0; b < 65536; ++b) {
    const f16 x = f16::from_bits(static_cast<std::uint16_t>(b));
    ASSERT_EQ(std::bit_cast<std::uint16_t>(static_cast<_Float16>(x)), b);
    ASSERT_EQ(f16(static_cast<_Float16>(x)).bits, b);
    if (x == x) {
      ASSERT_EQ(static_cast<float>(static_cast<_Float16>(x)), static_cast<float>(x));
    }
  }
}
#endif

}  // namespace
}  // namespace functions_test
