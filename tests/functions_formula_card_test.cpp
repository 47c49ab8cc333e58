// SPDX-License-Identifier: Apache-2.0
// What is computed about formulas: true of the list's functions written as formulas, and marked as proven
// only where it holds.
#include "face/formula.hpp"
#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::card;
using hillock::formula;

TEST(formula_cards, of_the_same_mathematics_are_the_list_s) {
  const std::pair<const char*, const char*> pairs[] = {{"max(0, x)", "relu"},
                                                       {"min(max(x, 0), 6)", "relu6"},
                                                       {"x/(1 + abs(x))", "softsign"},
                                                       {"1/(1 + exp(-x))", "sigmoid"},
                                                       {"tanh(x)", "tanh"},
                                                       {"x*sigmoid(x)", "silu"},
                                                       {"x/2*erfc(-x/sqrt(2))", "gelu"},
                                                       {"x*tanh(log1p(exp(x)))", "mish"},
                                                       {"log(1 + exp(x))", "softplus"},
                                                       {"x if x > 0 else expm1(x)", "elu"},
                                                       {"max(0, x)^2", "squared_relu"},
                                                       {"max(-1, min(1, x))", "hard_tanh"},
                                                       {"x*min(max(x + 3, 0), 6)/6", "hard_swish"},
                                                       {"x/sqrt(1 + x^2)", "isru"},
                                                       {"(x + sqrt(x^2 + 4))/2", "squareplus"},
                                                       {"x if abs(x) > 0.5 else 0", "hard_shrink"},
                                                       {"x > 0", "step"}};
  const auto near = [](double a, double b) {
    return a == b || std::fabs(a - b) <= 1e-9 * (1 + std::fabs(b));
  };
  for (const auto& [text, name] : pairs) {
    const card got = formula(text).card(), want = hillock::find(name).card();
    EXPECT_TRUE(near(got.range.low, want.range.low) && near(got.range.high, want.range.high))
        << text << " " << got.range.low << " … " << got.range.high;
    EXPECT_EQ(got.monotone, want.monotone) << text;
    EXPECT_EQ(got.zero_centred, want.zero_centred) << text;
    EXPECT_EQ(got.flat, want.flat) << text;
    // One whose cases meet smoothly, like elu's and softsign's, counts as once differentiable.
    EXPECT_EQ(std::min(got.smoothness, 1), std::min(want.smoothness, 1)) << text;
    if (want.smoothness == card::jump) continue;
    EXPECT_TRUE(near(got.lipschitz, want.lipschitz)) << text << " " << got.lipschitz;
  }
}

TEST(formula_cards, prove_what_is_true) {
  const auto of = [](const char* text) { return *hillock::face::knowledge_of(formula(text)); };
  for (const char* text :
       {"x*sigmoid(1.702*x)", "tanh(x) + x", "x*tanh(log1p(exp(x)))", "max(0, x)^2", "x + sin(x)"}) {
    const auto known = of(text);
    EXPECT_TRUE(known.sure.range && known.sure.monotone && known.sure.zero_centred && known.sure.lipschitz)
        << text;
  }
  EXPECT_TRUE(of("x + sin(x)").found.monotone);
  EXPECT_FALSE(of("x + 1.01*sin(x)").found.monotone);
  EXPECT_TRUE(of("x^3/(1 + x^2)").sure.zero_centred && of("x^3/(1 + x^2)").found.zero_centred);
  // A spike that no number looked at hits: interval arithmetic does not let it be called proven.
  const auto spike = of("exp(-(1e9*(x - 0.3))^2)");
  EXPECT_LT(spike.found.range.high, 0.5);
  EXPECT_FALSE(spike.sure.range || spike.sure.lipschitz);
  // Nor a jump, which slopes do not show.
  for (const char* text : {"where(abs(x - 1.001) < 1e-4, 50, tanh(x))", "tanh(x) - 1e-7*(x > 0.3)",
                           "where(x > 100, x + 1, x)", "step(x - 20.03)/2 + x"}) {
    const auto jumping = of(text);
    EXPECT_FALSE(jumping.sure.lipschitz) << text;
    EXPECT_FALSE(jumping.sure.monotone && jumping.found.monotone) << text;
    EXPECT_FALSE(jumping.sure.smoothness && jumping.found.smoothness > card::jump) << text;
  }
  EXPECT_FALSE(of("exp(abs(x))").sure.smoothness);  // its overflow looks like a pole
  const auto logarithm = of("log(x)");
  EXPECT_TRUE(logarithm.found.undefined && logarithm.found.undefined_at == -1);
  const auto saturating = of("tanh(x)");
  EXPECT_EQ(saturating.found.at_infinity, 1);
  EXPECT_EQ(saturating.found.slope_at_infinity, 0);
  EXPECT_FALSE(hillock::face::knowledge_of(hillock::find("tanh")).has_value());
}

TEST(formula_cards, are_of_the_parameters_at_hand_where_asked) {
  const hillock::activation f = formula("a*tanh(x)");
  EXPECT_EQ(f.with("a", 3).card().range.high, 1);
  EXPECT_EQ(hillock::face::knowledge_of(f.with("a", 3))->found.range.high, 3);
  EXPECT_TRUE(hillock::face::knowledge_of(f.with("a", 3))->sure.range);
}

}  // namespace
}  // namespace functions_test
