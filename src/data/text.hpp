// SPDX-License-Identifier: Apache-2.0
// Reading one cell of text, and showing foreign text in a message.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace hillock::data {

/// What a cell of a table holds. `missing`: empty, ?, NA, N/A or null. `not_finite`: nan, inf, or a number
/// too large for double.
enum class cell_kind : std::uint8_t { missing, number, not_finite, text };

struct cell {
  cell_kind kind = cell_kind::missing;
  double value = 0;  ///< of a number; 0 otherwise
};

/// Reads a trimmed cell. Numbers are decimal with a point; numbers too small for double become 0.
cell read_cell(std::string_view text) noexcept;

/// Without blanks, tabs and line ends at both ends.
std::string_view trimmed(std::string_view text) noexcept;

/// The shortest decimal text that reads back as the same number.
std::string number_text(double value);

/// Foreign text for a message: on one line, at most 40 bytes.
std::string printable(std::string_view text);

/// The same in single quotes.
std::string shown(std::string_view text);

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// Whether every byte belongs to a well-formed UTF-8 sequence (RFC 3629).
bool is_utf8(std::string_view text) noexcept;

/// ISO 8859-1 as UTF-8.
std::string from_latin_1(std::string_view text);

}  // namespace hillock::data
