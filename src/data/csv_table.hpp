// SPDX-License-Identifier: Apache-2.0
// CSV text to a table of cells: quotes, comments, header. What the cells mean is decided in csv.cpp.
#pragma once
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "data/csv_cell.hpp"
#include "data/csv_dialect.hpp"
#include "data/load.hpp"

namespace hillock::data {

/// A rectangular table, of one file or of two whose rows follow one another. Cells are trimmed and unquoted;
/// they point into the text they were read from, or into `storage`.
struct csv_table {
  /// Where rows come from, for messages.
  struct origin {
    std::string file;                  ///< what messages call it
    std::size_t first_row = 0;         ///< of this table
    std::vector<std::size_t> columns;  ///< where each column of the table stands in the file, from 1
  };

  std::size_t columns = 0;
  bool header = false;
  std::vector<std::string> names;  ///< one per column; "column 3" where there is no header or it is blank
  std::vector<bool> named;         ///< whether the header gave the name
  std::vector<std::string_view> cells;  ///< rows × columns, without the header
  std::vector<std::size_t> lines;       ///< the line each row starts on, 1-based
  std::vector<std::string> notes;       ///< delimiter, header, …: what was given or detected
  std::deque<std::string> storage;
  notation reads;
  bool decimal_is_open = false;  ///< whether the decimal mark was guessed with no number that needs it
  bool decimal_is_given = false;
  std::vector<origin> origins;  ///< at least one

  std::size_t rows() const noexcept { return lines.size(); }
  std::string_view at(std::size_t row, std::size_t column) const { return cells[row * columns + column]; }
  /// The file of all rows, or of the first of two.
  const std::string& file() const { return origins.front().file; }
};

/// The message for one cell: "file:line:column: 'value'".
std::string at_cell(const csv_table& table, std::size_t row, std::size_t column);

/// Removes a column.
void drop_column(csv_table& table, std::size_t column);

/// Reads RFC 4180 text, more leniently: any line end, blanks around cells, blank lines, lines of comment that
/// begin with #, quotes escaped by a backslash, row names without a header of their own, a delimiter other
/// than the comma. A space as delimiter stands for any run of blanks. The text must outlive the table.
/// `like`: a table read before, which tells what a header looks like. Throws data_error: a ragged row, a
/// broken quote, no rows, one column.
csv_table read_table(const csv_dialect& dialect, const notation& reads, const std::string& name,
                     const load_options& options, const csv_table* like = nullptr);

/// What else tells whether there is a header.
struct header_signs {
  std::vector<std::string_view>
      comment;                      ///< words of a line of comment above the rows, one per column, or none
  std::optional<bool> given;        ///< what the user says
  bool short_line = false;          ///< the first line lacks a field, so it can only be a header
  const csv_table* like = nullptr;  ///< a table read before
};

/// Takes the first row, or the line of comment above it, for the header where it is one: header, names,
/// named, a note. Throws data_error: a header and no rows below it.
void take_header(csv_table& table, const header_signs& signs);

}  // namespace hillock::data
