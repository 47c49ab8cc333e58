// SPDX-License-Identifier: Apache-2.0
// CSV text to a table of cells: encoding, quotes, delimiter, header. What the cells mean is decided in
// csv.cpp.
#pragma once
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/load.hpp"

namespace hillock::data {

/// A rectangular table. Cells are trimmed and unquoted; they point into the text it was read from, or into
/// `storage`.
struct csv_table {
  std::size_t columns = 0;
  std::vector<std::string> names;  ///< one per column; "column 3" where there is no header or it is blank
  std::vector<bool> named;         ///< whether the header gave the name
  std::vector<std::string_view> cells;  ///< rows × columns, without the header
  std::vector<std::size_t> lines;       ///< the line each row starts on, 1-based
  std::vector<std::string> notes;       ///< delimiter, header, encoding: what was given or detected
  std::deque<std::string> storage;

  std::size_t rows() const noexcept { return lines.size(); }
  std::string_view at(std::size_t row, std::size_t column) const { return cells[row * columns + column]; }
};

/// Reads RFC 4180 text, more leniently: any line end, a byte order mark, blanks around cells, blank lines, a
/// delimiter other than the comma. A space as delimiter stands for any run of blanks. `text` must outlive the
/// table. Throws data_error: empty, binary, a ragged row, a broken quote, no rows, one column.
csv_table read_table(std::string_view text, const std::string& name, const load_options& options);

/// Takes the first row for the header where it is one, given or detected: names, named, a note.
/// Throws data_error: a header and no rows below it.
void take_header(csv_table& table, const std::string& name, std::optional<bool> given);

}  // namespace hillock::data
