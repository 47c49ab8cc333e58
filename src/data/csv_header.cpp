// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "data/csv_dialect.hpp"
#include "data/csv_table.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

// A first row without a number is a header if it stands above numbers, or, where all is text, if its words
// never occur below.
bool detect_header(const csv_table& table) {
  const std::size_t rows = std::min(table.rows(), sampled_rows);
  if (rows == 1) {  // nothing but words: a header over an empty table
    for (std::size_t column = 0; column < table.columns; ++column)
      if (read_cell(table.at(0, column)).kind != cell_kind::text) return false;
    return true;
  }
  bool above_numbers = false, repeated = false, blank = false;
  std::set<std::string_view> words;
  for (std::size_t column = 0; column < table.columns; ++column) {
    const std::string_view first = table.at(0, column);
    const cell_kind kind = read_cell(first).kind;
    if (kind == cell_kind::number || kind == cell_kind::not_finite) return false;
    blank = blank || kind == cell_kind::missing;
    repeated = repeated || !words.insert(first).second;
    std::size_t numbers = 0, filled = 0;
    for (std::size_t row = 1; row < rows; ++row) {
      const cell_kind below = read_cell(table.at(row, column)).kind;
      numbers += below == cell_kind::number;
      filled += below != cell_kind::missing;
      repeated = repeated || table.at(row, column) == first;
    }
    above_numbers = above_numbers || (kind == cell_kind::text && filled > 0 && 2 * numbers > filled);
  }
  return above_numbers || (rows > 3 && !repeated && !blank);
}

}  // namespace

void take_header(csv_table& table, const std::string& name, std::optional<bool> given) {
  const bool header = given ? *given : detect_header(table);
  for (std::size_t column = 0; column < table.columns; ++column) {
    const bool named = header && !table.at(0, column).empty();
    table.named.push_back(named);
    table.names.push_back(named ? std::string(table.at(0, column)) : fmt::format("column {}", column + 1));
  }
  if (header) {
    const std::size_t line = table.lines.front();
    table.cells.erase(table.cells.begin(), table.cells.begin() + static_cast<std::ptrdiff_t>(table.columns));
    table.lines.erase(table.lines.begin());
    if (table.rows() == 0) throw data_error(fmt::format("{}:{}: a header and no rows below it", name, line));
  }
  table.notes.push_back(fmt::format("{} ({}).",
                                    header ? "The first line is a header" : "There is no header line",
                                    given ? "as given" : "detected"));
}

}  // namespace hillock::data
