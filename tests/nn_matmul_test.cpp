// SPDX-License-Identifier: Apache-2.0
// The matrix product against its definition, three loops and std::fma, bit for bit on every path.
#include "nn/matmul.hpp"

#include <limits>

#include "nn_support.hpp"

namespace hillock::nn {
namespace {

struct shape {
  std::size_t m, n, k;
};

/// One product and its right answer.
template <class T>
struct problem {
  shape s;
  matmul_options<T> options;
  std::vector<T> a, b, c, bias, expected;

  problem(shape size, unsigned flags, philox& random) : s(size) {
    options.transpose_a = flags & 1;
    options.transpose_b = flags & 2;
    options.accumulate = flags & 4;
    a = normals<T>(random, s.m * s.k);
    b = normals<T>(random, s.k * s.n);
    c = normals<T>(random, s.m * s.n);
    bias = normals<T>(random, s.n);
    if ((flags & 12) == 8) options.bias = bias.data();
  }

  void work_out() {
    expected = c;
    for (std::size_t i = 0; i < s.m; ++i) {
      for (std::size_t j = 0; j < s.n; ++j) {
        T sum = options.accumulate ? c[i * s.n + j] : options.bias ? bias[j] : 0;
        for (std::size_t k = 0; k < s.k; ++k) {
          sum = std::fma(options.transpose_a ? a[k * s.m + i] : a[i * s.k + k],
                         options.transpose_b ? b[j * s.k + k] : b[k * s.n + j], sum);
        }
        expected[i * s.n + j] = sum;
      }
    }
  }

  std::vector<T> multiply() const {
    std::vector<T> result = c;
    result.insert(result.end(), 64, T(7));  // a guard: nothing beyond C may change
    matmul<T>(a.data(), b.data(), result.data(), s.m, s.n, s.k, options);
    for (std::size_t i = c.size(); i < result.size(); ++i) EXPECT_EQ(result[i], T(7)) << "written beyond C";
    result.resize(c.size());
    return result;
  }

  void check() {
    work_out();
    for (const std::string_view isa : isas()) {
      use(isa);
      EXPECT_EQ(first_difference(multiply(), expected), -1)
          << isa << ' ' << s.m << 'x' << s.n << 'x' << s.k << " transpose " << options.transpose_a
          << options.transpose_b << " accumulate " << options.accumulate << " bias "
          << (options.bias != nullptr);
    }
  }
};

template <class T>
struct matmul_of : restore_dispatch {};
using types = testing::Types<float, double>;
TYPED_TEST_SUITE(matmul_of, types);

TYPED_TEST(matmul_of, has_the_bits_of_three_loops_for_every_small_shape) {
  philox random(1, "matmul");
  for (std::size_t m = 1; m <= 40; ++m) {
    for (std::size_t n = 1; n <= 40; ++n) {
      const std::size_t k = 1 + random.below(40);
      problem<TypeParam>({m, n, k}, static_cast<unsigned>(random.below(16)), random).check();
    }
  }
}

TYPED_TEST(matmul_of, has_them_where_blocks_end) {
  philox random(2, "matmul");
  const shape small[] = {{64, 64, 64}, {63, 70, 257}, {1, 200, 300},  {5, 129, 90}, {200, 1, 300},
                         {65, 4, 127}, {200, 10, 90}, {128, 10, 256}, {300, 2, 64}, {31, 33, 1}};
  for (const shape& s : small) {
    for (unsigned flags = 0; flags < 4; ++flags) {
      problem<TypeParam>(s, flags | static_cast<unsigned>(random.below(4)) << 2, random).check();
    }
  }
  // More columns than one block of B has, more rows than one of A, more than one block of k.
  const shape large[] = {{29, 1100, 300}, {560, 130, 260}, {130, 150, 600}};
  for (const shape& s : large) problem<TypeParam>(s, static_cast<unsigned>(random.below(16)), random).check();
}

TYPED_TEST(matmul_of, has_them_for_nan_infinity_signed_zero_and_subnormals) {
  using limits = std::numeric_limits<TypeParam>;
  const TypeParam special[] = {
      limits::quiet_NaN(),  limits::infinity(), -limits::infinity(),       -TypeParam(0),
      limits::denorm_min(), limits::min(),      -3 * limits::denorm_min(), limits::max()};
  philox random(3, "matmul");
  for (int round = 0; round < 200; ++round) {
    const shape s{1 + random.below(30), 1 + random.below(50), 1 + random.below(20)};
    problem<TypeParam> p(s, static_cast<unsigned>(random.below(16)), random);
    for (std::vector<TypeParam>* values : {&p.a, &p.b, &p.c, &p.bias}) {
      for (TypeParam& v : *values) {
        // From three on: products of subnormals and zeros only, so that signs and last bits are seen beside
        // NaN.
        const std::uint64_t draw = random.below(12) + (round % 2 ? 3 : 0);
        if (draw < 8) v = special[draw];
        if (draw == 8) v *= limits::min();
      }
    }
    p.check();
  }
}

TYPED_TEST(matmul_of, has_them_with_one_two_and_four_threads) {
  philox random(4, "matmul");
  for (const shape s : {shape{256, 256, 80}, shape{40, 2000, 60}, shape{2100, 33, 64}}) {
    problem<TypeParam> p(s, static_cast<unsigned>(random.below(16)), random);
    p.work_out();
    for (const unsigned threads : {1u, 2u, 4u}) {
      use_threads(threads);
      EXPECT_EQ(first_difference(p.multiply(), p.expected), -1) << threads << " threads";
    }
  }
}

TYPED_TEST(matmul_of, without_terms_is_its_start) {
  const std::vector<TypeParam> bias{1, 2, 3};
  std::vector<TypeParam> c(6, 9);
  matmul<TypeParam>(nullptr, nullptr, c.data(), 2, 3, 0, {.bias = bias.data()});
  EXPECT_EQ(c, (std::vector<TypeParam>{1, 2, 3, 1, 2, 3}));
  matmul<TypeParam>(nullptr, nullptr, c.data(), 2, 3, 0, {.accumulate = true});
  EXPECT_EQ(c, (std::vector<TypeParam>{1, 2, 3, 1, 2, 3}));
  matmul<TypeParam>(nullptr, nullptr, c.data(), 2, 3, 0);
  EXPECT_EQ(c, std::vector<TypeParam>(6, 0));
}

}  // namespace
}  // namespace hillock::nn
