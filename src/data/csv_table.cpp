// SPDX-License-Identifier: Apache-2.0
#include "data/csv_table.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "data/csv_dialect.hpp"
#include "data/csv_tokens.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

// The number of fields most records have; the first record's where that is undecided.
std::size_t usual_width(const std::vector<std::size_t>& widths) {
  std::map<std::size_t, std::size_t> counts;
  for (const std::size_t width : widths) ++counts[width];
  std::size_t usual = widths.front();
  for (const auto& [width, count] : counts)
    if (count > counts[usual]) usual = width;
  return usual;
}

// "1,2,3," on every line: the last column is an artefact of the trailing delimiter.
void drop_trailing_column(csv_table& table) {
  const auto& [columns, rows] = std::pair(table.columns, table.rows());
  if (columns < 2) return;
  for (std::size_t row = 0; row < rows; ++row)
    if (!table.at(row, columns - 1).empty()) return;
  std::vector<std::string_view> kept;
  for (std::size_t i = 0; i < table.cells.size(); ++i)
    if (i % columns != columns - 1) kept.push_back(table.cells[i]);
  table.cells = std::move(kept);
  --table.columns;
  table.notes.emplace_back("Every line ends in a delimiter: the empty last column is left out.");
}

}  // namespace

csv_table read_table(std::string_view text, const std::string& name, const load_options& options) {
  csv_table table;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (trimmed(text).empty())
    throw data_error(fmt::format("{}: the file is empty, expected rows of values", name));
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    throw data_error(fmt::format(
        "{}: byte {} is zero, so this is no CSV text in UTF-8 (a binary file, or UTF-16?)", name, zero));
  if (!is_utf8(text)) {
    text = table.storage.emplace_back(from_latin_1(text));
    table.notes.emplace_back("The text is not UTF-8; it was read as ISO 8859-1 (Latin-1).");
  }

  const char delimiter = options.delimiter ? *options.delimiter : detect_delimiter(text);
  table.notes.push_back(fmt::format("The delimiter is {} ({}).", delimiter_name(delimiter),
                                    options.delimiter ? "as given" : "detected"));
  csv_tokens tokens(text, delimiter, name, table.storage);
  std::vector<std::size_t> widths;
  for (std::size_t line = 0, before = 0; tokens.next(table.cells, line); before = table.cells.size()) {
    widths.push_back(table.cells.size() - before);
    table.lines.push_back(line);
  }
  table.columns = usual_width(widths);
  for (std::size_t row = 0; row < widths.size(); ++row)
    if (widths[row] != table.columns)
      throw data_error(fmt::format("{}:{}: {} field{}, expected {} as in most lines (delimiter {})", name,
                                   table.lines[row], widths[row], widths[row] == 1 ? "" : "s", table.columns,
                                   delimiter_name(delimiter)));
  drop_trailing_column(table);
  if (table.columns < 2)
    throw data_error(fmt::format(
        "{}:{}: one column only (delimiter {}), expected features and a target; {} is the first cell", name,
        table.lines.front(), delimiter_name(delimiter), shown(table.at(0, 0))));
  take_header(table, name, options.header);
  return table;
}

}  // namespace hillock::data
