// SPDX-License-Identifier: Apache-2.0
#include "data/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

constexpr std::string_view delimiters = ",;\t| ";
constexpr std::size_t sampled_rows = 200;  // what detection looks at

std::string delimiter_name(char delimiter) {
  if (delimiter == '\t') return "tab";
  if (delimiter == ' ') return "space";
  return fmt::format("'{}'", delimiter);
}

// Cuts text into records of trimmed fields. Blank lines are skipped.
class tokenizer {
 public:
  tokenizer(std::string_view text, char delimiter, const std::string& name, std::deque<std::string>& storage)
      : text_(text), delimiter_(delimiter), name_(name), storage_(storage) {}

  /// The fields of the next record, appended; false at the end of the text.
  bool next(std::vector<std::string_view>& fields, std::size_t& line) {
    skip_blank_lines();
    if (at_ >= text_.size()) return false;
    line = line_;
    do fields.push_back(field());
    while (take_delimiter());
    take_line_end();
    return true;
  }

 private:
  bool ends_line(std::size_t i) const { return i >= text_.size() || text_[i] == '\n' || text_[i] == '\r'; }
  bool is_blank(char c) const { return c == ' ' || (c == '\t' && delimiter_ != '\t'); }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  void take_line_end() {
    if (at_ >= text_.size()) return;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  void skip_blank_lines() {
    while (at_ < text_.size()) {
      std::size_t end = at_;
      while (!ends_line(end) && (text_[end] == ' ' || text_[end] == '\t')) ++end;
      if (!ends_line(end)) return;
      at_ = end;
      take_line_end();
    }
  }

  bool take_delimiter() {
    if (delimiter_ == ' ') {  // the blanks before the next field are already skipped
      return !ends_line(at_);
    }
    if (ends_line(at_)) return false;
    ++at_;
    return true;
  }

  std::string_view field() {
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '"') return quoted_field();
    const std::size_t begin = at_;
    const bool space = delimiter_ == ' ';
    while (!ends_line(at_) && text_[at_] != delimiter_ && !(space && text_[at_] == '\t')) ++at_;
    const std::string_view field = trimmed(text_.substr(begin, at_ - begin));
    if (space) skip_blanks();
    return field;
  }

  std::string_view quoted_field() {
    const std::size_t opened = line_, begin = at_ + 1;
    std::size_t piece = begin;
    std::string* joined = nullptr;  // only fields with doubled quotes need a copy
    for (++at_;; ++at_) {
      if (at_ >= text_.size())
        throw data_error(fmt::format("{}:{}: a quote (\") opens here and is never closed", name_, opened));
      const bool line_end =
          text_[at_] == '\n' || (text_[at_] == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '\n'));
      if (line_end) ++line_;
      if (text_[at_] != '"') continue;
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
      if (joined == nullptr) joined = &storage_.emplace_back();
      joined->append(text_.substr(piece, at_ + 1 - piece));
      piece = ++at_ + 1;
    }
    if (joined != nullptr) joined->append(text_.substr(piece, at_ - piece));
    const std::string_view field =
        joined != nullptr ? std::string_view(*joined) : text_.substr(begin, at_ - begin);
    const std::size_t after = ++at_;
    skip_blanks();
    const bool cut = ends_line(at_) || text_[at_] == delimiter_ || (delimiter_ == ' ' && at_ > after);
    if (!cut)
      throw data_error(
          fmt::format("{}:{}: {} follows a closing quote, expected the delimiter {} or the end of the line",
                      name_, line_, shown(text_.substr(at_, 1)), delimiter_name(delimiter_)));
    return trimmed(field);
  }

  std::string_view text_;
  char delimiter_;
  const std::string& name_;
  std::deque<std::string>& storage_;
  std::size_t at_ = 0, line_ = 1;
};

// How well a delimiter explains the first rows: the share of records with the commonest number of fields (at
// least two), then the share of cells that are numbers.
std::tuple<double, double> score(std::string_view text, char delimiter) {
  const std::string unnamed;
  std::deque<std::string> storage;
  std::map<std::size_t, std::size_t> widths;
  std::size_t records = 0, cells = 0, numbers = 0, line = 0;
  try {
    tokenizer tokens(text, delimiter, unnamed, storage);
    for (std::vector<std::string_view> fields; records < sampled_rows && tokens.next(fields, line);
         fields.clear()) {
      ++records;
      ++widths[fields.size()];
      cells += fields.size();
      for (const auto field : fields) numbers += read_cell(field).kind == cell_kind::number;
    }
  } catch (const data_error&) {  // quotes that make no sense with this delimiter
    return {0, 0};
  }
  std::size_t commonest = 0;
  for (const auto& [width, count] : widths)
    if (width >= 2) commonest = std::max(commonest, count);
  if (commonest == 0) return {0, 0};
  return {static_cast<double>(commonest) / static_cast<double>(records),
          static_cast<double>(numbers) / static_cast<double>(cells)};
}

char detect_delimiter(std::string_view text) {
  char best = delimiters[0];
  std::tuple<double, double> best_score{0, 0};
  for (const char delimiter : delimiters) {
    const auto candidate = score(text, delimiter);
    if (candidate > best_score) {
      best_score = candidate;
      best = delimiter;
    }
  }
  return best;
}

// The number of fields most records have; the first record's where that is undecided.
std::size_t usual_width(const std::vector<std::size_t>& widths) {
  std::map<std::size_t, std::size_t> counts;
  for (const std::size_t width : widths) ++counts[width];
  std::size_t usual = widths.front();
  for (const auto& [width, count] : counts)
    if (count > counts[usual]) usual = width;
  return usual;
}

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
  tokenizer tokens(text, delimiter, name, table.storage);
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
