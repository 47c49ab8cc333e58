// SPDX-License-Identifier: Apache-2.0
// Masks of functions of rows: added numbers and causal ones, held against bytes (functions_call_test.cpp
// holds those against rows alone); rows with nothing left; rows that become one number.
#include <algorithm>

#include "functions_support.hpp"

namespace functions_test {
namespace masks_test {
namespace {

using hillock::activation, hillock::call, hillock::extent, hillock::find;

template <class T>
class masks : public ::testing::Test {};
TYPED_TEST_SUITE(masks, element_types);

const std::vector<extent> shapes{{6, 5, 1}, {12, 17, 1}, {2, 7, 3}, {3, 40, 34}, {2, 1, 6}, {6, 1500, 1}};

std::size_t size_of(const extent& e) { return e.outer * e.length * e.inner; }
/// The row that element stands in, counted as they follow each other, and its column.
std::size_t row_of(const extent& e, std::size_t i) {
  return i / (e.length * e.inner) * e.inner + i % e.inner;
}
std::size_t column_of(const extent& e, std::size_t i) { return i / e.inner % e.length; }

template <class T>
std::vector<T> normal(std::size_t n, std::uint64_t seed) {
  hillock::philox random(seed, "masks");
  std::vector<T> x(n);
  for (T& v : x) v = make<T>(3 * random.normal());
  return x;
}

std::vector<activation> functions_of_rows() {
  std::vector<activation> result;
  for (const activation& f : hillock::all()) {
    if (f.card().of_rows) result.push_back(f), result.push_back(f.with("temperature", 0.7));
  }
  return result;
}

/// The call's result; dy is cut to one for each row where that is what y has.
template <class T>
std::vector<T> result(const activation& f, operation what, call<T> c) {
  const std::size_t rows = c.shape.outer * c.shape.inner;
  const bool forward = what == operation::forward;
  if (forward) c.dy = {};
  if (f.card().reduces && !forward) c.dy = c.dy.first(rows);
  std::vector<T> out(f.card().reduces && forward ? rows : c.x.size());
  c.out = out;
  f.compute(what, c);
  return out;
}

// For every function, operation and shape: what `masked` adds to a call gives the bits of the mask of bytes
// that `keeps` says.
template <class T, class Masked, class Keeps>
void expect_as_bytes(const Masked& masked, const Keeps& keeps) {
  for (const extent& e : shapes) {
    std::vector<T> x = normal<T>(size_of(e), 1), dy = normal<T>(size_of(e), 2);
    std::vector<std::uint8_t> bytes(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      bytes[i] = keeps(e, i);
      if (!bytes[i] && i % 3 == 0) x[i] = i % 2 ? infinity<T>() : make<T>(NAN), dy[i] = make<T>(NAN);
    }
    for (const activation& f : functions_of_rows()) {
      for (const operation what : operations_of(f)) {
        for (const bool zero : {false, true}) {
          const call<T> c{.x = x, .dy = dy, .shape = e, .empty_rows_are_zero = zero};
          call<T> with_bytes = c;
          with_bytes.mask = bytes;
          const auto want = result<T>(f, what, with_bytes);
          EXPECT_TRUE(same_bits(result<T>(f, what, masked(c)), want, want))
              << name_of(f, what) << ' ' << e.outer << ' ' << e.length << ' ' << e.inner;
        }
      }
    }
  }
}

TYPED_TEST(masks, causal_rows_see_the_columns_up_to_their_own) {
  using T = TypeParam;
  for (const std::size_t rows : {1u, 3u, 6u}) {
    for (const std::ptrdiff_t offset :
         {std::ptrdiff_t{0}, std::ptrdiff_t{2}, std::ptrdiff_t{-2}, std::ptrdiff_t{30},
          std::numeric_limits<std::ptrdiff_t>::max(), std::numeric_limits<std::ptrdiff_t>::min()}) {
      expect_as_bytes<T>(
          [&](call<T> c) {
            c.causal_rows = rows, c.causal_offset = offset;
            return c;
          },
          [&](const extent& e, std::size_t i) {
            const auto row = static_cast<long double>(row_of(e, i) % rows);
            return static_cast<long double>(column_of(e, i)) <= row + static_cast<long double>(offset);
          });
    }
  }
}

TYPED_TEST(masks, infinity_added_leaves_out_whatever_stands_there) {
  using T = TypeParam;
  std::vector<T> added;
  const auto keeps = [](const extent& e, std::size_t i) { return (i * 7 + row_of(e, i)) % 5 > 1; };
  expect_as_bytes<T>(
      [&](call<T> c) {
        added.resize(c.x.size());
        for (std::size_t i = 0; i < added.size(); ++i)
          added[i] = make<T>(keeps(c.shape, i) ? 0.0 : -INFINITY);
        c.additive_mask = added;
        return c;
      },
      keeps);
}

TYPED_TEST(masks, all_at_once_leave_out_what_any_of_them_does) {
  using T = TypeParam;
  std::vector<T> added;
  std::vector<std::uint8_t> bytes;
  const auto by_added = [](std::size_t i) { return i % 5 != 3; };
  const auto by_bytes = [](std::size_t i) { return i % 7 != 2; };
  expect_as_bytes<T>(
      [&](call<T> c) {
        added.resize(c.x.size()), bytes.resize(c.x.size());
        for (std::size_t i = 0; i < added.size(); ++i)
          added[i] = make<T>(by_added(i) ? 0.0 : -INFINITY), bytes[i] = by_bytes(i);
        c.additive_mask = added, c.mask = bytes, c.causal_rows = 3, c.causal_offset = 1;
        return c;
      },
      [&](const extent& e, std::size_t i) {
        return by_added(i) && by_bytes(i) && column_of(e, i) <= row_of(e, i) % 3 + 1;
      });
}

// x + a rounded once, as a caller would add; the gradient is that of x, and asks nothing of a from the
// output.
TYPED_TEST(masks, numbers_are_added_to_x) {
  using T = TypeParam;
  for (const extent& e : shapes) {
    const std::vector<T> x = normal<T>(size_of(e), 3), dy = normal<T>(size_of(e), 4),
                         added = normal<T>(size_of(e), 5);
    std::vector<T> sums(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      sums[i] = rounded_once<T>(static_cast<long double>(value_of(x[i])) + value_of(added[i]));
    for (const activation& f : functions_of_rows()) {
      for (const operation what : operations_of(f)) {
        const bool from_output = what == operation::backward_from_output;
        const auto got = result<T>(f, what, {.x = x, .dy = dy, .shape = e, .additive_mask = added});
        const auto want = result<T>(f, what, {.x = from_output ? x : sums, .dy = dy, .shape = e});
        EXPECT_TRUE(same_bits(got, want, want)) << name_of(f, what) << ' ' << e.length;
      }
    }
  }
}

TYPED_TEST(masks, rows_with_nothing_left_are_nan_or_zero_as_asked) {
  using T = TypeParam;
  const std::vector<T> x = normal<T>(6, 6);
  const std::vector<std::uint8_t> mask{0, 0, 0, 1, 0, 1};
  for (const activation& f : functions_of_rows()) {
    for (const bool zero : {false, true}) {
      const auto y = result<T>(f, operation::forward,
                               {.x = x, .shape = {2, 3, 1}, .mask = mask, .empty_rows_are_zero = zero});
      if (f.card().reduces) {
        EXPECT_EQ(value_of(y[0]), -INFINITY) << f;  // the logarithm of an empty sum
        EXPECT_TRUE(std::isfinite(value_of(y[1]))) << f;
        continue;
      }
      for (std::size_t i = 0; i < 3; ++i) {
        if (zero || f.card().name == "softmax_one")
          EXPECT_EQ(value_of(y[i]), f.card().range.low) << f;
        else
          EXPECT_TRUE(is_nan(y[i])) << f;
      }
      EXPECT_EQ(value_of(y[4]), f.card().range.low) << f;
    }
  }
}

TYPED_TEST(masks, work_in_place_and_on_any_number_of_threads) {
  using T = TypeParam;
  const extent scores{600, 1000, 1};
  const std::vector<T> x = normal<T>(size_of(scores), 7), dy = normal<T>(size_of(scores), 8),
                       added = normal<T>(size_of(scores), 9);
  for (const char* name : {"softmax", "sparsemax", "logsumexp"}) {
    const activation f = find(name);
    for (const bool both : {false, true}) {
      std::vector<T> want_y, want_dx;
      for (const unsigned threads : {1U, 2U, 4U}) {
        const hillock::scope here{.threads = threads};
        call<T> c{.x = x, .dy = dy, .shape = scores, .causal_rows = 300, .causal_offset = 700};
        if (both) c.additive_mask = added;
        auto y = result<T>(f, operation::forward, c), dx = result<T>(f, operation::backward, c);
        if (want_y.empty()) want_y = y, want_dx = dx;
        EXPECT_TRUE(same_bits(y, want_y, y)) << f << threads;
        EXPECT_TRUE(same_bits(dx, want_dx, dx)) << f << threads;
        std::vector<T> in_place = x;
        c.x = c.out = in_place, c.dy = c.dy.first(f.card().reduces ? 600 : c.dy.size());
        f.compute(operation::backward, c);
        EXPECT_TRUE(same_bits(in_place, want_dx, dx)) << f << threads;
        if (f.card().reduces) continue;
        in_place = x, c.x = c.out = in_place, c.dy = {};
        f.compute(operation::forward, c);
        EXPECT_TRUE(same_bits(in_place, want_y, y)) << f << threads;
      }
    }
  }
}

// One number of each row, whatever the axis.
TYPED_TEST(masks, logsumexp_along_any_axis_is_that_of_those_rows_alone) {
  using T = TypeParam;
  const activation f = find("logsumexp");
  for (const extent& e : shapes) {
    const std::vector<T> x = normal<T>(size_of(e), 10), dy = normal<T>(size_of(e), 11);
    const auto y = result<T>(f, operation::forward, {.x = x, .shape = e}),
               dx = result<T>(f, operation::backward, {.x = x, .dy = dy, .shape = e});
    for (std::size_t row = 0; row < e.outer * e.inner; ++row) {
      std::vector<T> alone, gradient;
      for (std::size_t i = 0; i < x.size(); ++i)
        if (row_of(e, i) == row) alone.push_back(x[i]), gradient.push_back(dx[i]);
      ASSERT_EQ(to_bits(f(alone)[0]), to_bits(y[row])) << row;
      std::vector<T> want(alone.size());
      f.backward(alone, std::span(dy).subspan(row, 1), want);
      ASSERT_TRUE(same_bits(gradient, want, alone)) << row;
    }
  }
}

// log_softmax of n rows of nothing once ended a process elsewhere, and what all −∞ gave depended on the
// length.
TYPED_TEST(masks, rows_of_nothing_and_of_infinity_of_any_length) {
  using T = TypeParam;
  for (const activation& f : functions_of_rows()) {
    for (const extent& e : {extent{3, 0, 1}, extent{2, 0, 3}, extent{0, 5, 1}, extent{2, 5, 0}}) {
      for (const operation what : operations_of(f)) {
        const std::vector<T> dy(6);
        call<T> c{.x = {}, .shape = e, .causal_rows = 1};
        if (f.card().reduces) c.dy = dy;
        for (const T v : result<T>(f, what, c)) EXPECT_EQ(value_of(v), -INFINITY) << f;  // logsumexp
      }
    }
    const double left_out = f.card().name == "softmin" ? INFINITY : -INFINITY;
    const double want = f.card().reduces ? -INFINITY : f.card().name == "softmax_one" ? 0 : NAN;
    for (std::size_t n = 1; n <= 130; ++n) {
      for (const T v : f(std::vector<T>(n, make<T>(left_out)))) {
        EXPECT_TRUE(std::isnan(want) ? is_nan(v) : value_of(v) == want) << f << ' ' << n;
      }
    }
  }
}

std::string said(const char* name, operation what, const call<float>& c) {
  try {
    find(name).compute(what, c);
  } catch (const std::invalid_argument& e) {
    return std::string(e.what()).substr(9);
  }
  return "accepted";
}

TEST(masks, that_do_not_fit_are_refused_with_what_was_expected) {
  const std::vector<float> x(6), added(6);
  std::vector<float> out(6, 7.0f), two(2);
  const call<float> c{.x = x, .out = out, .shape = {2, 3, 1}};
  const operation forward = operation::forward, backward = operation::backward;
  call<float> d = c;
  d.additive_mask = std::span(added).first(5);
  EXPECT_EQ(said("softmax", forward, d), "x has 6 elements, additive_mask has 5");
  d.additive_mask = added;
  EXPECT_EQ(said("relu", forward, d), "relu acts on single elements: a mask is of functions of rows");
  d.additive_mask = out;
  EXPECT_EQ(said("softmax", forward, d), "additive_mask and y overlap: they must have no byte in common");
  d = c, d.causal_rows = 2;
  EXPECT_EQ(said("relu", forward, d), "relu acts on single elements: a mask is of functions of rows");
  d.causal_rows = 3;
  EXPECT_EQ(said("softmax", forward, d), "causal_rows is 3, which does not divide the 2 rows");
  d = c, d.causal_offset = 1;
  EXPECT_EQ(said("softmax", forward, d), "causal_offset is 1, but causal_rows is 0: nothing is causal");
  d = c, d.empty_rows_are_zero = true;
  EXPECT_EQ(said("relu", forward, d), "relu acts on single elements: a mask is of functions of rows");
  const std::string one_each = " rows: logsumexp makes one number of a row";
  EXPECT_EQ(said("logsumexp", forward, c), "y has 6 elements, expected one for each of the 2" + one_each);
  d = c, d.dy = x;
  EXPECT_EQ(said("logsumexp", backward, d), "dy has 6 elements, expected one for each of the 2" + one_each);
  d.dy = two, d.out = std::span(out).first(5);
  EXPECT_EQ(said("logsumexp", backward, d), "x has 6 elements, dx has 5");
  d.out = out, d.dy = std::span<const float>(out).first(2);
  EXPECT_EQ(said("logsumexp", backward, d), "dy and dx overlap: they must have no byte in common");
  d.dy = two;
  EXPECT_EQ(said("logsumexp", operation::backward_from_output, d),
            "logsumexp has no backward from the output; use backward");
  d = c, d.x = out, d.out = std::span(out).first(2);
  EXPECT_EQ(said("logsumexp", forward, d), "x and y overlap: they must have no byte in common");
  EXPECT_EQ(out, std::vector<float>(6, 7.0f)) << "nothing is written before all is checked";
}

}  // namespace
}  // namespace masks_test
}  // namespace functions_test
