// SPDX-License-Identifier: Apache-2.0
// Special values, gradients at and beyond kinks, and what the public face refuses.
#include <cstdlib>

#include "functions_support.hpp"

namespace functions_test {
namespace {

template <class T>
class special : public ::testing::Test {
 protected:
  static T one(const hillock::activation& f, operation op, T x, T dy = make<T>(1)) {
    return result_of<T>(f, op, {x}, {dy})[0];
  }
  static void expect(const char* name, operation op, double x, double want) {
    const hillock::activation f = hillock::find(name);
    EXPECT_EQ(to_bits(one(f, op, make<T>(x))), to_bits(make<T>(want))) << name_of(f, op) << " at " << x;
  }
  static constexpr double inf = std::numeric_limits<double>::infinity();
};
TYPED_TEST_SUITE(special, element_types);

TYPED_TEST(special, limits_and_signed_zeros) {
  const double inf = this->inf;
  this->expect("sigmoid", operation::forward, -inf, 0.0);
  this->expect("sigmoid", operation::forward, inf, 1.0);
  this->expect("sigmoid", operation::forward, -0.0, 0.5);
  this->expect("sigmoid", operation::slope, inf, 0.0);
  this->expect("sigmoid", operation::slope, -inf, 0.0);
  this->expect("sigmoid", operation::slope, 0.0, 0.25);
  this->expect("tanh", operation::forward, -inf, -1.0);
  this->expect("tanh", operation::forward, inf, 1.0);
  this->expect("tanh", operation::forward, -0.0, -0.0);
  this->expect("tanh", operation::forward, 0.0, 0.0);
  this->expect("tanh", operation::slope, -inf, 0.0);
  this->expect("tanh", operation::slope, -0.0, 1.0);
  this->expect("relu", operation::forward, -0.0, 0.0);
  this->expect("relu", operation::forward, -inf, 0.0);
  this->expect("relu", operation::forward, -5.0, 0.0);
  this->expect("relu", operation::forward, inf, inf);
  this->expect("relu", operation::slope, 0.0, 0.0);
  this->expect("leaky_relu", operation::forward, inf, inf);
  this->expect("leaky_relu", operation::forward, -inf, -inf);
  this->expect("leaky_relu", operation::forward, -0.0, -0.0);
  this->expect("leaky_relu", operation::slope, 0.0, 0.01);
  this->expect("leaky_relu(slope=0)", operation::forward, -inf, -0.0);
  this->expect("leaky_relu(slope=0)", operation::forward, -5.0, -0.0);
  this->expect("leaky_relu(slope=0)", operation::forward, inf, inf);
  this->expect("prelu", operation::forward, -4.0, -1.0);
  this->expect("prelu", operation::forward, -0.0, -0.0);
  this->expect("prelu", operation::slope, 0.0, 0.25);
  this->expect("relu6", operation::forward, -inf, 0.0);
  this->expect("relu6", operation::forward, -0.0, 0.0);
  this->expect("relu6", operation::forward, 5.5, 5.5);
  this->expect("relu6", operation::forward, inf, 6.0);
  this->expect("relu6", operation::slope, 0.0, 0.0);
  this->expect("relu6", operation::slope, 6.0, 0.0);
  this->expect("relu6", operation::slope, 5.5, 1.0);
  this->expect("hard_tanh", operation::forward, -inf, -1.0);
  this->expect("hard_tanh", operation::forward, inf, 1.0);
  this->expect("hard_tanh", operation::forward, -0.0, -0.0);
  this->expect("hard_tanh", operation::slope, -1.0, 0.0);
  this->expect("hard_tanh", operation::slope, 1.0, 0.0);
  this->expect("hard_tanh(min=0,max=2)", operation::forward, -0.0, 0.0);
  this->expect("hard_tanh(min=2,max=-3)", operation::forward, 0.0, -3.0);
  this->expect("hard_tanh(min=2,max=-3)", operation::forward, inf, -3.0);
  this->expect("hard_tanh(min=2,max=-3)", operation::slope, 0.0, 0.0);
  this->expect("threshold", operation::forward, -inf, 0.0);
  this->expect("threshold", operation::forward, 1.0, 0.0);
  this->expect("threshold", operation::forward, 1.5, 1.5);
  this->expect("threshold", operation::slope, 1.0, 0.0);
  this->expect("threshold(threshold=-2,value=7)", operation::forward, -2.0, 7.0);
  this->expect("threshold(threshold=-2,value=7)", operation::forward, -0.0, -0.0);
  this->expect("step", operation::forward, -inf, 0.0);
  this->expect("step", operation::forward, -0.0, 0.0);
  this->expect("step", operation::forward, 0.0, 0.0);
  this->expect("step", operation::forward, 0.25, 1.0);
  this->expect("step", operation::forward, inf, 1.0);
  this->expect("step", operation::slope, 0.0, 0.0);
  for (const char* name : {"hard_shrink", "soft_shrink"}) {
    this->expect(name, operation::forward, -inf, -inf);
    this->expect(name, operation::forward, -0.25, 0.0);
    this->expect(name, operation::forward, -0.0, 0.0);
    this->expect(name, operation::forward, 0.5, 0.0);
    this->expect(name, operation::slope, 0.5, 0.0);
    this->expect(name, operation::slope, -0.5, 0.0);
    this->expect(name, operation::slope, -0.75, 1.0);
  }
  this->expect("hard_shrink", operation::forward, -0.75, -0.75);
  this->expect("hard_shrink(lambda=0)", operation::forward, -0.25, -0.25);
  this->expect("hard_shrink(lambda=0)", operation::slope, 0.0, 0.0);
  this->expect("soft_shrink", operation::forward, -0.75, -0.25);
  this->expect("shifted_relu", operation::forward, -inf, -1.0);
  this->expect("shifted_relu", operation::forward, -0.0, -0.0);
  this->expect("shifted_relu", operation::slope, -1.0, 0.0);
  this->expect("sparse_sigmoid", operation::forward, -inf, 0.0);
  this->expect("sparse_sigmoid", operation::forward, -0.0, 0.5);
  this->expect("sparse_sigmoid", operation::forward, inf, 1.0);
  this->expect("sparse_sigmoid", operation::slope, -1.0, 0.0);
  this->expect("sparse_sigmoid", operation::slope, 1.0, 0.0);
  this->expect("sparse_sigmoid", operation::slope, 0.0, 0.5);
  this->expect("hard_sigmoid", operation::forward, -inf, 0.0);
  this->expect("hard_sigmoid", operation::forward, inf, 1.0);
  this->expect("hard_sigmoid", operation::forward, -0.0, 0.5);
  this->expect("hard_sigmoid", operation::forward, -1.5, 0.25);
  this->expect("hard_sigmoid", operation::slope, -3.0, 0.0);
  this->expect("hard_sigmoid", operation::slope, 3.0, 0.0);
  this->expect("hard_swish", operation::forward, -inf, -0.0);
  this->expect("hard_swish", operation::forward, -3.0, -0.0);
  this->expect("hard_swish", operation::forward, -0.0, -0.0);
  this->expect("hard_swish", operation::forward, -1.5, -0.375);
  this->expect("hard_swish", operation::forward, inf, inf);
  this->expect("hard_swish", operation::slope, -inf, 0.0);
  this->expect("hard_swish", operation::slope, -3.0, 0.0);
  this->expect("hard_swish", operation::slope, -1.5, 0.0);
  this->expect("hard_swish", operation::slope, 3.0, 1.0);
  this->expect("hard_mish", operation::forward, -inf, -0.0);
  this->expect("hard_mish", operation::forward, -2.0, -0.0);
  this->expect("hard_mish", operation::forward, -1.0, -0.5);
  this->expect("hard_mish", operation::forward, -0.0, -0.0);
  this->expect("hard_mish", operation::forward, inf, inf);
  this->expect("hard_mish", operation::slope, -2.0, 0.0);
  this->expect("hard_mish", operation::slope, 0.0, 1.0);
  for (const char* name : {"sparse_plus", "smelu"}) {
    this->expect(name, operation::forward, -inf, 0.0);
    this->expect(name, operation::forward, -1.0, 0.0);
    this->expect(name, operation::forward, -0.0, 0.25);
    this->expect(name, operation::forward, 0.5, 0.5625);
    this->expect(name, operation::forward, inf, inf);
    this->expect(name, operation::slope, -1.0, 0.0);
    this->expect(name, operation::slope, -0.0, 0.5);
    this->expect(name, operation::slope, 1.0, 1.0);
  }
  this->expect("smelu(beta=2)", operation::forward, 0.0, 0.5);
  this->expect("elliot", operation::forward, -inf, 0.0);
  this->expect("elliot", operation::forward, -0.0, 0.5);
  this->expect("elliot", operation::forward, 1.0, 0.75);
  this->expect("elliot", operation::forward, inf, 1.0);
  this->expect("elliot", operation::slope, 0.0, 0.5);
  this->expect("elliot", operation::slope, -inf, 0.0);
  this->expect("isru", operation::forward, -inf, -1.0);
  this->expect("isru", operation::forward, inf, 1.0);
  this->expect("isru", operation::forward, -0.0, -0.0);
  this->expect("isru", operation::forward, -0.75, -0.6);
  this->expect("isru", operation::slope, -inf, 0.0);
  this->expect("isru", operation::slope, -0.0, 1.0);
  this->expect("isru(alpha=4)", operation::forward, inf, 0.5);
  this->expect("isrlu", operation::forward, -inf, -1.0);
  this->expect("isrlu", operation::forward, -0.75, -0.6);
  this->expect("isrlu", operation::forward, -0.0, -0.0);
  this->expect("isrlu", operation::forward, inf, inf);
  this->expect("isrlu", operation::slope, inf, 1.0);
  this->expect("isrlu", operation::slope, -inf, 0.0);
  this->expect("squareplus", operation::forward, -inf, 0.0);
  this->expect("squareplus", operation::forward, -0.0, 1.0);
  this->expect("squareplus", operation::forward, 1.5, 2.0);
  this->expect("squareplus", operation::forward, -1.5, 0.5);
  this->expect("squareplus", operation::forward, inf, inf);
  this->expect("squareplus", operation::slope, -inf, 0.0);
  this->expect("squareplus", operation::slope, 0.0, 0.5);
  this->expect("squareplus", operation::slope, inf, 1.0);
  this->expect("squared_relu", operation::forward, -inf, 0.0);
  this->expect("squared_relu", operation::forward, -0.0, 0.0);
  this->expect("squared_relu", operation::forward, inf, inf);
  this->expect("squared_relu", operation::slope, -1.0, 0.0);
  this->expect("squared_relu", operation::slope, inf, inf);
  this->expect("identity", operation::forward, -0.0, -0.0);
  this->expect("identity", operation::slope, -inf, 1.0);
}

// The slope 2x of the largest numbers is none, its product with a small gradient is.
TYPED_TEST(special, the_slope_of_squared_relu_may_overflow_where_the_gradient_does_not) {
  using T = TypeParam;
  const T x = largest<T>(), half = make<T>(0.5), tiny = from_bits<T>(1);
  const hillock::activation f = hillock::find("squared_relu");
  for (const std::string_view isa : hillock::isas()) {
    const on_path path(isa);
    EXPECT_EQ(to_bits(this->one(f, operation::backward, x, half)), to_bits(x)) << isa;
    EXPECT_EQ(to_bits(this->one(f, operation::backward, x, make<T>(2))), to_bits(infinity<T>())) << isa;
    EXPECT_EQ(to_bits(this->one(f, operation::backward, half, tiny)), to_bits(tiny)) << isa;
    EXPECT_EQ(to_bits(this->one(f, operation::backward, tiny, x)),
              to_bits(make<T>(2 * value_of(tiny) * value_of(x))))
        << isa;
    EXPECT_TRUE(is_nan(this->one(f, operation::backward, infinity<T>(), make<T>(0)))) << isa;
  }
}

// x/2 + x²/6 of the smallest numbers: a tie, but for a square that no number of its size holds.
TYPED_TEST(special, hard_swish_of_the_smallest_numbers_is_not_a_tie) {
  using T = TypeParam;
  const hillock::activation f = hillock::find("hard_swish");
  const bits_of<T> sign = to_bits(make<T>(-0.0));
  for (const std::string_view isa : hillock::isas()) {
    const on_path path(isa);
    if (std::is_same_v<T, double>) continue;  // there x² is no double either
    EXPECT_EQ(to_bits(this->one(f, operation::forward, from_bits<T>(5))), 3u) << isa;
    EXPECT_EQ(to_bits(this->one(f, operation::forward, from_bits<T>(sign | 3u))), sign | 1u) << isa;
  }
}

TYPED_TEST(special, the_smallest_numbers_are_not_flushed) {
  using T = TypeParam;
  const T tiny = from_bits<T>(1), minus_tiny = from_bits<T>(to_bits(make<T>(-0.0)) | 1);
  for (const char* name : {"identity", "tanh", "relu", "leaky_relu"}) {
    const hillock::activation f = hillock::find(name);
    EXPECT_EQ(to_bits(this->one(f, operation::forward, tiny)), to_bits(tiny)) << name;
  }
  EXPECT_EQ(to_bits(this->one(hillock::find("tanh"), operation::forward, minus_tiny)), to_bits(minus_tiny));
  EXPECT_EQ(to_bits(this->one(hillock::find("identity"), operation::backward, make<T>(1), tiny)),
            to_bits(tiny));
}

TYPED_TEST(special, a_signalling_nan_comes_out_quiet_with_its_payload) {
  using T = TypeParam;
  const auto quiet = static_cast<bits_of<T>>(to_bits(infinity<T>()) | (to_bits(infinity<T>()) >> 1));
  const T signalling = from_bits<T>(to_bits(infinity<T>()) | 5), quieted = from_bits<T>(quiet | 5);
  for (const std::string_view isa : hillock::isas()) {
    const on_path path(isa);
    for (const hillock::activation& f : elementwise()) {
      for (const operation op : operations_of(f))
        EXPECT_EQ(to_bits(this->one(f, op, signalling)), to_bits(quieted)) << name_of(f, op) << " on " << isa;
    }
  }
}

TYPED_TEST(special, nan_of_x_wins_over_nan_of_dy) {
  using T = TypeParam;
  const auto quiet = static_cast<bits_of<T>>(to_bits(infinity<T>()) | (to_bits(infinity<T>()) >> 1));
  const T a = from_bits<T>(quiet | 5), b = from_bits<T>(quiet | 9);
  for (const hillock::activation& f : elementwise()) {
    EXPECT_EQ(to_bits(this->one(f, operation::backward, a, b)), to_bits(a)) << f.to_string();
    // A flat side lets no NaN pass.
    bool passes = false;
    for (const double x : {-2.0, -0.25, 0.25, 1.0, 2.0, 4.0}) {
      if (f.card().flat && value_of(this->one(f, operation::slope, make<T>(x))) == 0) continue;
      passes = true;
      EXPECT_EQ(to_bits(this->one(f, operation::backward, make<T>(x), b)), to_bits(b)) << f.to_string();
    }
    EXPECT_TRUE(passes || f.card().flat) << f.to_string();
  }
}

// As in PyTorch: where a kinked function is flat nothing passes, whatever dy is.
TYPED_TEST(special, the_flat_side_of_a_kink_lets_nothing_pass) {
  using T = TypeParam;
  const T nan = make<T>(std::numeric_limits<double>::quiet_NaN());
  for (const char* name : {"relu", "leaky_relu(slope=0)"}) {
    for (const operation op : {operation::backward, operation::backward_from_output}) {
      for (const T dy : {infinity<T>(), nan, make<T>(-3)}) {
        for (const double x : {-this->inf, -2.0, -0.0, 0.0}) {
          EXPECT_EQ(to_bits(this->one(hillock::find(name), op, make<T>(x), dy)), 0u) << name << " at " << x;
        }
      }
      EXPECT_EQ(to_bits(this->one(hillock::find(name), op, make<T>(2), infinity<T>())),
                to_bits(infinity<T>()));
    }
  }
}

// verify_gradients_test.cpp has the rule for every function and input; this runs where MPFR does not.
TYPED_TEST(special, an_infinite_gradient_passes_where_the_slope_is_not_zero) {
  using T = TypeParam;
  const double inf = this->inf;
  for (const std::string_view isa : hillock::isas()) {
    const on_path path(isa);
    for (const char* name : {"sigmoid", "tanh", "softsign"}) {
      const auto gradient = [&](double x, double dy) {
        return value_of(this->one(hillock::find(name), operation::backward, make<T>(x), make<T>(dy)));
      };
      for (const double dy : {inf, -inf}) {
        for (const double x : {0.0, -3.0, 1000.0, -60000.0, value_of(largest<T>()), -value_of(largest<T>())})
          EXPECT_EQ(gradient(x, dy), dy) << name << " at " << x << " on " << isa;
        for (const double x : {inf, -inf})
          EXPECT_TRUE(std::isnan(gradient(x, dy))) << name << " at " << x << " on " << isa;
      }
      EXPECT_EQ(gradient(inf, 5), 0) << name << " on " << isa;
      EXPECT_EQ(gradient(-inf, value_of(largest<T>())), 0) << name << " on " << isa;
    }
    EXPECT_EQ(value_of(this->one(hillock::find("identity"), operation::backward, make<T>(inf), make<T>(inf))),
              inf);
  }
}

// ∞·0 is a NaN whose sign differs between machines; here it is one NaN.
TYPED_TEST(special, infinity_times_zero_is_the_same_nan_everywhere) {
  using T = TypeParam;
  const T nan = make<T>(std::numeric_limits<double>::quiet_NaN());
  for (const std::string_view isa : hillock::isas()) {
    const on_path path(isa);
    EXPECT_EQ(
        to_bits(this->one(hillock::find("tanh"), operation::backward_from_output, make<T>(1), infinity<T>())),
        to_bits(nan))
        << isa;
  }
}

TYPED_TEST(special, backward_from_output_is_the_slope_at_the_input) {
  using T = TypeParam;
  for (const double y : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    EXPECT_EQ(value_of(this->one(hillock::find("sigmoid"), operation::backward_from_output, make<T>(y),
                                 make<T>(2))),
              2 * y * (1 - y));
    EXPECT_EQ(
        value_of(this->one(hillock::find("tanh"), operation::backward_from_output, make<T>(y), make<T>(2))),
        2 * (1 - y * y));
  }
  EXPECT_EQ(to_bits(this->one(hillock::find("leaky_relu"), operation::backward_from_output, make<T>(-1))),
            to_bits(make<T>(0.01)));
}

TEST(special, backward_rounds_once) {
  // dy·f'(x) in float: one rounding of the exact product, not of a rounded slope.
  const hillock::activation f = hillock::find("sigmoid");
  std::vector<float> x, dy;
  hillock::philox random(4, "backward");
  for (int i = 0; i < 20000; ++i)
    x.push_back(static_cast<float>(4 * random.normal())), dy.push_back(static_cast<float>(random.normal()));
  const std::vector<float> dx = result_of(f, operation::backward, x, dy);
  const std::vector<double> wide(x.begin(), x.end());
  const std::vector<double> slope = result_of(f, operation::slope, wide, wide);
  std::size_t differing = 0;
  for (std::size_t i = 0; i < x.size(); ++i) differing += dx[i] != static_cast<float>(slope[i] * dy[i]);
  EXPECT_LE(differing, 1u);  // two double roundings against one: differs about once in 2^28
}

TEST(public_face, refuses_spans_of_different_sizes) {
  const hillock::activation f = hillock::find("relu");
  std::vector<float> eight(8), seven(7);
  const auto message = [&](auto call) -> std::string {
    try {
      call();
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "accepted";
  };
  EXPECT_EQ(message([&] { f.forward(eight, seven); }), "hillock: x has 8 elements, y has 7");
  EXPECT_EQ(message([&] { f.slope(seven, eight); }), "hillock: x has 7 elements, d has 8");
  EXPECT_EQ(message([&] { f.backward(eight, seven, eight); }), "hillock: x has 8 elements, dy has 7");
  EXPECT_EQ(message([&] { f.backward(eight, eight, seven); }), "hillock: x has 8 elements, dx has 7");
  EXPECT_EQ(message([&] { f.backward_from_output(eight, seven, eight); }),
            "hillock: y has 8 elements, dy has 7");
}

TEST(public_face, takes_empty_spans) {
  for (const hillock::activation& f : elementwise()) {
    for (const operation op : operations_of(f)) apply<float>(f, op, {}, {}, {});
  }
}

TEST(public_face, has_a_backward_from_output_only_where_the_output_tells_the_side) {
  EXPECT_THROW(hillock::find("leaky_relu(slope=-1)").backward_from_output(std::span<const float>(), {}, {}),
               std::invalid_argument);
  EXPECT_FALSE(hillock::find("leaky_relu(slope=-1)").has_backward_from_output());
}

TEST(public_face, forces_a_path_or_says_which_are_valid) {
  const std::string_view before = hillock::active_isa();
  for (const std::string_view isa : hillock::isas()) {
    hillock::use(isa);
    EXPECT_EQ(hillock::active_isa(), isa);
  }
  hillock::use(before);
  EXPECT_EQ(hillock::isas().back(), "portable");
  try {
    hillock::use("avx1024");
    FAIL() << "accepted";
  } catch (const std::invalid_argument& e) {
    for (const std::string_view isa : hillock::isas())
      EXPECT_NE(std::string(e.what()).find(isa), std::string::npos) << e.what();
  }
  EXPECT_EQ(hillock::active_isa(), before);
}

#if defined(__x86_64__)  // starts a fresh process of this test, which an emulated one cannot
TEST(public_face_DeathTest, takes_the_path_from_the_environment) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto report = [](const char* wanted) {
    setenv("HILLOCK_ISA", wanted, 1);
    try {
      std::fprintf(stderr, "active: %s", std::string(hillock::active_isa()).c_str());
    } catch (const std::invalid_argument& e) {
      std::fprintf(stderr, "%s", e.what());
    }
    std::exit(7);
  };
  EXPECT_EXIT(report("portable"), ::testing::ExitedWithCode(7), "active: portable");
  EXPECT_EXIT(report("pentium"), ::testing::ExitedWithCode(7),
              "HILLOCK_ISA .*'pentium'.* valid here: .*portable");
  EXPECT_EXIT(report("neon"), ::testing::ExitedWithCode(7), "'neon'.*valid here");
}
#endif

}  // namespace
}  // namespace functions_test
