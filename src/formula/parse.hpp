// SPDX-License-Identifier: Apache-2.0
// From a formula's text to its tree. docs/formulas.md has the grammar.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formula/tree.hpp"

namespace hillock::formulas {

/// What names mean outside of the formula language: the functions of the list.
struct dictionary {
  /// The function of that name, whoever's it is.
  std::optional<listed> (*function)(std::string_view name);
  /// A parameter's place in a card.
  std::optional<std::size_t> (*parameter)(const card& about, std::string_view name);
  /// All functions' own names, for "did you mean".
  std::vector<std::string> (*names)();
};

/// A name given to a formula. In formulas that know it, name(u) is the formula with u for x.
struct definition {
  std::string name;
  tree meaning;
};

inline constexpr std::size_t deepest_nesting = 64;
inline constexpr std::size_t largest_tree = 2000;

/// The tree of a text. Throws std::invalid_argument, whose message names the column, counted in characters
/// from 1, and says what was expected there.
tree parse(std::string_view text, const dictionary& known, const std::vector<definition>& definitions = {});

/// Whether a text can only be a formula: whether x stands in it as a word. No function's name has such a
/// word, and a formula without x is refused.
bool has_x(std::string_view text);

/// Throws std::invalid_argument where a definition's name is no name or means something already.
void check_definition_name(std::string_view name, const dictionary& known,
                           const std::vector<definition>& definitions);

}  // namespace hillock::formulas
