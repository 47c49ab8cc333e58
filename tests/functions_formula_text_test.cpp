// SPDX-License-Identifier: Apache-2.0
// Formulas as text: what is one, what it is called, and what is said where it is none.
#include <atomic>
#include <thread>
#include <unordered_set>

#include "functions_support.hpp"

namespace functions_test {
namespace {

using hillock::formula;

std::string refusal(const std::string& text,
                    const std::vector<hillock::formula_definition>& definitions = {}) {
  try {
    return "taken: " + formula(text, definitions).to_string();
  } catch (const std::invalid_argument& problem) {
    return problem.what();
  }
}

TEST(formula_text, is_printed_so_that_it_reads_back) {
  const std::pair<const char*, const char*> texts[] = {
      {"x", "x"},
      {" x*sigmoid( 1.702 *x) ", "x*sigmoid(1.702*x)"},
      {"max(0,x)^2", "max(0, x)^2"},
      {"x**2", "x^2"},
      {"-x^2", "-x^2"},
      {"(-x)^2", "(-x)^2"},
      {"2^-x^2", "2^-x^2"},
      {"(2^x)^2", "(2^x)^2"},
      {"x-(1-x)", "x - (1 - x)"},
      {"(x-1)-x", "x - 1 - x"},
      {"x/(2*x)", "x/(2*x)"},
      {"x/2*x", "x/2*x"},
      {"-(x*2)", "-(x*2)"},
      {"--x", "--x"},
      {"+x", "x"},
      {"x if x > 0 else exp(x) - 1", "where(x > 0, x, exp(x) - 1)"},
      {"(x<0)*(1<=x)+(x!=2)", "(x < 0)*(1 <= x) + (x != 2)"},
      {"1e3*x + .5 + pi - e", "1000*x + 0.5 + pi - e"},
      {"LeakyReLU(x, alpha=0.2)", "leaky_relu(x, slope=0.2)"},
      {"a*x*SiLU(b*x); b = 3 ;a=-0.5", "a*x*silu(b*x); a=-0.5; b=3"},
      {"a*x; a=1", "a*x"},
  };
  for (const auto& [text, printed] : texts) {
    const hillock::activation f = hillock::find(text);
    EXPECT_EQ(f.to_string(), printed);
    EXPECT_EQ(hillock::find(printed), f) << text;
    EXPECT_EQ(f.card().name, f.card().formula);
  }
}

TEST(formula_text, says_at_which_column_what_was_expected) {
  const auto at = [](const char* text, const std::string& problem) {
    EXPECT_EQ(refusal(text), "hillock: formula '" + std::string(text) + "', column " + problem);
  };
  at("", "1: expected a number, a name or '(', found the end");
  at("x +", "4: expected a number, a name or '(', found the end");
  at("x*sigmod(x)", "3: unknown function 'sigmod'; did you mean sigmoid?");
  at("exp(x", "6: expected ')', found the end");
  at("x)", "2: ')' without '('");
  at("2x", "2: expected an operator, found 'x'; a product is written with *");
  at("x(2)", "2: expected an operator, found '('; a product is written with *");
  at("x ? 1", "3: expected an operator, found '?'");
  at("x = 2", "3: expected an operator, found '='; a comparison is ==, values of parameters follow ;");
  at("max(x)", "6: max takes 2 arguments: expected ',', found ')'");
  at("exp(x, 2)", "6: exp takes 1 argument: expected ')', found ','");
  at("relu*x", "5: 'relu' is a function: expected '(' behind it, found '*'");
  at("softmax(x)", "1: softmax acts on rows: expected a function of one number");
  at("leaky_relu(x, 0.2)", "15: expected parameter=value, found '0'");
  at("leaky_relu(x, slop=0.2)", "15: unknown parameter 'slop' of leaky_relu: expected slope");
  at("relu(x, slope=0.2)", "9: unknown parameter 'slope' of relu, which has none");
  at("elu(x, alpha=x)", "14: alpha must not depend on x");
  at("elu(x, alpha=-1)", "14: alpha = -1 is outside 1e-30 … 1e+30");
  at("elu(x, alpha=1, alpha=2)", "17: alpha is given twice");
  at("0 < x < 1", "7: comparisons do not chain: expected parentheses, or a product as in (0 < x)*(x < 1)");
  at("x if x", "7: expected 'else', found the end");
  at("2*pi", "1: the formula does not depend on x: expected x in it");
  at("x*1e999", "3: '1e999' is no number that a double holds");
  at("a*b*c*d*f*x", "9: 'f' is one parameter too many: expected at most 4");
  at("ab*x + a_b", "8: 'a_b' and 'ab' count as one name");
  at("a*x; b=1", "6: 'b' is no parameter of the formula");
  at("a*x; a=1; a=2", "11: a is given twice");
  at("a*x; a=x", "8: expected a number, found 'x'");
  at("a*x; a", "6: expected parameter=value, found 'a'");
  EXPECT_EQ(
      refusal("é*x"),
      "hillock: formula '\\xc3\\xa9*x', column 1: expected a number, a name or '(', found '\\xc3\\xa9'");
  EXPECT_EQ(
      refusal("x*é"),
      "hillock: formula 'x*\\xc3\\xa9', column 3: expected a number, a name or '(', found '\\xc3\\xa9'");
  EXPECT_EQ(refusal("xé + 1)"),
            "hillock: formula 'x\\xc3\\xa9 + 1)', column 2: expected an operator, found '\\xc3\\xa9'");
}

TEST(formula_text, is_bounded_in_length_depth_and_size) {
  const auto repeated = [](std::size_t n, const std::string& piece) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += piece;
    return text;
  };
  EXPECT_NE(refusal(repeated(5000, " ") + "x").find("5001 bytes; expected at most 4096"), std::string::npos);
  EXPECT_EQ(refusal(repeated(63, "(") + "x" + repeated(63, ")")), "taken: x");
  EXPECT_NE(refusal(repeated(64, "(") + "x" + repeated(64, ")")).find("nested too deep"), std::string::npos);
  EXPECT_NE(refusal(repeated(4000, "-") + "x").find("nested too deep"), std::string::npos);
  EXPECT_NE(refusal("x" + repeated(1000, "^x")).find("nested too deep"), std::string::npos);
  EXPECT_NE(refusal("x" + repeated(1500, "+x")).find("too large"), std::string::npos);
  // Definitions that double what they are given.
  std::string text = "x";
  for (int i = 0; i < 30; ++i) text = "twice(" + text + ")";
  EXPECT_NE(refusal(text, {{"twice", "x*x"}}).find("written out has more than 4096 bytes"),
            std::string::npos);
  // More results at once than there is room for: each is needed in the end.
  std::string wide = "x";
  for (int i = 1; i < 500; ++i) wide = "(x+" + std::to_string(i) + ")*" + wide;
  EXPECT_NE(refusal(wide).find("hillock: "), std::string::npos);
}

TEST(formula_text, knows_the_names_given_to_formulas) {
  const std::vector<hillock::formula_definition> both{{"soft", "a*x/(1 + abs(x)); a=2"},
                                                      {"mine", "x*soft(x, a=3)"}};
  EXPECT_EQ(formula("mine(x) + soft(x)", both), formula("x*(3*x/(1 + abs(x))) + 2*x/(1 + abs(x))"));
  EXPECT_EQ(formula("soft(-2*x, a=-1)", both), formula("-1*(-2*x)/(1 + abs(-2*x))"));
  EXPECT_EQ(refusal("soft(x, b=1)", both),
            "hillock: formula 'soft(x, b=1)', column 9: unknown parameter 'b' of soft");
  EXPECT_EQ(refusal("soft*x", both),
            "hillock: formula 'soft*x', column 5: 'soft' is a function: expected '(' behind it, found '*'");
  EXPECT_EQ(refusal("x", {{"relu", "x"}}),
            "hillock: definition 'relu': the name has a meaning already; expected another");
  EXPECT_EQ(refusal("x", {{"x", "x"}}),
            "hillock: definition 'x': the name has a meaning already; expected another");
  EXPECT_EQ(refusal("x", {{"f", "x"}, {"f", "x"}}), "hillock: definition 'f': it is given twice");
  EXPECT_EQ(
      refusal("x", {{"2f", "x"}}),
      "hillock: definition '2f': expected a name of letters, digits and _ that does not begin with a digit");
  EXPECT_NE(refusal("x", {{"f", "f(x)"}}).find("unknown function 'f'"), std::string::npos);  // no recursion
}

TEST(formula_text, makes_equal_texts_one_function_that_ends_with_the_last_of_them) {
  const hillock::activation f = formula("a*x + 1"), same = formula(" a * x+1 "), other = formula("x*a + 1");
  EXPECT_EQ(f, same);
  EXPECT_EQ(std::hash<hillock::activation>()(f), std::hash<hillock::activation>()(same));
  EXPECT_FALSE(f == other);
  EXPECT_EQ(f.with("a", 2), formula("a*x + 1; a=2"));
  EXPECT_FALSE(f.with("a", 2) == f);
  EXPECT_EQ(f.with("a", 2).parameter("A"), 2);
  EXPECT_THROW(f.with("b", 2), std::invalid_argument);
  const std::unordered_set<hillock::activation> set{f, same, other, f.with("a", 2)};
  EXPECT_EQ(set.size(), 3U);
  std::vector<hillock::activation> kept{formula("x*x*x*x*x - 3")};
  kept = {kept[0], hillock::find("relu")};
  EXPECT_EQ(kept[0](2.0F), 29.0F);
  hillock::activation moved = std::move(kept[0]);
  EXPECT_EQ(kept[0], moved);
  moved = hillock::find("relu");
  EXPECT_EQ(moved(-1.0F), 0.0F);
}

TEST(formula_text, may_be_read_by_several_threads_at_once) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const hillock::activation f = formula("x*x + " + std::to_string(i % 5));
        if (f(3.0) != 9 + i % 5 || !(f == formula("x*x+" + std::to_string(i % 5)))) ++wrong;
      }
    });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(wrong, 0);
}

TEST(formula_text, is_told_from_a_name_by_its_x) {
  EXPECT_EQ(hillock::find("tanh(x)"), formula("tanh(x)"));
  EXPECT_THROW(hillock::find("tanh(y)"), std::invalid_argument);
  EXPECT_THROW(hillock::find("xx"), std::invalid_argument);
  for (const hillock::activation& f : hillock::all()) EXPECT_EQ(hillock::find(std::string(f.card().name)), f);
}

}  // namespace
}  // namespace functions_test
