// SPDX-License-Identifier: Apache-2.0
// What formulas compute, and their derivatives.
#include "face/names.hpp"
#include "formula/evaluate.hpp"
#include "formula/parse.hpp"
#include "functions_support.hpp"
#include "isa/table.hpp"

namespace functions_test {
namespace {

using hillock::formula;

std::vector<double> some_numbers(std::size_t n) {
  std::vector<double> x{0.0, -0.0, 1,   -1,  0.5,  -0.5, 2,    -2,     3,    -3,
                        6,   20,   -20, 100, -100, 700,  -700, 1e-300, 1e30, -1e30};
  hillock::philox random(n, "formula");
  while (x.size() < n) x.push_back(4 * random.normal());
  return x;
}
template <class T>
std::vector<T> as(const std::vector<double>& x) {
  std::vector<T> y;
  for (const double v : x) y.push_back(make<T>(v));
  return y;
}

// Formulas of every word, with every kind of operand.
const char* const formulas[] = {
    "x",
    "0*x + 2",
    "x*sigmoid(1.702*x)",
    "max(0, x)^2",
    "x*tanh(log1p(exp(x)))",
    "where(x > 0, x, exp(x) - 1)",
    "a*x*sigmoid(b*x); a=2; b=0.1",
    "leaky_relu(x, slope=0.2) + gelu(2*x) - softsign(x)",
    "elu(sin(x), alpha=a + 1) + elish(3)*x",
    "min(abs(x), 3)/(1 + x^2) + x^-3",
    "x^0.3 + 2^x + abs(x)^a; a=1.7",
    "erf(x) + erfc(x)*expm1(-x) + sqrt(abs(x)) + log(1 + x^2)",
    "cos(1e6*x) - (x != 1) + (x == 1)*2 + (x <= -1) + (x >= 3)",
    "(exp(x) - exp(-x))/(exp(x) + exp(-x))",
    "sigmoid(x)*tanh(x)*log1p(x^2)",
    "silu(silu(silu(x))) + mish(x)/selu(x) + hard_tanh(x*a)",
    "1/(1 + exp(-3*x)) + log(1 + exp(x - 1))",
};
std::vector<hillock::activation> all_formulas() {
  std::vector<hillock::activation> result;
  for (const char* text : formulas) result.push_back(formula(text));
  return result;
}

template <class T>
class formulas_of : public ::testing::Test {};
TYPED_TEST_SUITE(formulas_of, element_types);

TYPED_TEST(formulas_of, any_kind_have_the_same_bits_on_every_path_at_every_place) {
  using T = TypeParam;
  const std::vector<T> x = as<T>(some_numbers(700)), dy = as<T>(some_numbers(701));
  for (const hillock::activation& f : all_formulas()) {
    for (const operation op : {operation::forward, operation::slope, operation::backward}) {
      std::vector<std::vector<T>> results;
      for (const std::string_view isa : hillock::isas()) {
        const on_path here(isa);
        results.push_back(result_of(f, op, x, {dy.begin(), dy.begin() + 700}));
      }
      for (const auto& other : results) {
        for (std::size_t i = 0; i < x.size(); ++i)
          ASSERT_EQ(to_bits(other[i]), to_bits(results[0][i])) << name_of(f, op) << " at " << value_of(x[i]);
      }
      // An element does not know where it stands; in place; on elements of length 1.
      for (const std::size_t i : {0, 7, 15, 16, 17, 255, 256, 257, 699}) {
        std::vector<T> one{x[i]};
        apply<T>(f, op, one, std::vector<T>{dy[i]}, one);
        ASSERT_EQ(to_bits(one[0]), to_bits(results[0][i])) << name_of(f, op);
      }
    }
  }
}

// Floats go through kernels with fewer bits to spare where all that a formula's parts are given is of
// ordinary size, one element at a time: a neighbour of 1e38 changes nothing, and packs of other widths
// neither.
TEST(formulas, do_not_see_the_neighbours) {
  hillock::philox random(3, "neighbours");
  std::vector<float> x, beside_large;
  for (int i = 0; i < 3000; ++i) {
    x.push_back(static_cast<float>(9 * random.normal()));
    beside_large.push_back(x.back()), beside_large.push_back(i % 2 ? 1e38F : 1e-40F);
  }
  for (const char* text :
       {"gelu(x) - x", "mish(x) - x", "silu(x)*3.7", "tanh_shrink(x) - x", "gaussian(x)*x"}) {
    const hillock::activation f = formula(text);
    for (const operation op : {operation::forward, operation::slope}) {
      std::vector<float> first;
      for (const std::string_view isa : hillock::isas()) {
        const on_path here(isa);
        const std::vector<float> alone = result_of(f, op, x, x), between = result_of(f, op, beside_large, {});
        if (first.empty()) first = alone;
        for (std::size_t i = 0; i < x.size(); ++i) {
          ASSERT_EQ(to_bits(alone[i]), to_bits(first[i]))
              << name_of(f, op) << " at " << x[i] << " on " << isa;
          ASSERT_EQ(to_bits(between[2 * i]), to_bits(first[i])) << name_of(f, op) << " at " << x[i];
        }
      }
    }
  }
}

TYPED_TEST(formulas_of, any_kind_keep_nan_and_have_one_of_their_own) {
  using T = TypeParam;
  const T payload = from_bits<T>(to_bits(infinity<T>()) + 5);
  const T quiet = from_bits<T>(to_bits(payload) | to_bits(make<T>(std::nan(""))));
  for (const hillock::activation& f : all_formulas()) {
    for (const operation op : {operation::forward, operation::slope, operation::backward})
      EXPECT_EQ(to_bits(result_of<T>(f, op, {payload}, {make<T>(1)})[0]), to_bits(quiet)) << name_of(f, op);
  }
  for (const char* text : {"log(x)", "sqrt(x)", "x^0.25", "0*(1/(x + 1))", "log1p(x)/0*0"}) {
    for (const std::string_view isa : hillock::isas()) {
      const on_path here(isa);
      EXPECT_EQ(to_bits(result_of<T>(formula(text), operation::forward, {make<T>(-1)}, {})[0]),
                to_bits(make<T>(std::nan(""))))
          << text;
    }
  }
}

TYPED_TEST(formulas_of, the_same_mathematics_are_the_list_s_functions) {
  using T = TypeParam;
  const std::vector<T> x = as<T>(some_numbers(3000)), dy = as<T>(some_numbers(3000));
  struct pair {
    const char *text, *name;
    bool exact;  // but for that: within one unit of the narrower types, where the double is next to a tie
  };
  const pair pairs[] = {{"x", "identity", true},
                        {"max(0, x)", "relu", true},
                        {"max(x, 0)", "relu", true},
                        {"min(max(x, 0), 6)", "relu6", true},
                        {"max(0, x)^2", "squared_relu", true},
                        {"x if x > 0 else 0.25*x", "leaky_relu(slope=0.25)", true},
                        {"max(-1, min(1, x))", "hard_tanh", true},
                        {"leaky_relu(x, slope=0.2)", "leaky_relu(slope=0.2)", true},
                        {"a*x if x <= 0 else x; a=0.2", "leaky_relu(slope=0.2)", true},
                        {"tanh(x)", "tanh", false},
                        {"1/(1 + exp(-x))", "sigmoid", false},
                        {"x*sigmoid(x)", "silu", false},
                        {"x/(1 + exp(-x))", "silu", false},
                        {"x*sigmoid(1.702*x)", "quick_gelu", false},
                        {"x*tanh(log1p(exp(x)))", "mish", false},
                        {"x/2*erfc(-x/sqrt(2))", "gelu", false},
                        {"log1p(exp(x))", "softplus", false},
                        {"x if x > 0 else expm1(x)", "elu", false}};
  for (const pair& p : pairs) {
    const hillock::activation f = formula(p.text), g = hillock::find(p.name);
    for (const operation op : {operation::forward, operation::slope, operation::backward}) {
      const std::vector<T> got = result_of(f, op, x, dy), want = result_of(g, op, x, dy);
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double difference = std::fabs(value_of(got[i]) - value_of(want[i]));
        if (p.exact) {
          ASSERT_EQ(to_bits(got[i]), to_bits(want[i])) << name_of(f, op) << " at " << value_of(x[i]);
        } else if (difference != 0 && std::isfinite(value_of(want[i]))) {
          // An exponential is off by what its exponent was rounded by, in all digits.
          const double unit = std::is_same_v<T, double>  ? 0x1p-50 * (4 + 2 * std::fabs(value_of(x[i])))
                              : std::is_same_v<T, float> ? 0x1p-23
                                                         : 0x1p-7;
          // The terms of a slope are of size 1 and may cancel.
          const double cancelled = op == operation::forward ? 0
                                   : op == operation::slope ? 1
                                                            : std::fabs(value_of(dy[i]));
          ASSERT_LE(difference, unit * std::fabs(value_of(want[i])) + 0x1p-50 * cancelled + 1e-300)
              << name_of(f, op) << " at " << value_of(x[i]);
        }
      }
    }
  }
}

// Narrower types take the list's functions a shorter way than f64, which gives way where that does not know a
// number: beyond a function's domain, beyond floats, at NaN.
TEST(formula_functions, of_the_list_are_in_f32_what_they_are_in_f64) {
  std::vector<double> numbers = some_numbers(1000);
  for (const double x : {150.0, 1e5, 3e38, 1e-40, 1e-45, infinity<double>()})
    numbers.push_back(x), numbers.push_back(-x);
  const std::vector<float> x = as<float>(numbers);
  const std::vector<double> wide(x.begin(), x.end());
  for (const hillock::activation& listed : hillock::all()) {
    if (listed.card().of_rows) continue;
    const std::string name(listed.card().name);
    for (const char* argument : {"(0.7*x + 0.1)", "(1e150*x)*1e-160"}) {
      const hillock::activation f = formula(name + argument);
      for (const operation op : {operation::forward, operation::slope}) {
        const std::vector<float> got = result_of(f, op, x, x);
        const std::vector<double> want = result_of(f, op, wide, wide);
        for (std::size_t i = 0; i < x.size(); ++i) {
          const float nearest = static_cast<float>(want[i]);
          if (to_bits(got[i]) == to_bits(nearest)) continue;
          // Slopes cancel next to their roots.
          ASSERT_LE(std::fabs(got[i] - want[i]),
                    0x1p-23 * std::fabs(want[i]) + (op == operation::slope ? 0x1p-42 : 0) + 0x1p-149)
              << name_of(f, op) << " at " << x[i];
        }
      }
    }
  }
}

// Of what is no sum, no product that cancels, the differences give the derivative to 9 digits.
TEST(formula_derivatives, are_those_of_central_differences) {
  hillock::philox random(3, "differences");
  for (const hillock::activation& f : all_formulas()) {
    if (f.to_string().starts_with("cos(1000000")) continue;  // too steep
    for (int i = 0; i < 200; ++i) {
      const double x = 3 * random.normal(), h = 1e-5;
      std::vector<double> d{x};
      f.slope(std::span<const double>(d), std::span<double>(d));
      const double left = f(x - h), right = f(x + h), middle = f(x);
      if (!std::isfinite(left + right)) continue;
      const double difference = (right - left) / (2 * h),
                   bend = std::fabs((right - middle) - (middle - left)) / h;
      if (bend > 1e-3 * (1 + std::fabs(difference))) continue;  // a kink, or nearly
      EXPECT_NEAR(d[0], difference, 1e-5 * (1 + std::fabs(difference)) + 1e-9 * std::fabs(middle))
          << f << " at " << x;
    }
  }
}

TEST(formula_derivatives, at_kinks_are_pytorch_s) {
  const auto slope = [](const char* text, double x) {
    std::vector<double> d{x};
    formula(text).slope(std::span<const double>(d), std::span<double>(d));
    return d[0];
  };
  EXPECT_EQ(slope("abs(x)", 0), 0);
  EXPECT_EQ(slope("max(0, x)", 0), 0);      // as relu
  EXPECT_EQ(slope("min(x, 6)", 6), 0);      // as relu6
  EXPECT_EQ(slope("max(x, 2*x)", 0), 1.5);  // torch.maximum halves it
  EXPECT_EQ(slope("min(x, 2*x)", 0), 1.5);
  EXPECT_EQ(slope("max(x, x)", 3), 1);
  EXPECT_EQ(slope("where(x > 0, x, 3*x)", 0), 3);
  EXPECT_EQ(slope("relu(x)", 0), 0);
  EXPECT_EQ(slope("x > 0", 0), 0);
  EXPECT_EQ(slope("x*(x > 0)", 2), 1);
}

TEST(formulas_at_infinity, have_their_limits) {
  const double inf = infinity<double>();
  const auto bits = [](const char* text, double x) { return to_bits(formula(text)(x)); };
  EXPECT_EQ(bits("x*sigmoid(x)", -inf), to_bits(-0.0));
  EXPECT_EQ(bits("a*x*sigmoid(x); a=2", -inf), to_bits(-0.0));
  EXPECT_EQ(bits("x/(1 + abs(x))", inf), to_bits(1.0));
  EXPECT_EQ(bits("x/sqrt(1 + x^2)", -inf), to_bits(-1.0));
  EXPECT_EQ(bits("x^2/(1 + abs(x))", inf), to_bits(inf));
  EXPECT_EQ(bits("x - x", inf), to_bits(0.0));
  EXPECT_TRUE(std::isnan(formula("sin(x)")(inf)));
  EXPECT_TRUE(std::isnan(formula("log(x)")(-inf)));
  std::vector<double> d{inf, -inf};
  formula("a*x*sigmoid(x); a=2").slope(std::span<const double>(d), std::span<double>(d));
  EXPECT_EQ(d, (std::vector<double>{2, 0}));
  // Nothing passes where a formula is flat, as of relu.
  std::vector<float> dx(1);
  formula("max(0, x)").backward(std::vector<float>{-1}, std::vector<float>{infinity<float>()}, dx);
  EXPECT_EQ(dx[0], 0);
}

// Blocks against the plain interpreter, which takes one number through one node after the other.
TEST(formula_blocks, are_the_plain_interpreter) {
  const hillock::formulas::dictionary known{&hillock::face::function_called, &hillock::face::parameter_called,
                                            [] { return std::vector<std::string>(); }};
  const std::vector<double> x = some_numbers(600);
  for (const hillock::activation& f : all_formulas()) {
    hillock::formulas::graph g;
    const auto tree = hillock::formulas::parse(f.to_string(), known);
    const auto value = hillock::formulas::lower(tree, tree.root, g);
    const auto slope = hillock::formulas::derivative(g, value);
    std::vector<double> parameters;
    for (const auto& p : tree.parameters) parameters.push_back(p.value);
    const auto* const entries = hillock::isa::end_tables()[-1]->entries;
    const std::vector<double> y = result_of(f, operation::forward, x, x),
                              d = result_of(f, operation::slope, x, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double plain_y = hillock::formulas::evaluate(g, value, x[i], parameters.data(), entries);
      const double plain_d = hillock::formulas::evaluate(g, slope, x[i], parameters.data(), entries);
      ASSERT_TRUE(std::isnan(y[i]) ? std::isnan(plain_y) : to_bits(y[i]) == to_bits(plain_y))
          << f << " at " << x[i];
      ASSERT_TRUE(std::isnan(d[i]) ? std::isnan(plain_d) : to_bits(d[i]) == to_bits(plain_d))
          << f << " at " << x[i];
    }
  }
}

TEST(formula_graph, has_common_parts_once) {
  hillock::formulas::graph g;
  using hillock::formulas::op;
  const auto x = g.x(), e = g.make(op::exp, x);
  EXPECT_EQ(g.make(op::exp, g.x()), e);
  EXPECT_EQ(g.make(op::add, x, e), g.make(op::add, e, x));
  EXPECT_NE(g.make(op::subtract, x, e), g.make(op::subtract, e, x));
  EXPECT_NE(g.number(0.0), g.number(-0.0));
  EXPECT_TRUE(g.is_number(g.make(op::multiply, g.number(2), g.number(3)), 6));
  const std::size_t before = g.size();
  hillock::formulas::derivative(g, e);  // e^x again
  EXPECT_LE(g.size(), before + 2);      // 0 and 1
}

TEST(formula_parameters, may_differ_by_channel_and_leave_the_range_of_the_list_s) {
  const std::vector<double> scales{1, 10};
  const std::vector<float> x{1, 2, 1, 2};
  std::vector<float> y(4);
  formula("a*x^2").compute(
      operation::forward,
      hillock::call<float>{.x = x, .dy = {}, .out = y, .shape = {1, 2, 2}, .parameters = scales, .mask = {}});
  EXPECT_EQ(y, (std::vector<float>{1, 4, 10, 40}));
  const hillock::activation f = formula("elu(x, alpha=a)");
  EXPECT_EQ(f.with("a", 2)(-1.0F), hillock::find("elu(alpha=2)")(-1.0F));
  EXPECT_TRUE(std::isnan(f.with("a", -2)(-1.0F)));  // elu asks for more than 0
}

}  // namespace
}  // namespace functions_test
