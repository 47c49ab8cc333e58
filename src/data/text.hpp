// SPDX-License-Identifier: Apache-2.0
// Numbers as text, and foreign text in a message.
#pragma once
#include <string>
#include <string_view>

namespace hillock::data {

/// ASCII's, whatever the locale.
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Without blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text) noexcept;

/// The shortest decimal text that reads back as the same number.
std::string number_text(double value);

/// Foreign text for a message: on one line, at most 40 bytes, and in its own letters, because data are
/// people's own (a name that a user types shows look-alikes: base/names.hpp).
std::string printable(std::string_view text);

/// The same in single quotes.
std::string shown(std::string_view text);

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

}  // namespace hillock::data
