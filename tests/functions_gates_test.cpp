// SPDX-License-Identifier: Apache-2.0
// Gates: the same bits on every path, in every layout and place; what is special; what is refused; names.
#include <algorithm>
#include <sstream>
#include <string>

#include "functions_made.hpp"
#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::activation, hillock::bf16, hillock::find, hillock::find_gate, hillock::gate,
    hillock::gate_half, hillock::halves;

template <class T>
class gates : public ::testing::Test {};
TYPED_TEST_SUITE(gates, element_types);

/// The gate of every elementwise function with default parameters, and some with others.
std::vector<gate> gates_of_all() {
  std::vector<gate> result;
  for (const activation& f : hillock::all())
    if (!f.card().of_rows) result.emplace_back(f);
  for (const char* text :
       {"swiglu(beta=1.702)", "swiglu(beta=-2)", "leaky_relu(slope=-0.3)", "elu(alpha=0.7)"})
    result.push_back(find_gate(text));
  return result;
}

template <class T>
struct gated {
  std::vector<T> y, da, db;
  friend bool same(const gated& a, const gated& b, const std::vector<T>& at) {
    return same_bits(a.y, b.y, at) && same_bits(a.da, b.da, at) && same_bits(a.db, b.db, at);
  }
};

template <class T>
gated<T> all_of(const gate& g, std::span<const T> a, std::span<const T> b, std::span<const T> dy) {
  gated<T> r{std::vector<T>(a.size()), std::vector<T>(a.size()), std::vector<T>(a.size())};
  g.forward(a, b, r.y);
  g.backward(a, b, dy, r.da, r.db);
  return r;
}

template <class T>
std::vector<T> shuffled(std::vector<T> v, std::uint64_t seed) {
  hillock::philox random(seed, "shuffled");
  for (std::size_t i = v.size(); i > 1; --i)
    std::swap(v[i - 1], v[random.below(static_cast<std::uint32_t>(i))]);
  return v;
}

TYPED_TEST(gates, have_the_same_bits_on_every_path) {
  using T = TypeParam;
  const std::vector<T> b = shuffled(all_kinds<T>(), 1), a = shuffled(b, 2), dy = gradients<T>(b.size());
  for (const gate& g : gates_of_all()) {
    const std::string_view reference = hillock::isas().back();
    const gated<T> want = [&] {
      const on_path path(reference);
      return all_of<T>(g, a, b, dy);
    }();
    for (const std::string_view isa : hillock::isas()) {
      if (isa == reference) continue;
      const on_path path(isa);
      ASSERT_TRUE(same(all_of<T>(g, a, b, dy), want, b)) << g << " on " << isa;
    }
  }
}

TYPED_TEST(gates, depend_on_their_element_alone) {
  using T = TypeParam;
  const std::vector<T> b = shuffled(all_kinds<T>(), 3), a = shuffled(b, 4), dy = gradients<T>(b.size());
  for (const char* name : {"glu", "reglu", "swiglu", "geglu", "mish"}) {
    const gate g = find_gate(name);
    const gated<T> whole = all_of<T>(g, a, b, dy);
    for (std::size_t n = 1, at = 0; n < 70; at += n++) {
      const auto part = [at, n](const std::vector<T>& v) { return std::span<const T>(v).subspan(at, n); };
      const gated<T> r = all_of<T>(g, part(a), part(b), part(dy));
      for (std::size_t i = 0; i < n; ++i) {
        ASSERT_EQ(to_bits(r.y[i]), to_bits(whole.y[at + i])) << g << n;
        ASSERT_EQ(to_bits(r.da[i]), to_bits(whole.da[at + i])) << g << n;
        ASSERT_EQ(to_bits(r.db[i]), to_bits(whole.db[at + i])) << g << n;
      }
    }
  }
}

TEST(gates, of_formulas_are_read_back) {
  for (const char* text : {"x*sigmoid(b*x); b=2", "max(0, x)", "x^2"}) {
    const gate g(find(text));
    EXPECT_EQ(find_gate(g.to_string()).to_string(), g.to_string());
  }
}

TYPED_TEST(gates, work_in_place) {
  using T = TypeParam;
  const std::size_t n = 1000;
  std::vector<T> a(n), b(n), dy(n);
  hillock::philox random(5, "in place");
  for (std::size_t i = 0; i < n; ++i)
    a[i] = make<T>(random.normal()), b[i] = make<T>(3 * random.normal()), dy[i] = make<T>(random.normal());
  const gate g = find_gate("swiglu");
  const gated<T> want = all_of<T>(g, a, b, dy);
  for (const int into : {0, 1}) {
    std::vector<T> operands[]{a, b};
    g.forward(operands[0], operands[1], operands[into]);
    EXPECT_TRUE(same_bits(operands[into], want.y, b));
  }
  for (const auto& [da, db] : {std::pair(0, 1), {1, 0}, {0, 2}, {2, 0}, {1, 2}, {2, 1}}) {
    std::vector<T> arrays[]{a, b, dy};
    g.backward(arrays[0], arrays[1], arrays[2], arrays[da], arrays[db]);
    EXPECT_TRUE(same_bits(arrays[da], want.da, b) && same_bits(arrays[db], want.db, b)) << da << db;
  }
  // One row of halves: y over either half, dx over x, dy a half of dx.
  std::vector<T> x = a;
  x.insert(x.end(), b.begin(), b.end());
  std::vector<T> over = x;
  g.forward(over, std::span(over).first(n));
  EXPECT_TRUE(same_bits({over.begin(), over.begin() + n}, want.y, b));
  over = x;
  g.forward(over, std::span(over).subspan(n));
  EXPECT_TRUE(same_bits({over.begin() + n, over.end()}, want.y, b));
  over = x;
  g.backward(over, dy, over);
  EXPECT_TRUE(same_bits({over.begin(), over.begin() + n}, want.da, b));
  EXPECT_TRUE(same_bits({over.begin() + n, over.end()}, want.db, b));
  over.assign(2 * n, make<T>(0));
  std::copy(dy.begin(), dy.end(), over.begin());
  g.backward(x, std::span(over).first(n), over);
  EXPECT_TRUE(same_bits({over.begin(), over.begin() + n}, want.da, b));
}

// Rows of every length up to where blocks end, and other axes: each half where the shape says.
TYPED_TEST(gates, take_halves_along_any_axis) {
  using T = TypeParam;
  const gate g = find_gate("geglu");
  for (const hillock::extent& shape : std::vector<hillock::extent>{{1, 2, 1},
                                                                   {5, 2, 1},
                                                                   {300, 2, 1},
                                                                   {7, 6, 1},
                                                                   {64, 16, 1},
                                                                   {40, 34, 1},
                                                                   {3, 254, 1},
                                                                   {3, 258, 1},
                                                                   {2, 512, 1},
                                                                   {3, 1000, 1},
                                                                   {1, 5000, 1},
                                                                   {3, 4, 7},
                                                                   {2, 6, 100},
                                                                   {0, 4, 1},
                                                                   {3, 0, 1}}) {
    const std::size_t n = shape.outer * shape.length * shape.inner, half = shape.length / 2 * shape.inner;
    std::vector<T> x(n), dy(n / 2), first(n / 2), second(n / 2);
    hillock::philox random(n, "halves");
    for (T& v : x) v = make<T>(2 * random.normal());
    for (T& v : dy) v = make<T>(random.normal());
    for (std::size_t row = 0; row < shape.outer; ++row) {
      for (std::size_t i = 0; i < half; ++i) {
        first[row * half + i] = x[2 * row * half + i];
        second[row * half + i] = x[(2 * row + 1) * half + i];
      }
    }
    for (const gate_half which : {gate_half::first, gate_half::second}) {
      const bool swapped = which == gate_half::first;
      const gated<T> want = all_of<T>(g, swapped ? second : first, swapped ? first : second, dy);
      std::vector<T> y(n / 2), dx(n);
      g.forward(x, y, {.shape = shape, .gate = which});
      g.backward(x, dy, dx, {.shape = shape, .gate = which});
      EXPECT_TRUE(same_bits(y, want.y, y)) << shape.outer << ' ' << shape.length << ' ' << shape.inner;
      for (std::size_t row = 0; row < shape.outer; ++row) {
        for (std::size_t i = 0; i < half; ++i) {
          const std::size_t at = row * half + i, of_a = (2 * row + swapped) * half + i,
                            of_b = (2 * row + !swapped) * half + i;
          ASSERT_EQ(to_bits(dx[of_a]), to_bits(want.da[at])) << shape.length;
          ASSERT_EQ(to_bits(dx[of_b]), to_bits(want.db[at])) << shape.length;
        }
      }
    }
  }
}

TYPED_TEST(gates, are_the_same_on_any_number_of_threads) {
  using T = TypeParam;
  const std::size_t columns = 2 * 1001, rows = 400;
  std::vector<T> x(rows * columns), y(x.size() / 2), dx(x.size());
  hillock::philox random(6, "threads");
  for (T& v : x) v = make<T>(random.normal());
  const halves of{.shape = {rows, columns}};
  const gate g = find_gate("glu");
  std::vector<T> one, one_dx;
  for (const unsigned threads : {1U, 2U, 3U, 7U}) {
    hillock::use_threads(threads);
    g.forward(x, y, of);
    g.backward(x, y, dx, of);
    if (threads == 1) one = y, one_dx = dx;
    EXPECT_TRUE(same_bits(y, one, y) && same_bits(dx, one_dx, x)) << threads;
  }
  hillock::use_threads(0);
}

// What infinities, NaN, zeros and flat sides give.
template <class T>
void expect_gated(const char* name, double a, double b, double want) {
  for (const std::string_view isa : hillock::isas()) {
    const on_path path(isa);
    const std::vector<T> as{make<T>(a)}, bs{make<T>(b)};
    std::vector<T> y(1);
    find_gate(name).forward(as, bs, y);
    EXPECT_EQ(to_bits(y[0]), to_bits(make<T>(want))) << name << '(' << a << ", " << b << ") on " << isa;
  }
}

TYPED_TEST(gates, multiply_as_numbers_do) {
  using T = TypeParam;
  constexpr double inf = std::numeric_limits<double>::infinity(),
                   nan = std::numeric_limits<double>::quiet_NaN();
  for (const char* name : {"glu", "swiglu", "geglu", "geglu_tanh", "geglu_quick", "mish"}) {
    expect_gated<T>(name, 2, -inf, std::string_view(name) == "glu" ? 0.0 : -0.0);
    expect_gated<T>(name, inf, -inf, nan);  // its limit is 0
    expect_gated<T>(name, -inf, -3, std::string_view(name) == "glu" ? -inf : inf);
  }
  expect_gated<T>("glu", 3, inf, 3);
  expect_gated<T>("glu", 3, 100, 3);
  expect_gated<T>("swiglu", -0.5, inf, -inf);
  expect_gated<T>("swiglu", 0, inf, nan);
  expect_gated<T>("swiglu", inf, 0, nan);
  expect_gated<T>("swiglu", -3, 0, -0.0);
  expect_gated<T>("reglu", 2, -1, 0);
  expect_gated<T>("reglu", -2, -1, -0.0);
  expect_gated<T>("reglu", inf, -1, nan);
  expect_gated<T>("reglu", inf, 1, inf);
  expect_gated<T>("bilinear", inf, 0, nan);
  expect_gated<T>("bilinear", -inf, 3, -inf);
  expect_gated<T>("elu", 3, -inf, -3);
  expect_gated<T>("tanh", -3, inf, -3);
  expect_gated<T>("tanh", inf, -1e-3, -inf);
}

TYPED_TEST(gates, keep_nan_b_before_dy_before_a) {
  using T = TypeParam;
  const auto nan = [](unsigned payload) { return from_bits<T>(to_bits(infinity<T>()) + payload); };
  const auto quiet = [](T v) { return to_bits(v) | to_bits(make<T>(std::nan(""))); };
  const T one = make<T>(1);
  // a, b, dy, and whose NaN y, da and db have: 0 a's, 1 b's, 2 dy's, 3 none.
  struct {
    std::vector<T> in;
    int y, da, db;
  } const cases[]{{{nan(1), one, one}, 0, 3, 0},
                  {{one, nan(2), one}, 1, 1, 1},
                  {{one, one, nan(3)}, 3, 2, 2},
                  {{nan(1), nan(2), nan(3)}, 1, 1, 1},
                  {{nan(1), one, nan(3)}, 0, 2, 2}};
  for (const char* name : {"glu", "bilinear", "geglu"}) {
    for (const auto& c : cases) {
      const gated<T> r = all_of<T>(find_gate(name), std::span(c.in).first(1), std::span(c.in).subspan(1, 1),
                                   std::span(c.in).last(1));
      const auto expect = [&](const T got, int of) {
        if (of == 3)
          EXPECT_FALSE(is_nan(got)) << name;
        else
          EXPECT_EQ(to_bits(got), quiet(c.in[static_cast<std::size_t>(of)])) << name << of;
      };
      expect(r.y[0], c.y), expect(r.da[0], c.da), expect(r.db[0], c.db);
    }
  }
  // Nothing passes relu's flat side.
  const std::vector<T> a{nan(1), infinity<T>(), one}, b(3, make<T>(-1)), dy{one, one, nan(3)};
  EXPECT_EQ(all_of<T>(find_gate("reglu"), a, b, dy).db, std::vector<T>(3));
}

TYPED_TEST(gates, of_functions_made_at_run_time_are_rounded_once) {
  using T = TypeParam;
  const hillock::card about{.name = "cube", .formula = "x^3"};
  const auto value = [](const void*, const auto* x, double* y, std::size_t n, const double*) noexcept {
    for (std::size_t i = 0; i < n; ++i) y[i] = double{x[i]} * x[i] * x[i];
  };
  const auto slope = [](const void*, const auto* x, double* y, std::size_t n, const double*) noexcept {
    for (std::size_t i = 0; i < n; ++i) y[i] = 3 * double{x[i]} * x[i];
  };
  const made_activation made(about,
                             {.value = value, .slope = slope, .double_value = value, .double_slope = slope});
  const gate g(made.get());
  EXPECT_EQ(g.to_string(), "cube");
  EXPECT_EQ(g.card(), nullptr);
  std::vector<T> a, b, dy;
  for (int i = 1; i < 300; ++i)
    a.push_back(make<T>(i % 7)), b.push_back(make<T>(i % 5 - 2)), dy.push_back(make<T>(i % 3));
  const gated<T> r = all_of<T>(g, a, b, dy);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = value_of(b[i]);
    EXPECT_EQ(value_of(r.y[i]), value_of(a[i]) * x * x * x);
    EXPECT_EQ(value_of(r.da[i]), value_of(dy[i]) * x * x * x);
    EXPECT_EQ(value_of(r.db[i]), value_of(dy[i]) * value_of(a[i]) * 3 * x * x);
  }
}

// Every b with several a and dy, from the f64 values and slopes, which tests of their own hold against MPFR:
// where both ends of 2^-50 round alike, that is the result.
template <class T>
void expect_every_b_right(const gate& g) {
  std::vector<T> b;
  for (const T v : all_kinds<T>())
    if (std::isfinite(value_of(v))) b.push_back(v);
  std::vector<double> x, value(b.size()), slope(b.size());
  for (const T v : b) x.push_back(value_of(v));
  g.function().forward(x, value);
  g.function().slope(x, slope);
  std::size_t compared = 0, alike = 0;
  for (const double a : {1.0, -0.4375, 251.0, 0x1.44p-9, 0x1.a8p+15}) {
    const std::vector<T> as(b.size(), make<T>(a)), dy(b.size(), make<T>(0.8125));
    const gated<T> r = all_of<T>(g, as, b, dy);
    const auto expect = [&](double product, T got, double at) {
      const T low = rounded_once<T>(product * (1 - 0x1p-50)), high = rounded_once<T>(product * (1 + 0x1p-50));
      ++compared;
      if (to_bits(low) != to_bits(high)) return;
      ++alike;
      if (product == 0 && value_of(got) == 0) return;  // nothing passes a flat side, and 0 has no sign then
      ASSERT_EQ(to_bits(got), to_bits(low)) << g << std::hexfloat << " a = " << a << ", b = " << at;
    };
    for (std::size_t i = 0; i < b.size(); ++i) {
      expect(value[i] * value_of(as[i]), r.y[i], x[i]);
      expect(value[i] * value_of(dy[i]), r.da[i], x[i]);
      expect(slope[i] * (value_of(as[i]) * value_of(dy[i])), r.db[i], x[i]);
    }
  }
  EXPECT_GT(alike, compared - compared / 4) << g;
}

TEST(gates_of_16_bits, are_right_for_every_b) {
  for (const gate& g : hillock::all_gates()) {
    expect_every_b_right<hillock::f16>(g);
    expect_every_b_right<bf16>(g);
  }
}

std::string gate_refused(const auto& call) {
  try {
    call();
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "accepted";
}

TEST(gates_refuse, what_does_not_fit) {
  const gate g = find_gate("glu");
  std::vector<float> m(64);
  const auto at = [&](std::size_t i, std::size_t n) { return std::span<float>(m).subspan(i, n); };
  const std::string apart = ": they must be the same elements or have none in common",
                    none = ": they must have no byte in common";
  EXPECT_EQ(gate_refused([&] { g.forward(at(0, 8), at(8, 7), at(16, 8)); }),
            "hillock: a has 8 elements, b has 7");
  EXPECT_EQ(gate_refused([&] { g.forward(at(0, 8), at(8, 8), at(16, 9)); }),
            "hillock: a has 8 elements, y has 9");
  EXPECT_EQ(gate_refused([&] { g.forward(at(0, 8), at(8, 8), at(3, 8)); }),
            "hillock: a and y overlap, 12 bytes apart" + apart);
  EXPECT_EQ(gate_refused([&] { g.forward(at(0, 8), at(8, 8), at(10, 8)); }),
            "hillock: b and y overlap, 8 bytes apart" + apart);
  EXPECT_EQ(gate_refused([&] { g.backward(at(0, 8), at(8, 8), at(16, 8), at(24, 8), at(28, 8)); }),
            "hillock: da and db overlap" + none);
  EXPECT_EQ(gate_refused([&] { g.backward(at(0, 8), at(8, 8), at(16, 8), at(24, 8), at(24, 8)); }),
            "hillock: da and db overlap" + none);
  EXPECT_EQ(gate_refused([&] { g.backward(at(0, 8), at(8, 8), at(16, 8), at(17, 8), at(32, 8)); }),
            "hillock: dy and da overlap, 4 bytes apart" + apart);
  EXPECT_EQ(gate_refused([&] { g.forward(at(0, 7), at(8, 3)); }),
            "hillock: halves of a row of 7 elements: expected an even number, a and b in one");
  EXPECT_EQ(gate_refused([&] {
              g.forward(at(0, 18), at(32, 9), {.shape = {6, 3}});
            }),
            "hillock: halves of a row of 3 elements: expected an even number, a and b in one");
  EXPECT_EQ(gate_refused([&] {
              g.forward(at(0, 18), at(32, 9), {.shape = {2, 8}});
            }),
            "hillock: x has 18 elements, the shape is 2 × 8 × 1");
  EXPECT_EQ(gate_refused([&] { g.forward(at(0, 16), at(32, 16)); }),
            "hillock: x has 16 elements, y has 16: expected half as many");
  EXPECT_EQ(gate_refused([&] {
              g.forward(at(0, 16), at(0, 8), {.shape = {2, 8}});
            }),
            "hillock: x and y overlap" + none);
  EXPECT_EQ(gate_refused([&] { g.forward(at(0, 16), at(4, 8)); }), "hillock: x and y overlap" + none);
  EXPECT_EQ(gate_refused([&] { g.backward(at(0, 16), at(16, 8), at(40, 8)); }),
            "hillock: x has 16 elements, dx has 8");
  EXPECT_EQ(gate_refused([&] { g.backward(at(0, 16), at(20, 8), at(18, 16)); }),
            "hillock: dy and dx overlap" + none);
  EXPECT_EQ(gate_refused([&] { g.forward(std::span<float>(), std::span<float>()); }), "accepted");
  EXPECT_EQ(gate_refused([&] { gate(find("softmax")); }),
            "hillock: softmax acts on rows: a gate needs a function of single elements");
}

TEST(gate_names, are_read_as_those_of_activations) {
  for (const gate& g : hillock::all_gates()) {
    ASSERT_NE(g.card(), nullptr);
    EXPECT_EQ(find_gate(g.to_string()), g);
    EXPECT_EQ(g.to_string(), g.card()->name);
    EXPECT_EQ(g.function(), find(g.card()->function));
    EXPECT_FALSE(g.card()->formula.empty() || g.card()->good_for.empty() || g.card()->references.empty())
        << g;
  }
  EXPECT_EQ(hillock::all_gates().front(), find_gate("Bilinear"));
  EXPECT_EQ(find_gate("SwiGLU"), gate(find("swish")));
  EXPECT_EQ(find_gate("GLU"), gate(find("sigmoid")));
  EXPECT_EQ(find_gate("GEGLU_ERF").to_string(), "geglu");
  EXPECT_EQ(find_gate("GEGLU").to_string(), "geglu");
  EXPECT_EQ(find_gate(" swiglu (beta = 2)").to_string(), "swiglu(beta=2)");
  EXPECT_EQ(find_gate("swiglu(beta=2)"), gate(find("swish(beta=2)")));
  EXPECT_EQ(find_gate("mish").to_string(), "mish");
  EXPECT_EQ(find_gate("leaky_relu(slope=0.2)").to_string(), "leaky_relu(slope=0.2)");
  std::ostringstream out;
  out << find_gate("swiglu(beta=2)");
  EXPECT_EQ(out.str(), "swiglu(beta=2)");
  EXPECT_EQ(gate_refused([] { find_gate("swigl"); }), "hillock: unknown gate 'swigl'; did you mean swiglu?");
  EXPECT_EQ(gate_refused([] { find_gate("nothing of the kind"); }),
            "hillock: unknown gate 'nothing of the kind'");
  EXPECT_EQ(gate_refused([] { find_gate("swiglu(gamma=2)"); }),
            "hillock: unknown parameter 'gamma': swish has the parameter beta (default 1)");
  EXPECT_EQ(gate_refused([] { find_gate("softmax"); }),
            "hillock: softmax acts on rows: a gate needs a function of single elements");
}

}  // namespace
}  // namespace functions_test
