// SPDX-License-Identifier: Apache-2.0
// A formula as it is written: what the parser makes of a text, and the text again.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formula/graph.hpp"

namespace hillock::formulas {

enum class part : std::uint8_t {
  number,
  pi,
  e,
  x,
  parameter,
  negate,
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  word,      // abs, exp … where: the formula language's own functions
  function,  // of the list
};

/// More bytes than this are refused.
inline constexpr std::size_t longest_text = 4096;

/// One part of a tree; operands and arguments stand before it.
struct branch {
  part what = part::number;
  std::size_t which = 0;  ///< of a parameter, a word (words below) or a function of the list
  double number = 0;
  std::vector<place> operands;
  /// Of a function: the parameters that are given, by their place in its card.
  std::vector<std::pair<std::size_t, place>> settings;
  const card* about = nullptr;  ///< of a function
};

/// The language's own functions.
struct word_about {
  std::string_view name;
  op what;
  std::size_t operands;
};
inline constexpr word_about words[] = {
    {"abs", op::absolute, 1}, {"sqrt", op::square_root, 1}, {"exp", op::exp, 1},   {"expm1", op::expm1, 1},
    {"log", op::log, 1},      {"log1p", op::log1p, 1},      {"sin", op::sine, 1},  {"cos", op::cosine, 1},
    {"tanh", op::tanh, 1},    {"erf", op::erf, 1},          {"erfc", op::erfc, 1}, {"min", op::minimum, 2},
    {"max", op::maximum, 2},  {"where", op::where, 3}};

/// A parameter of a formula: its name, and its value where the text gives one.
struct named_value {
  std::string name;
  double value = 1;
};

struct tree {
  std::vector<branch> branches;
  std::vector<named_value> parameters;
  place root = nowhere;
};

/// The tree as text, without the parameters' values: blanks around + and − and comparisons, no parentheses
/// but those that are needed. Reading it gives the same tree. Throws std::invalid_argument where it would be
/// longer than a text may be: a definition's argument may stand in many places.
std::string text_of(const tree& t);

/// A number as short as it reads back.
std::string text_of(double value);

/// The part `root` of a tree as a graph.
place lower(const tree& t, place root, graph& g);

}  // namespace hillock::formulas
