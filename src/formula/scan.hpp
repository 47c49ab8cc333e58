// SPDX-License-Identifier: Apache-2.0
// A formula's text read sign by sign, name by name, and what is said where something else was expected.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace hillock::formulas {

// ASCII, whatever the locale.
inline bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool continues_name(char c) { return begins_name(c) || is_digit(c); }

/// Stands at a place of a text. Blanks before what is asked for are passed by.
class scanner {
 protected:
  explicit scanner(std::string_view text) : text_(text) {}

  /// Throws std::invalid_argument for what stands at a place.
  [[noreturn]] void fail(std::size_t at, const std::string& problem) const;
  /// What stands at a place, for a message: a name, a character, the end.
  std::string found(std::size_t at) const;

  void skip_blanks();
  /// Passes a sign if it comes next. Of two that begin alike the longer one is asked for first.
  bool accept(std::string_view sign);
  void expect(std::string_view sign);
  /// The name that comes next, which is not passed; empty where there is none.
  std::string_view name();
  bool accept_word(std::string_view word);
  /// A number that begins here.
  double unsigned_number();
  double signed_number();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace hillock::formulas
