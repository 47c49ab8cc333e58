// SPDX-License-Identifier: Apache-2.0
// The same bits whatever the path, position, length, alignment, threads, neighbours, rounding mode, FTZ, DAZ.
#include "functions_support.hpp"
#include "strange_environment.hpp"

namespace functions_test {
namespace {

using environment_test::control, environment_test::set_control, environment_test::strange_environments;

template <class T>
class bits : public ::testing::Test {};
TYPED_TEST_SUITE(bits, element_types);

TYPED_TEST(bits, on_every_path) {
  using T = TypeParam;
  const std::vector<T> x = all_kinds<T>(), dy = gradients<T>(x.size());
  for (const hillock::activation& f : elementwise()) {
    for (const operation op : operations_of(f)) {
      const on_path reference("portable");
      const std::vector<T> want = result_of(f, op, x, dy);
      for (const std::string_view isa : hillock::isas()) {
        const on_path path(isa);
        EXPECT_TRUE(same_bits(result_of(f, op, x, dy), want, x)) << name_of(f, op) << " on " << isa;
      }
    }
  }
}

// A few numbers that include subnormals and a NaN, so that every formula's branches share a pack.
template <class T>
std::vector<T> mixed(std::size_t n) {
  std::vector<T> x(n);
  hillock::philox random(3, "mixed");
  for (std::size_t i = 0; i < n; ++i) x[i] = make<T>(4 * random.normal());
  for (std::size_t i = 5; i < n; i += 29) x[i] = from_bits<T>(i);
  for (std::size_t i = 9; i < n; i += 31) x[i] = from_bits<T>(to_bits(infinity<T>()) + i);
  for (std::size_t i = 2; i < n; i += 37) x[i] = make<T>(-0.0);
  return x;
}

TYPED_TEST(bits, at_every_length_alignment_and_in_place) {
  using T = TypeParam;
  constexpr std::size_t longest = 130, guard = 40;
  const std::vector<T> x = mixed<T>(longest), dy = gradients<T>(longest);
  const T untouched = from_bits<T>(0x5a5a);
  for (const hillock::activation& f : elementwise()) {
    for (const operation op : operations_of(f)) {
      std::vector<T> want(longest);  // one element at a time
      for (std::size_t i = 0; i < longest; ++i)
        apply<T>(f, op, std::span(x).subspan(i, 1), std::span(dy).subspan(i, 1),
                 std::span(want).subspan(i, 1));
      for (const std::string_view isa : hillock::isas()) {
        const on_path path(isa);
        for (std::size_t n = 0; n <= longest; ++n) {
          for (const bool in_place : {false, true}) {
            const std::size_t shift = (7 * n + in_place) % 17;  // out's alignment; every value occurs
            std::vector<T> out(guard + shift + longest + guard, untouched);
            const std::span<T> y = std::span(out).subspan(guard + shift, n);
            if (in_place) std::copy_n(x.begin(), n, y.begin());
            apply<T>(f, op, in_place ? std::span<const T>(y) : std::span(x).first(n), std::span(dy).first(n),
                     y);
            ASSERT_EQ(std::memcmp(y.data(), want.data(), n * sizeof(T)), 0)
                << name_of(f, op) << " on " << isa << ", " << n << " elements"
                << (in_place ? " in place" : "");
            for (std::size_t i = 0; i < out.size(); ++i) {
              if (i < guard + shift || i >= guard + shift + n) {
                ASSERT_EQ(to_bits(out[i]), to_bits(untouched)) << name_of(f, op) << " wrote outside";
              }
            }
          }
        }
      }
    }
  }
}

TYPED_TEST(bits, with_nan_in_any_lane) {
  using T = TypeParam;
  constexpr std::size_t n = 67;
  std::vector<T> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = make<T>(0.375 * static_cast<double>(i) - 12);
  const std::vector<T> dy(n, make<T>(1.5));
  const T nan =
      from_bits<T>(to_bits(infinity<T>()) | (to_bits(infinity<T>()) >> 1) | 3);  // quiet, with a payload
  ASSERT_TRUE(is_nan(nan));
  for (const hillock::activation& f : elementwise()) {
    for (const operation op : operations_of(f)) {
      for (const std::string_view isa : hillock::isas()) {
        const on_path path(isa);
        const std::vector<T> clean = result_of(f, op, x, dy);
        for (std::size_t i = 0; i < n; ++i) {
          std::vector<T> dirty = x, want = clean;
          dirty[i] = want[i] = nan;  // the same NaN comes out
          EXPECT_TRUE(same_bits(result_of(f, op, dirty, dy), want, dirty)) << name_of(f, op) << " on " << isa;
        }
      }
    }
  }
}

TYPED_TEST(bits, in_every_floating_point_environment) {
  using T = TypeParam;
  std::vector<T> x = all_kinds<T>();
  if (x.size() > 20000) {  // every 7th will do here
    for (std::size_t i = 0; 7 * i < x.size(); ++i) x[i] = x[7 * i];
    x.resize(x.size() / 7);
  }
  const std::vector<T> dy = gradients<T>(x.size());
  const unsigned long before = control();
  for (const hillock::activation& f : elementwise()) {
    for (const operation op : operations_of(f)) {
      const std::vector<T> want = result_of(f, op, x, dy);
      for (const std::string_view isa : hillock::isas()) {
        const on_path path(isa);
        for (const unsigned long strange : strange_environments()) {
          std::vector<T> got(x.size());
          set_control(strange);
          apply<T>(f, op, x, dy, got);
          const unsigned long after = control();
          set_control(before);
          ASSERT_EQ(after, strange) << name_of(f, op) << " left another environment behind";
          ASSERT_EQ(std::memcmp(got.data(), want.data(), got.size() * sizeof(T)), 0)
              << name_of(f, op) << " on " << isa << " under control word " << std::hex << strange;
        }
      }
    }
  }
}

#if HILLOCK_THREADS
TYPED_TEST(bits, on_any_number_of_threads) {
  using T = TypeParam;
  const std::size_t n = (std::size_t{3} << 20) / sizeof(T) + 5;
  const std::vector<T> x = mixed<T>(n), dy = gradients<T>(n);
  for (const hillock::activation& f : hillock::all()) {
    if (f.card().of_rows) continue;
    for (const operation op : operations_of(f)) {
      hillock::use_threads(1);
      const std::vector<T> want = result_of(f, op, x, dy);
      for (const unsigned threads : {2u, 4u, 0u}) {
        hillock::use_threads(threads);
        EXPECT_TRUE(same_bits(result_of(f, op, x, dy), want, x))
            << name_of(f, op) << " on " << threads << " threads";
      }
    }
  }
}
#endif

// Outputs of 32 MiB and more are written past the caches: another loop, other borders. On two threads each
// has such a piece.
template <class T>
class bits_of_large_arrays : public ::testing::Test {};
using streamed_types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(bits_of_large_arrays, streamed_types);

TYPED_TEST(bits_of_large_arrays, are_those_of_small_ones) {
  using T = TypeParam;
  const unsigned most_threads = HILLOCK_THREADS ? 2 : 1;
  const std::size_t n = most_threads * (std::size_t{33} << 20) / sizeof(T), period = 4099;
  std::vector<T> few = mixed<T>(period);
  few.push_back(few[0]);
  std::vector<T> x(n + 1), got(n + 1), want(period);
  for (std::size_t i = 0; i <= n; ++i) x[i] = few[i % period];
  const std::span<const T> all(x), pattern(few);
  for (const hillock::activation& f : hillock::all()) {
    if (f.card().of_rows) continue;
    for (const operation op : operations_of(f)) {
      apply<T>(f, op, pattern.first(period), pattern.subspan(1), want);  // dy is x, one element later
      for (unsigned threads = most_threads; threads > 0; --threads) {
        hillock::use_threads(threads);
        const std::size_t shift = most_threads - threads;  // aligned or not
        apply<T>(f, op, all.first(n), all.subspan(1), std::span(got).subspan(shift, n));
        for (std::size_t i = 0; i < n; i += period) {
          const std::size_t part = std::min(period, n - i);
          ASSERT_EQ(std::memcmp(&got[shift + i], want.data(), part * sizeof(T)), 0)
              << name_of(f, op) << " on " << threads << " threads, around element " << i;
        }
      }
    }
  }
  hillock::use_threads(0);
}

}  // namespace
}  // namespace functions_test
