// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "data/csv_table.hpp"
#include "data/csv_written.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

bool is_number(const csv_table& table, std::string_view text) {
  const cell_kind kind = table.reads.read(text).kind;
  return kind == cell_kind::number || kind == cell_kind::not_finite ||
         (kind == cell_kind::text && read_written(text, table.reads.decimal()));
}

std::size_t sampled(const csv_table& table) { return std::min(table.rows(), sampled_rows); }

bool holds_number(const csv_table& table, std::size_t row) {
  for (std::size_t column = 0; column < table.columns; ++column)
    if (is_number(table, table.at(row, column))) return true;
  return false;
}

// Where every number of a row is a whole one and one more than the number before it, the first of them.
std::optional<double> first_of_run(const csv_table& table, std::size_t row,
                                   const std::vector<std::size_t>& columns) {
  std::optional<double> first, before;
  for (const std::size_t column : columns) {
    const cell read = table.reads.read(table.at(row, column));
    if (read.kind != cell_kind::number || read.value != std::floor(read.value)) return {};
    if (before && read.value != *before + 1) return {};
    if (!first) first = read.value;
    before = read.value;
  }
  return first;
}

// Whether the sampled rows below the first have a value in `column` that passes.
template <class Test>
bool any_below(const csv_table& table, std::size_t column, Test test) {
  for (std::size_t row = 1; row < sampled(table); ++row)
    if (test(table.at(row, column))) return true;
  return false;
}

// Whether no word of the first row comes again below it. `numbers` are the columns of its other cells.
bool words_are_unique(const csv_table& table, const std::vector<std::size_t>& numbers) {
  for (std::size_t column = 0; column < table.columns; ++column) {
    if (std::binary_search(numbers.begin(), numbers.end(), column)) continue;
    const std::string_view name = table.at(0, column);
    if (any_below(table, column, [&](std::string_view text) { return text == name; })) return false;
  }
  return true;
}

// pandas' to_csv with its index: an empty name, and below it 0, 1, 2, …; or ",0,1,2,class" over an index
// whose values all differ.
bool names_an_index(const csv_table& table, const std::vector<std::size_t>& numbers) {
  if (!table.at(0, 0).empty() || !words_are_unique(table, numbers)) return false;
  bool counts = sampled(table) > 2;
  std::set<std::string_view> index;
  for (std::size_t row = 1; row < sampled(table); ++row) {
    const cell read = table.reads.read(table.at(row, 0));
    counts = counts && read.kind == cell_kind::number && read.value == static_cast<double>(row - 1);
    index.insert(table.at(row, 0));
  }
  const bool differ = index.size() + 1 == sampled(table);
  return counts || (differ && numbers.size() > 1 && first_of_run(table, 0, numbers) == 0.0);
}

// "0,1,2,class" or "country,1990,1991,1992": at least three numbers that count, from 0, from 1 or from a
// year, and are unlike the rows below: none of those counts, no word comes again, and some of the numbers
// never do; most of them where they do not count from 0, as columns are counted.
bool names_count(const csv_table& table, const std::vector<std::size_t>& numbers) {
  constexpr double earliest_year = 1000;
  const auto first = first_of_run(table, 0, numbers);
  if (numbers.size() < 3 || !first || (*first != 0 && *first != 1 && *first < earliest_year)) return false;
  for (std::size_t row = 1; row < sampled(table); ++row)
    if (first_of_run(table, row, numbers)) return false;
  std::size_t again = 0;
  for (const std::size_t column : numbers) {
    const double value = table.reads.read(table.at(0, column)).value;
    again += any_below(table, column, [&](std::string_view text) {
      const cell below = table.reads.read(text);
      return below.kind == cell_kind::number && below.value == value;
    });
  }
  return (*first == 0 ? again : 2 * again) < numbers.size() && words_are_unique(table, numbers);
}

bool equal_rows(const csv_table& table, std::size_t a, std::size_t b) {
  for (std::size_t column = 0; column < table.columns; ++column)
    if (table.at(a, column) != table.at(b, column)) return false;
  return true;
}

// A first row of words is a header if one stands above numbers and not among them, too, or, where all is
// text, if its words never occur below. A header that stands there again, whole, is not counted as words.
bool names_are_words(const csv_table& table) {
  std::vector<std::size_t> below;
  for (std::size_t row = 1; row < sampled(table); ++row)
    if (!equal_rows(table, 0, row)) below.push_back(row);
  bool above_numbers = false, repeated = false, blank = false;
  std::set<std::string_view> words;
  for (std::size_t column = 0; column < table.columns; ++column) {
    const std::string_view first = table.at(0, column);
    const bool missing = table.reads.is_missing(first);
    std::size_t numbers = 0, filled = 0, again = 0;
    for (const std::size_t row : below) {
      numbers += is_number(table, table.at(row, column));
      filled += !table.reads.is_missing(table.at(row, column));
      again += table.at(row, column) == first;
    }
    blank = blank || missing;
    repeated = repeated || !words.insert(first).second || again > 0;
    above_numbers = above_numbers || (!missing && again == 0 && 2 * numbers > filled);
  }
  return above_numbers || (sampled(table) > 3 && !repeated && !blank);
}

enum class header_kind { none, words, numbers, comment, like_the_other };

// How the file's notes say it, and, where it is a guess, what decides otherwise.
struct header_note {
  std::string_view says, otherwise;
};

header_note note_of(header_kind kind) {
  switch (kind) {
    case header_kind::none:
      return {"There is no header line", "--header takes the first line for one"};
    case header_kind::comment:
      return {"The header is the line that begins with #", "--no-header does without"};
    case header_kind::words:
    case header_kind::numbers:
    case header_kind::like_the_other:
      break;
  }
  return {"The first line is a header", "--no-header reads it as a row"};
}

// Whether half of the first row are names of a table read before.
bool has_names_of(const csv_table& like, const csv_table& table) {
  std::size_t known = 0;
  for (std::size_t column = 0; column < table.columns; ++column)
    known += std::find(like.names.begin(), like.names.end(), table.at(0, column)) != like.names.end();
  return 2 * known >= table.columns;
}

header_kind detect_header(const csv_table& table, bool commented, const csv_table* like) {
  if (like != nullptr && like->header && has_names_of(*like, table)) return header_kind::like_the_other;
  std::vector<std::size_t> numbers;
  bool all_words = true;
  for (std::size_t column = 0; column < table.columns; ++column) {
    const std::string_view text = table.at(0, column);
    if (is_number(table, text)) numbers.push_back(column);
    all_words = all_words && table.reads.read(text).kind == cell_kind::text;
  }
  if (table.rows() == 1) {  // nothing but words: a header over an empty table
    const bool header = numbers.empty() && all_words && like == nullptr;
    return header ? header_kind::words : commented ? header_kind::comment : header_kind::none;
  }
  if (numbers.empty() ? names_are_words(table)
                      : names_an_index(table, numbers) || names_count(table, numbers))
    return numbers.empty() ? header_kind::words : header_kind::numbers;
  return commented ? header_kind::comment : header_kind::none;
}

// Files joined end to end have one header each.
void require_one_header(const csv_table& table) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::size_t same = 0;
    while (same < table.columns && table.named[same] && table.at(row, same) == table.names[same]) ++same;
    if (same == table.columns)
      throw data_error(
          fmt::format("{}:{}: the header stands here again, expected a row", table.file(), table.lines[row]));
  }
}

}  // namespace

void take_header(csv_table& table, const header_signs& signs) {
  header_kind kind = header_kind::none;
  if (signs.short_line)
    kind = header_kind::words;
  else if (!signs.given)
    kind = detect_header(table, !signs.comment.empty(), signs.like);
  else if (*signs.given)
    kind = !signs.comment.empty() && holds_number(table, 0) ? header_kind::comment : header_kind::words;
  const bool from_comment = kind == header_kind::comment;
  table.header = kind != header_kind::none;
  for (std::size_t column = 0; column < table.columns; ++column) {
    const std::string_view name = from_comment ? signs.comment[column] : table.at(0, column);
    const bool named = table.header && !name.empty();
    table.named.push_back(named);
    table.names.push_back(named ? std::string(name) : fmt::format("column {}", column + 1));
  }
  if (table.header && !from_comment) {
    const std::size_t line = table.lines.front();
    table.cells.erase(table.cells.begin(), table.cells.begin() + static_cast<std::ptrdiff_t>(table.columns));
    table.lines.erase(table.lines.begin());
    if (table.rows() == 0)
      throw data_error(fmt::format("{}:{}: a header and no rows below it{}", table.file(), line,
                                   signs.given ? "" : " (detected; --no-header reads it as a row)"));
  }
  if (table.header) require_one_header(table);
  const auto [says, otherwise] = note_of(kind);
  table.notes.push_back(signs.given ? fmt::format("{} (as given).", says)
                                    : fmt::format("{} (detected; {}).", says, otherwise));
}

}  // namespace hillock::data
