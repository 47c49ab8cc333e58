// SPDX-License-Identifier: Apache-2.0
// What a card says in words is what the kernels compute: formulas and derivatives, read as a person would
// read them, with the defaults and with other parameters.
#include <iostream>

#include "functions_card_words.hpp"
#include "functions_support.hpp"

namespace functions_test {
namespace {

// Between the places where pieces meet; constants in a card's text have five digits. Says whether the text
// can be read.
bool expect_text(const hillock::activation& f, std::string_view text, operation what) {
  std::vector<double> x;
  for (double v = -7.98; v < 8; v += 0.0971) x.push_back(v);
  const std::vector<double> computed = result_of(f, what, x, x);
  card_words::names known;
  for (const hillock::parameter& p : f.card().parameters) known[std::string(p.name)] = f.parameter(p.name);
  for (std::size_t i = 0; i < x.size(); ++i) {
    known["x"] = x[i];
    long double said = 0;
    try {
      said = card_words::value(text, known);
    } catch (const unreadable& problem) {
      std::cout << f.to_string() << ": \"" << text << "\" cannot be read: " << problem.what() << '\n';
      return false;
    }
    EXPECT_NEAR(static_cast<double>(said), computed[i], 1e-4 * std::max(1.0, std::fabs(computed[i])))
        << f.to_string() << " at " << x[i] << ": " << text;
    if (testing::Test::HasFailure()) return true;
  }
  return true;
}

// A text in words that the reader has not is passed over; nearly all must be read.
TEST(cards, formulas_say_what_is_computed) {
  std::size_t all = 0, read = 0;
  for (const hillock::activation& f : elementwise())
    ++all, read += expect_text(f, f.card().formula, operation::forward);
  EXPECT_GE(10 * read, 9 * all);
}

TEST(cards, derivatives_say_what_is_computed) {
  std::size_t all = 0, read = 0;
  for (const hillock::activation& f : elementwise())
    if (!f.card().derivative.empty()) ++all, read += expect_text(f, f.card().derivative, operation::slope);
  EXPECT_GE(10 * read, 9 * all);
  EXPECT_GT(all, 80U);
}

}  // namespace
}  // namespace functions_test
