// SPDX-License-Identifier: Apache-2.0
// Calls with a bias or a factor give the bits of the steps one after the other.
#include <string>

#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::activation, hillock::call, hillock::extent, hillock::find;

template <class T>
class fused : public ::testing::Test {};
TYPED_TEST_SUITE(fused, element_types);

// One IEEE operation on numbers of T, by way of long double, which holds sums and products of T but for those
// of doubles; and what NaN becomes.
template <class T>
T stepped(T x, T y, bool add) {
  if (is_nan(x)) return from_bits<T>(to_bits(x) | to_bits(make<T>(std::nan(""))));
  if (is_nan(y)) return from_bits<T>(to_bits(y) | to_bits(make<T>(std::nan(""))));
  T result;
  if constexpr (std::is_same_v<T, double>) {
    result = add ? x + y : x * y;
  } else {
    const double a = value_of(x), b = value_of(y);
    result = add ? T(static_cast<float>(a) + static_cast<float>(b)) : rounded_once<T>(a * b);
    if constexpr (std::is_same_v<T, float>) result = add ? x + y : x * y;
  }
  return is_nan(result) ? make<T>(std::nan("")) : result;
}

template <class T>
std::vector<T> numbers_of_all_sizes(std::size_t n, std::uint64_t seed) {
  hillock::philox random(seed, "fused");
  std::vector<T> v(n);
  for (T& x : v)
    x = random.below(8) == 0 ? from_bits<T>((std::uint64_t{random.bits()} << 32) | random.bits())
                             : make<T>(2 * random.normal());
  return v;
}

template <class T>
std::vector<T> computed(const activation& f, operation what, const call<T>& c) {
  std::vector<T> out(c.x.size());
  call<T> mine = c;
  mine.out = out;
  f.compute(what, mine);
  return out;
}

// What compute must give, one step after the other.
template <class T>
std::vector<T> step_by_step(const activation& f, operation what, const call<T>& c) {
  std::vector<T> x(c.x.begin(), c.x.end()), dy(c.dy.begin(), c.dy.end());
  for (std::size_t i = 0; i < x.size() && !c.bias.empty(); ++i)
    x[i] = stepped(x[i], c.bias[i / c.shape.inner % c.shape.length], true);
  for (std::size_t i = 0; i < dy.size() && !c.factor.empty(); ++i) dy[i] = stepped(dy[i], c.factor[i], false);
  std::vector<T> out = computed<T>(f, what,
                                   {.x = x,
                                    .dy = dy,
                                    .out = {},
                                    .shape = c.shape,
                                    .parameters = c.parameters,
                                    .mask = {},
                                    .bias = {},
                                    .factor = {}});
  for (std::size_t i = 0; i < out.size() && dy.empty() && !c.factor.empty(); ++i)
    out[i] = stepped(out[i], c.factor[i], false);
  return out;
}

const std::vector<extent> shapes_of_layers{{1, 7, 1},   {5, 3, 1}, {130, 33, 1}, {3, 2000, 1},
                                           {2, 3, 100}, {2, 4, 9}, {1, 5, 3000}, {4000, 1, 1}};

TYPED_TEST(fused, calls_give_the_bits_of_their_steps) {
  using T = TypeParam;
  for (const extent& shape : shapes_of_layers) {
    const std::size_t n = shape.outer * shape.length * shape.inner;
    const std::vector<T> x = numbers_of_all_sizes<T>(n, 1), dy = numbers_of_all_sizes<T>(n, 2),
                         factor = numbers_of_all_sizes<T>(n, 3),
                         bias = numbers_of_all_sizes<T>(shape.length, 4);
    for (const char* name : {"relu", "tanh", "silu", "leaky_relu(slope=0.2)"}) {
      const activation f = find(name);
      for (const operation what : operations_of(f)) {
        const bool back = what == operation::backward || what == operation::backward_from_output;
        for (const int with : {1, 2, 3}) {
          call<T> c{.x = x,
                    .dy = back ? std::span<const T>(dy) : std::span<const T>(),
                    .out = {},
                    .shape = shape,
                    .parameters = {},
                    .mask = {},
                    .bias = {},
                    .factor = {}};
          if (with & 1) c.bias = bias;
          if (with & 2) c.factor = factor;
          if (what == operation::backward_from_output) c.bias = {};
          const std::vector<T> want = step_by_step<T>(f, what, c);
          for (const std::string_view isa : hillock::isas()) {
            const on_path path(isa);
            ASSERT_TRUE(same_bits(computed<T>(f, what, c), want, x))
                << name_of(f, what) << ' ' << with << ' ' << shape.length << ' ' << shape.inner << " on "
                << isa;
          }
        }
      }
    }
  }
}

TYPED_TEST(fused, calls_take_parameters_for_each_channel_too) {
  using T = TypeParam;
  const activation f = find("leaky_relu");
  for (const extent& shape : std::vector<extent>{{9, 130, 1}, {3, 4, 300}, {2, 5, 3}}) {
    const std::size_t n = shape.outer * shape.length * shape.inner;
    const std::vector<T> x = numbers_of_all_sizes<T>(n, 5), dy = numbers_of_all_sizes<T>(n, 6),
                         factor = numbers_of_all_sizes<T>(n, 7),
                         bias = numbers_of_all_sizes<T>(shape.length, 8);
    std::vector<double> slopes;
    for (std::size_t i = 0; i < shape.length; ++i) slopes.push_back(0.01 * static_cast<double>(i % 50));
    const call<T> forward{.x = x,
                          .dy = {},
                          .out = {},
                          .shape = shape,
                          .parameters = slopes,
                          .mask = {},
                          .bias = bias,
                          .factor = factor};
    call<T> backward = forward;
    backward.dy = dy;
    EXPECT_TRUE(same_bits(computed<T>(f, operation::forward, forward),
                          step_by_step<T>(f, operation::forward, forward), x));
    EXPECT_TRUE(same_bits(computed<T>(f, operation::backward, backward),
                          step_by_step<T>(f, operation::backward, backward), x));
  }
}

TYPED_TEST(fused, calls_work_in_place_and_on_any_number_of_threads) {
  using T = TypeParam;
  const extent shape{700, 800, 1};
  const std::size_t n = shape.outer * shape.length;
  const std::vector<T> x = numbers_of_all_sizes<T>(n, 9), dy = numbers_of_all_sizes<T>(n, 10),
                       factor = numbers_of_all_sizes<T>(n, 11),
                       bias = numbers_of_all_sizes<T>(shape.length, 12);
  const activation f = find("gelu");
  call<T> c{.x = x,
            .dy = {},
            .out = {},
            .shape = shape,
            .parameters = {},
            .mask = {},
            .bias = bias,
            .factor = factor};
  const std::vector<T> y = computed<T>(f, operation::forward, c);
  std::vector<T> over_x = x, over_factor = factor;
  hillock::use_threads(3);
  c.x = over_x, c.out = over_x;
  f.compute(operation::forward, c);
  EXPECT_TRUE(same_bits(over_x, y, x));
  c.x = x, c.factor = over_factor, c.out = over_factor;
  f.compute(operation::forward, c);
  EXPECT_TRUE(same_bits(over_factor, y, x));
  hillock::use_threads(1);
  c.factor = factor, c.dy = dy;
  const std::vector<T> dx = computed<T>(f, operation::backward, c);
  hillock::use_threads(0);
  for (const int into : {0, 1, 2}) {
    std::vector<T> arrays[]{x, dy, factor};
    c.x = arrays[0], c.dy = arrays[1], c.factor = arrays[2], c.out = arrays[into];
    f.compute(operation::backward, c);
    EXPECT_TRUE(same_bits(arrays[into], dx, x)) << into;
  }
}

TEST(fused_calls, say_what_does_not_fit) {
  std::vector<float> x(6), out(6), bias(3), factor(6);
  const auto said = [](const activation& f, operation what, const call<float>& c) -> std::string {
    try {
      f.compute(what, c);
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "accepted";
  };
  const activation relu = find("relu");
  call<float> c{.x = x,
                .dy = {},
                .out = out,
                .shape = {2, 3, 1},
                .parameters = {},
                .mask = {},
                .bias = bias,
                .factor = factor};
  EXPECT_EQ(said(relu, operation::forward, c), "accepted");
  EXPECT_EQ(said(find("softmax"), operation::forward, c),
            "hillock: softmax acts on rows: bias and factor are of functions of single elements");
  c.bias = std::span(bias).first(2);
  EXPECT_EQ(said(relu, operation::forward, c),
            "hillock: bias has 2 elements, expected one for each of 3 channels");
  c.bias = std::span(out).first(3);
  EXPECT_EQ(said(relu, operation::forward, c),
            "hillock: bias and y overlap: they must have no byte in common");
  c.bias = {}, c.factor = std::span(factor).first(5);
  EXPECT_EQ(said(relu, operation::forward, c), "hillock: x has 6 elements, factor has 5");
  c.factor = {}, c.bias = bias, c.dy = factor;
  EXPECT_EQ(said(relu, operation::backward_from_output, c),
            "hillock: bias is added to an input, and backward from the output has none");
  std::vector<float> shared(10);
  c = {.x = x,
       .dy = {},
       .out = std::span(shared).first(6),
       .shape = {},
       .parameters = {},
       .mask = {},
       .bias = {},
       .factor = std::span(shared).subspan(2, 6)};
  EXPECT_EQ(
      said(relu, operation::forward, c),
      "hillock: factor and y overlap, 8 bytes apart: they must be the same elements or have none in common");
}

}  // namespace
}  // namespace functions_test
