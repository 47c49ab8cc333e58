// SPDX-License-Identifier: Apache-2.0
#include "data/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "data/csv_records.hpp"
#include "data/csv_tokens.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

// "delimiter ','", and which option chooses another where that was a guess.
std::string by_delimiter(const csv_dialect& dialect, const load_options& options) {
  return fmt::format("delimiter {}{}", delimiter_name(dialect.delimiter),
                     options.delimiter ? "" : ", detected; --delimiter chooses another");
}

// Whether the first record could be names: no number in it, or the user says so.
bool could_be_header(const csv_records& all, const notation& reads, std::optional<bool> given) {
  if (given) return *given;
  return std::none_of(all.cells.begin(), all.cells.begin() + static_cast<std::ptrdiff_t>(all.widths.front()),
                      [&](std::string_view cell) { return reads.read(cell).kind == cell_kind::number; });
}

// By how many empty cells every other record ends in more than the first.
std::size_t more_empty_at_end(const csv_records& all, std::size_t width) {
  std::size_t empty = width, of_first = 0;
  while (of_first < all.widths.front() && all.cells[all.widths.front() - 1 - of_first].empty()) ++of_first;
  for (std::size_t end = all.widths.front(), record = 1; record < all.widths.size(); ++record) {
    end += all.widths[record];
    std::size_t here = 0;
    while (here < std::min(empty, all.widths[record]) && all.cells[end - 1 - here].empty()) ++here;
    empty = here;
  }
  return empty - std::min(empty, of_first);
}

// Whether the first column below the header could be row names: words or whole numbers, all different.
bool could_be_row_names(const csv_records& all, std::size_t width, const notation& reads) {
  std::set<std::string_view> names;
  for (std::size_t begin = all.widths.front(), record = 1; record < all.widths.size();
       begin += all.widths[record++]) {
    const cell read = reads.read(all.cells[begin]);
    const bool fits = read.kind == cell_kind::text ||
                      (read.kind == cell_kind::number && read.value == std::floor(read.value));
    if (all.widths[record] != width || !fits || !names.insert(all.cells[begin]).second) return false;
  }
  return true;
}

// A header with fewer fields than the rows: either the rows end in delimiters, or the first column holds row
// names, as R's write.table writes them. Returns whether it does.
bool mend_short_header(csv_records& all, std::size_t width, const notation& reads,
                       std::optional<bool> given) {
  const std::size_t first = all.widths.front();
  if (all.widths.size() < 2 || first >= width || !could_be_header(all, reads, given)) return false;
  const std::size_t lacking = width - first;
  const bool at_end = more_empty_at_end(all, width) >= lacking;
  if (!at_end && (lacking > 1 || !could_be_row_names(all, width, reads))) return false;
  all.cells.insert(all.cells.begin() + static_cast<std::ptrdiff_t>(at_end ? first : 0), lacking,
                   std::string_view());
  all.widths.front() = width;
  return !at_end;
}

void require_rectangle(const csv_records& all, std::size_t width, const std::string& name,
                       const std::string& delimiter) {
  for (std::size_t row = 0; row < all.widths.size(); ++row)
    if (all.widths[row] != width)
      throw data_error(fmt::format("{}:{}: {} field{}, expected {} as in most lines ({})", name,
                                   all.lines[row], all.widths[row], all.widths[row] == 1 ? "" : "s", width,
                                   delimiter));
}

// "1,2,3," on every line: what follows the last value is an artefact of the trailing delimiters.
void drop_trailing_columns(csv_table& table) {
  std::size_t kept = table.columns;
  const auto is_empty = [&](std::size_t column) {
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (!table.at(row, column).empty()) return false;
    return true;
  };
  while (kept > 1 && is_empty(kept - 1)) --kept;
  const std::size_t dropped = table.columns - kept;
  if (dropped == 0) return;
  std::vector<std::string_view> cells;
  cells.reserve(table.rows() * kept);
  for (std::size_t row = 0; row < table.rows(); ++row)
    for (std::size_t column = 0; column < kept; ++column) cells.push_back(table.at(row, column));
  table.cells = std::move(cells);
  table.columns = kept;
  table.notes.push_back(
      dropped == 1 ? "Every line ends in a delimiter: the empty last column is left out."
                   : fmt::format("Every line ends in {} delimiters: the empty columns {} {} {} are left out.",
                                 dropped, kept + 1, dropped == 2 ? "and" : "to", kept + dropped));
}

}  // namespace

std::string at_cell(const csv_table& table, std::size_t row, std::size_t column) {
  const bool second = table.origins.size() > 1 && row >= table.origins[1].first_row;
  const csv_table::origin& from = table.origins[second ? 1 : 0];
  return fmt::format("{}:{}:{}: {}", from.file, table.lines[row], from.columns[column],
                     shown(table.at(row, column)));
}

void drop_column(csv_table& table, std::size_t column) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < table.cells.size(); ++i)
    if (i % table.columns != column) table.cells[kept++] = table.cells[i];
  table.cells.resize(kept);
  const auto at = static_cast<std::ptrdiff_t>(column);
  table.names.erase(table.names.begin() + at);
  table.named.erase(table.named.begin() + at);
  for (csv_table::origin& from : table.origins) from.columns.erase(from.columns.begin() + at);
  --table.columns;
}

csv_table read_table(const csv_dialect& dialect, const notation& reads, const std::string& name,
                     const load_options& options, const csv_table* like) {
  csv_table table;
  table.reads = reads;
  table.notes.push_back(fmt::format("The delimiter is {} ({}{}).", delimiter_name(dialect.delimiter),
                                    dialect.delimiter_source,
                                    options.delimiter ? "" : "; --delimiter chooses another"));
  csv_records all = read_records(dialect, name, table.storage);
  if (all.widths.empty())
    throw data_error(fmt::format("{}: the file is empty, expected rows of values", name));
  const std::size_t width = all.usual_width();
  const bool row_names = mend_short_header(all, width, reads, options.header);
  require_rectangle(all, width, name, by_delimiter(dialect, options));
  table.columns = width;
  table.origins.push_back({name, 0, {}});
  table.cells = std::move(all.cells);
  table.lines = std::move(all.lines);
  if (all.comments > 0)
    table.notes.push_back(
        all.comments == 1
            ? "A line that begins with # is left out as a comment."
            : fmt::format("{} lines that begin with # are left out as comments.", all.comments));
  drop_trailing_columns(table);
  if (table.columns < (row_names ? 3u : 2u))
    throw data_error(
        fmt::format("{}:{}: one column only ({}), expected features and a target; {} is the first cell", name,
                    table.lines.front(), by_delimiter(dialect, options), shown(table.at(0, 0))));
  all.header_comment.resize(std::min(all.header_comment.size(), table.columns));
  take_header(table, {all.header_comment, options.header, row_names, like});
  for (std::size_t column = 1; column <= table.columns; ++column) table.origins[0].columns.push_back(column);
  if (row_names) {
    drop_column(table, 0);
    table.notes.emplace_back(
        "The header is one field short: the first column holds row names and is left out.");
  }
  return table;
}

}  // namespace hillock::data
