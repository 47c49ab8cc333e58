// SPDX-License-Identifier: Apache-2.0
// Calls that are described whole: rows along any axis, parameters for each channel, masks. All of them give
// the bits of the simple calls on the same rows, or elements, alone.
#include <algorithm>
#include <string>

#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::activation, hillock::call, hillock::extent, hillock::find;

template <class T>
class calls : public ::testing::Test {};
TYPED_TEST_SUITE(calls, element_types);

// Beside one and two neighbours: fewer than a cache line holds, one more than it, and enough to be worth a
// call.
const std::vector<extent> shapes{{3, 5, 1},  {1, 4, 2},   {2, 7, 3},    {2, 1, 5},   {3, 130, 17},
                                 {2, 3, 64}, {2, 33, 65}, {1, 5000, 3}, {300, 3, 1}, {517, 2, 3}};

std::size_t size_of(const extent& e) { return e.outer * e.length * e.inner; }

template <class T>
std::vector<T> numbers(std::size_t n, std::uint64_t seed) {
  hillock::philox random(seed, "calls");
  std::vector<T> x(n);
  for (T& v : x) v = make<T>(3 * random.normal());
  return x;
}

// Rows of the shape, one after the other, as the simple calls take them; and back.
template <class T>
std::vector<T> rows_of(const extent& e, const std::vector<T>& x) {
  std::vector<T> rows;
  for (std::size_t o = 0; o < e.outer; ++o)
    for (std::size_t i = 0; i < e.inner; ++i)
      for (std::size_t j = 0; j < e.length; ++j) rows.push_back(x[(o * e.length + j) * e.inner + i]);
  return rows;
}
template <class T>
std::vector<T> from_rows(const extent& e, const std::vector<T>& rows) {
  std::vector<T> x(rows.size());
  std::size_t k = 0;
  for (std::size_t o = 0; o < e.outer; ++o)
    for (std::size_t i = 0; i < e.inner; ++i)
      for (std::size_t j = 0; j < e.length; ++j) x[(o * e.length + j) * e.inner + i] = rows[k++];
  return x;
}

template <class T>
std::vector<T> simple(const activation& f, operation what, const std::vector<T>& x, const std::vector<T>& dy,
                      std::size_t columns) {
  std::vector<T> out(x.size());
  if (what == operation::forward) f.forward(x, out, columns);
  if (what == operation::backward) f.backward(x, dy, out, columns);
  if (what == operation::backward_from_output) f.backward_from_output(x, dy, out, columns);
  return out;
}

template <class T>
std::vector<T> whole(const activation& f, operation what, call<T> c) {
  std::vector<T> out(c.x.size());
  c.out = out;
  if (what == operation::forward || what == operation::slope) c.dy = {};
  f.compute(what, c);
  return out;
}

// Of those that make one number of a row functions_masks_test.cpp tells.
std::vector<activation> of_rows() {
  std::vector<activation> result;
  std::copy_if(hillock::all().begin(), hillock::all().end(), std::back_inserter(result),
               [](const activation& f) { return f.card().of_rows && !f.card().reduces; });
  return result;
}

TYPED_TEST(calls, rows_along_any_axis_are_those_rows_alone) {
  using T = TypeParam;
  for (const extent& e : shapes) {
    const std::vector<T> x = numbers<T>(size_of(e), 1), dy = gradients<T>(size_of(e));
    for (const activation& f : of_rows()) {
      for (const operation what : operations_of(f)) {
        const auto want = from_rows(e, simple<T>(f, what, rows_of(e, x), rows_of(e, dy), e.length));
        const auto got =
            whole<T>(f, what, {.x = x, .dy = dy, .out = {}, .shape = e, .parameters = {}, .mask = {}});
        EXPECT_TRUE(same_bits(got, want, x))
            << name_of(f, what) << ' ' << e.outer << ' ' << e.length << ' ' << e.inner;
      }
    }
  }
}

TYPED_TEST(calls, each_channel_has_its_parameters) {
  using T = TypeParam;
  for (const extent& e : shapes) {
    const std::vector<T> x = numbers<T>(size_of(e), 2), dy = gradients<T>(size_of(e));
    for (const activation& f : hillock::all()) {
      const std::size_t each = f.card().parameters.size();
      if (f.card().of_rows || each == 0) continue;
      hillock::philox random(3, "parameters");
      std::vector<double> parameters(e.length * each);
      std::vector<activation> channel(e.length, f);
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const hillock::parameter& p = f.card().parameters[i % each];
        parameters[i] = std::clamp(random.uniform(), p.low, p.high);
        channel[i / each] = channel[i / each].with(p.name, parameters[i]);
      }
      for (const operation what : operations_of(f)) {
        std::vector<T> want(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
          apply<T>(channel[i / e.inner % e.length], what, std::span(&x[i], 1), std::span(&dy[i], 1),
                   std::span(&want[i], 1));
        }
        const auto got = whole<T>(
            f, what, {.x = x, .dy = dy, .out = {}, .shape = e, .parameters = parameters, .mask = {}});
        EXPECT_TRUE(same_bits(got, want, x))
            << name_of(f, what) << ' ' << e.outer << ' ' << e.length << ' ' << e.inner;
      }
    }
  }
}

// What is left out counts as −inf, whatever it holds, and its gradient is +0, whatever dy is there.
TYPED_TEST(calls, what_a_mask_leaves_out_has_no_part_in_its_row) {
  using T = TypeParam;
  const T nan = make<T>(std::nan("")), inf = infinity<T>(), zero = make<T>(0);
  for (const extent& e : shapes) {
    hillock::philox random(4, "masks");
    std::vector<T> x = numbers<T>(size_of(e), 5), dy = numbers<T>(size_of(e), 6), bare_x = x, bare_dy = dy;
    std::vector<std::uint8_t> mask(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      mask[i] = random.uniform() < 0.6 ? static_cast<std::uint8_t>(1 + i % 255) : 0;
      if (i / e.inner % e.length == 0) mask[i] = 1;  // no row without any
      if (mask[i]) continue;
      x[i] = i % 3 == 0 ? nan : i % 3 == 1 ? inf : x[i], dy[i] = i % 2 == 0 ? nan : inf;
      bare_dy[i] = zero;
    }
    for (const activation& f : of_rows()) {
      const T nothing = make<T>(f.card().range.low);
      for (std::size_t i = 0; i < x.size(); ++i)
        if (!mask[i]) bare_x[i] = make<T>(f.card().name == "softmin" ? INFINITY : -INFINITY);
      for (const operation what : operations_of(f)) {
        const bool forward = what == operation::forward;
        std::vector<T> input = bare_x, foul = x;
        if (what == operation::backward_from_output) {
          input = from_rows(e, simple<T>(f, operation::forward, rows_of(e, bare_x), {}, e.length)),
          foul = input;
          for (std::size_t i = 0; i < x.size(); ++i)
            if (!mask[i]) foul[i] = x[i];
        }
        auto want = from_rows(e, simple<T>(f, what, rows_of(e, input), rows_of(e, bare_dy), e.length));
        for (std::size_t i = 0; i < x.size(); ++i) {
          if (mask[i]) continue;
          EXPECT_EQ(value_of(want[i]), forward ? value_of(nothing) : 0) << f;
          want[i] = forward ? nothing : zero;
        }
        const auto got =
            whole<T>(f, what, {.x = foul, .dy = dy, .out = {}, .shape = e, .parameters = {}, .mask = mask});
        EXPECT_TRUE(same_bits(got, want, foul))
            << name_of(f, what) << ' ' << e.outer << ' ' << e.length << ' ' << e.inner;
      }
    }
  }
}

TYPED_TEST(calls, a_row_with_nothing_left_is_nan_and_has_no_gradient) {
  using T = TypeParam;
  const std::vector<T> x = numbers<T>(6, 7);
  const std::vector<std::uint8_t> mask{0, 0, 0, 1, 0, 1};
  for (const activation& f : of_rows()) {
    const call<T> c{.x = x, .dy = x, .out = {}, .shape = {2, 3, 1}, .parameters = {}, .mask = mask};
    const auto y = whole<T>(f, operation::forward, c), dx = whole<T>(f, operation::backward, c);
    for (std::size_t i = 0; i < 6; ++i) {
      EXPECT_EQ(is_nan(y[i]), i < 3 && f.card().name != "softmax_one") << f;
      EXPECT_FALSE(is_nan(dx[i])) << f;
      EXPECT_TRUE(mask[i] != 0 || to_bits(dx[i]) == 0) << f << i;
    }
  }
}

TYPED_TEST(calls, work_in_place_and_on_any_number_of_threads) {
  using T = TypeParam;
  const extent image{4, 40, 1111}, matrix{40 * 1111, 4, 1};
  const std::vector<T> x = numbers<T>(size_of(image), 8), dy = numbers<T>(size_of(image), 9);
  const std::vector<std::uint8_t> mask(x.size(), 1);
  std::vector<double> slopes(40);
  for (std::size_t i = 0; i < slopes.size(); ++i) slopes[i] = static_cast<double>(i) / 64;
  const struct {
    const char* name;
    extent shape;
    std::span<const double> parameters;
    std::span<const std::uint8_t> mask;
  } kinds[] = {{"softmax", image, {}, {}},
               {"softmax", matrix, {}, mask},
               {"leaky_relu", image, slopes, {}},
               {"leaky_relu", matrix, std::span(slopes).first(4), {}}};
  for (const auto& k : kinds) {
    const activation f = find(k.name);
    std::vector<T> want;
    for (const unsigned threads : {1U, 2U, 4U}) {
      const hillock::scope here{.threads = threads};
      std::vector<T> a = x, b = dy;
      f.compute(
          operation::backward,
          call<T>{.x = a, .dy = b, .out = a, .shape = k.shape, .parameters = k.parameters, .mask = k.mask});
      if (want.empty()) want = a;
      EXPECT_TRUE(same_bits(a, want, x)) << k.name << threads;
      a = x;
      f.compute(
          operation::backward,
          call<T>{.x = a, .dy = b, .out = b, .shape = k.shape, .parameters = k.parameters, .mask = k.mask});
      EXPECT_TRUE(same_bits(b, want, x)) << k.name << threads;
    }
  }
}

std::string said(const activation& f, operation what, const call<float>& c) {
  try {
    f.compute(what, c);
  } catch (const std::invalid_argument& e) {
    return std::string(e.what()).substr(9);
  }
  return "accepted";
}

TEST(calls, that_do_not_fit_are_refused_with_what_was_expected) {
  const std::vector<float> x(6);
  std::vector<float> out(6);
  const std::vector<double> two{0.1, 0.2}, bad{0.1, std::nan("")}, rising{0.1, -0.2};
  const std::vector<std::uint8_t> mask(6, 1);
  const activation leaky = find("leaky_relu"), softmax = find("softmax"), relu = find("relu");
  call<float> c{.x = x, .dy = {}, .out = out, .shape = {1, 2, 3}, .parameters = two, .mask = {}};
  EXPECT_EQ(said(leaky, operation::forward, c), "accepted");
  EXPECT_EQ(said(relu, operation::forward, c), "relu has no parameters for each channel");
  EXPECT_EQ(said(softmax, operation::forward, c), "softmax has no parameters for each channel");
  c.shape = {1, 3, 2};
  EXPECT_EQ(said(leaky, operation::forward, c),
            "leaky_relu: 2 parameters for 3 channels, expected 1 for each");
  c.shape = {1, 2, 2};
  EXPECT_EQ(said(leaky, operation::forward, c), "x has 6 elements, the shape is 1 × 2 × 2");
  c.shape = {std::size_t{1} << 40, std::size_t{1} << 40, 1};
  EXPECT_EQ(said(leaky, operation::forward, c),
            "x has 6 elements, the shape is 1099511627776 × 1099511627776 × 1");
  c.shape = {1, 2, 3}, c.parameters = bad;
  EXPECT_EQ(said(leaky, operation::forward, c),
            "leaky_relu: slope of channel 1 = nan is outside -1e+30 … 1e+30");
  c.parameters = rising, c.dy = x;
  EXPECT_EQ(said(leaky, operation::backward, c), "accepted");
  EXPECT_EQ(said(leaky, operation::backward_from_output, c),
            "leaky_relu has no backward from the output with the parameters of channel 1; use backward");
  EXPECT_EQ(said(leaky, operation::forward, c),
            "dy is of the backward operations, forward and slope take none");
  c.parameters = {}, c.mask = mask;
  EXPECT_EQ(said(leaky, operation::backward, c),
            "leaky_relu acts on single elements: a mask is of functions of rows");
  EXPECT_EQ(said(softmax, operation::backward, c), "accepted");
  c.mask = std::span(mask).first(5);
  EXPECT_EQ(said(softmax, operation::backward, c), "x has 6 elements, mask has 5");
  c.mask = {}, c.dy = {};
  EXPECT_EQ(said(softmax, operation::slope, c),
            "softmax acts on rows: its derivative is a matrix, use backward");
  EXPECT_EQ(said(softmax, operation::backward, c), "x has 6 elements, dy has 0");
  EXPECT_EQ(said(softmax, operation::forward, {}), "accepted");
  const auto bytes = reinterpret_cast<const std::uint8_t*>(out.data());
  c = {.x = x, .dy = {}, .out = out, .shape = {1, 2, 3}, .parameters = {}, .mask = {bytes + 18, 6}};
  EXPECT_EQ(said(softmax, operation::forward, c), "mask and y overlap: they must have no byte in common");
  std::vector<double> both{0.1, 0.2};
  const std::span<float> over(reinterpret_cast<float*>(both.data()), 4);
  c = {.x = std::span(x).first(4), .dy = {}, .out = over, .shape = {1, 2, 2}, .parameters = both, .mask = {}};
  EXPECT_EQ(said(leaky, operation::forward, c), "parameters and y overlap: they must have no byte in common");
}

}  // namespace
}  // namespace functions_test
