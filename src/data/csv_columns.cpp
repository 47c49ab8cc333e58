// SPDX-License-Identifier: Apache-2.0
#include "data/csv_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "data/csv_written.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

using rows = std::vector<std::size_t>;
using words = std::map<std::string_view, std::size_t>;  // and how often each occurs

rows merged(const rows& a, const rows& b) {
  rows both(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), both.begin());
  return both;
}

std::string_view mark_name(char decimal) { return decimal == ',' ? "comma" : "point"; }

// Decides what one column is.
class decision {
 public:
  decision(const csv_table& table, std::size_t column, column_reader::cells& cells)
      : table_(table), column_(column), cells_(cells) {
    pair_plus_and_minus();
    take_written_numbers();
  }

  csv_column made(column_use use, account& told);

 private:
  std::size_t filled() const { return table_.rows() - cells_.missing.size(); }
  std::size_t numbers() const { return filled() - cells_.texts.size(); }
  std::string_view text(std::size_t row) const { return table_.at(row, column_); }
  std::string cell(std::size_t row) const { return at_cell(table_, row, column_); }
  std::string name() const { return shown(table_.names[column_]); }

  void pair_plus_and_minus();
  void take_written_numbers();
  rows take_marks_for_values();
  column_type type(column_use use, account& told);
  void refuse_other_decimal() const;
  std::string way_out(column_use use, const words& marks) const;
  [[noreturn]] void refuse_text(column_use use, const words& found) const;
  bool more_numbers_than(std::size_t limit) const;
  template <class Use>
  void for_plain_numbers(Use use) const;
  void require_finite(column_use use) const;
  std::optional<std::size_t> deviating() const;
  void require_one_writing(column_use use) const;
  void tell_writing(account& told) const;

  const csv_table& table_;
  std::size_t column_;
  column_reader::cells& cells_;
  rows written_;  // whose numbers carry signs
  writing style_;
  std::optional<std::size_t> deviating_;  // the first of them that is written otherwise
};

// In a column of + and -, the - is no mark for what is missing.
void decision::pair_plus_and_minus() {
  auto& [values, missing, texts, not_finite] = cells_;
  const auto is = [&](std::string_view sign) {
    return [&, sign](std::size_t row) { return text(row) == sign; };
  };
  if (table_.reads.is_given("-") || std::none_of(texts.begin(), texts.end(), is("+"))) return;
  const auto signs = std::stable_partition(missing.begin(), missing.end(), std::not_fn(is("-")));
  texts = merged(texts, rows(signs, missing.end()));
  missing.erase(signs, missing.end());
}

void decision::take_written_numbers() {
  rows left;
  for (const std::size_t row : cells_.texts) {
    const auto number = read_written(text(row), table_.reads.decimal());
    if (!number) {
      left.push_back(row);
      continue;
    }
    if (!style_.take(*number) && !deviating_) deviating_ = row;
    cells_.values[row] = number->value;
    written_.push_back(row);
  }
  cells_.texts = std::move(left);
}

// Numbers that lack nothing but the right decimal mark must not become categories.
void decision::refuse_other_decimal() const {
  const char mark = table_.reads.decimal(), other = mark == ',' ? '.' : ',';
  rows readable;
  for (const std::size_t row : cells_.texts)
    if (read_written(text(row), other)) readable.push_back(row);
  if (readable.empty() || 2 * (readable.size() + numbers()) <= filled()) return;
  throw data_error(fmt::format(
      "{} is a number with a decimal {}, but the decimal mark {} the {}; --decimal {} reads it, --exclude "
      "leaves {} out",
      cell(readable.front()), mark_name(other),
      table_.decimal_is_given ? "is, as --decimal says," : "of this file was taken to be", mark_name(mark),
      mark_name(other), name()));
}

// What a user can do about a cell that does not fit. `marks`: words that may stand for what is missing, if
// --missing can name them.
std::string decision::way_out(column_use use, const words& marks) const {
  if (use != column_use::feature) return "if the column holds labels, give --task classes";
  std::vector<std::string> given;
  for (const auto& [word, count] : marks)
    if (printable(word) == word && word.find_first_of(",'") == std::string_view::npos && word[0] != '=')
      given.emplace_back(word);
  if (given.empty() || given.size() < marks.size()) return fmt::format("--exclude leaves {} out", name());
  return fmt::format("if that means missing, give --missing '{}', else --exclude the column",
                     fmt::join(given, ","));
}

constexpr std::size_t few_words = 3;

void decision::refuse_text(column_use use, const words& found) const {
  const std::size_t row = cells_.texts.front();
  if (use == column_use::quantity)
    throw data_error(
        fmt::format("{} is not a number, expected one in {}; {}", cell(row), name(), way_out(use, {})));
  const bool first_line = row == 0 && !table_.header;
  std::string counted;
  if (found.size() <= few_words && cells_.texts.size() > 1)
    for (const auto& [word, count] : found) counted += fmt::format(", {} in {}", shown(word), count);
  throw data_error(fmt::format("{} is not a number; {} holds numbers in {} of its {} filled rows{}{}",
                               cell(row), name(), numbers(), filled(), counted,
                               first_line
                                   ? " (is the first line a header? then --header)"
                                   : "; " + way_out(use, found.size() <= few_words ? found : words{})));
}

// Calls use(row) for every row that holds a number without signs.
template <class Use>
void decision::for_plain_numbers(Use use) const {
  const rows others = merged(merged(cells_.missing, cells_.texts), merged(cells_.not_finite, written_));
  auto next = others.begin();
  for (std::size_t row = 0; row < table_.rows(); ++row) {
    if (next != others.end() && *next == row)
      ++next;
    else if (!use(row))
      return;
  }
}

bool decision::more_numbers_than(std::size_t limit) const {
  std::set<double> distinct;
  for (const std::size_t row : written_) distinct.insert(cells_.values[row]);
  for_plain_numbers([&](std::size_t row) {
    distinct.insert(cells_.values[row]);
    return distinct.size() <= limit;
  });
  return distinct.size() > limit;
}

column_type decision::type(column_use use, account& told) {
  rows& texts = cells_.texts;
  if (use == column_use::classes)
    return texts.empty() && cells_.not_finite.empty() && !deviating() ? column_type::numbers
                                                                      : column_type::categories;
  if (texts.empty()) return column_type::numbers;
  refuse_other_decimal();
  if (use == column_use::quantity) refuse_text(use, {});
  if (texts.size() > numbers()) return column_type::categories;
  words found;
  for (const std::size_t row : texts) ++found[text(row)];
  const auto [word, count] = *found.begin();
  const bool digit = word.find_first_of("0123456789") != std::string_view::npos;
  if (use == column_use::feature && found.size() == 1 && count > 1 && !digit) {
    told.marks.push_back(fmt::format("{} in {} ({} rows)", shown(word), name(), count));
    cells_.missing = merged(cells_.missing, texts);
    texts.clear();
    return column_type::numbers;
  }
  constexpr std::size_t many_numbers = 20;
  if (texts.size() <= 3 || texts.size() * 20 <= filled() ||
      (found.size() <= few_words && more_numbers_than(many_numbers)))
    refuse_text(use, found);
  if (use == column_use::feature)
    told.mixed.push_back(fmt::format("{} ({} of {} rows are text, the first {} in line {})", name(),
                                     texts.size(), filled(), shown(text(texts.front())),
                                     table_.lines[texts.front()]));
  return column_type::categories;
}

void decision::require_finite(column_use use) const {
  if (cells_.not_finite.empty()) return;
  const std::string first = cell(cells_.not_finite.front());
  if (use == column_use::quantity)
    throw data_error(
        fmt::format("{} is not a finite number, expected one in {}; {}", first, name(), way_out(use, {})));
  throw data_error(fmt::format("{} is not finite, expected a finite number in {}; {}", first, name(),
                               way_out(use, {{text(cells_.not_finite.front()), 1}})));
}

// The first row whose number is written otherwise than those before: by another sign, or by none; but 0 is 0
// of anything.
std::optional<std::size_t> decision::deviating() const {
  if (deviating_ || !style_.has_sign()) return deviating_;
  std::optional<std::size_t> plain;
  for_plain_numbers([&](std::size_t row) {
    if (cells_.values[row] != 0) plain = row;
    return !plain;
  });
  return plain;
}

void decision::require_one_writing(column_use use) const {
  const auto other = deviating();
  if (!other) return;
  const std::size_t first = written_.front() == *other ? written_.back() : written_.front();
  throw data_error(
      fmt::format("{} is written otherwise than {} in line {}, expected one way of writing numbers in {}; {}",
                  cell(*other), shown(text(first)), table_.lines[first], name(), way_out(use, {})));
}

void decision::tell_writing(account& told) const {
  if (const std::string said = style_.said(); !said.empty())
    told.written.push_back(fmt::format("{} ({})", name(), said));
  if (!table_.decimal_is_open || !style_.ambiguous()) return;
  const auto marked = std::find_if(written_.begin(), written_.end(), [&](std::size_t row) {
    return text(row).find(style_.thousands()) != std::string_view::npos;
  });
  told.open.push_back(
      fmt::format("{} ({} is {})", name(), printable(text(*marked)), number_text(cells_.values[*marked])));
}

// Numbers that the user named as marks for what is missing. In the target they are values.
rows decision::take_marks_for_values() {
  rows taken, left;
  for (const std::size_t row : cells_.missing) {
    const struct cell read = table_.reads.read_label(text(row));
    (read.kind == cell_kind::number ? taken : left).push_back(row);
    cells_.values[row] = read.value;
  }
  cells_.missing = std::move(left);
  return taken;
}

csv_column decision::made(column_use use, account& told) {
  csv_column column;
  if (use != column_use::feature) column.marked = take_marks_for_values();
  column.type = type(use, told);
  if (column.type == column_type::numbers) {
    require_finite(use);
    require_one_writing(use);
    tell_writing(told);
    column.values = std::move(cells_.values);
  }
  column.missing = std::move(cells_.missing);
  return column;
}

}  // namespace

column_reader::column_reader(const csv_table& table, const std::vector<bool>& wanted)
    : table_(table), columns_(table.columns) {
  for (std::size_t column = 0; column < table.columns; ++column)
    if (wanted[column]) columns_[column].values.resize(table.rows());
  // Rows in blocks whose cells stay in the cache while one column after another is read.
  constexpr std::size_t block_cells = 1 << 14;
  const std::size_t block = std::max<std::size_t>(block_cells / table.columns, 1);
  for (std::size_t begin = 0; begin < table.rows(); begin += block)
    for (std::size_t column = 0; column < table.columns; ++column) {
      if (!wanted[column]) continue;
      cells& into = columns_[column];
      for (std::size_t row = begin; row < std::min(begin + block, table.rows()); ++row) {
        const cell read = table.reads.read(table.at(row, column));
        into.values[row] = read.value;
        if (read.kind == cell_kind::missing) into.missing.push_back(row);
        if (read.kind == cell_kind::text) into.texts.push_back(row);
        if (read.kind == cell_kind::not_finite) into.not_finite.push_back(row);
      }
    }
}

csv_column column_reader::read(std::size_t column, column_use use, account& told) {
  return decision(table_, column, columns_[column]).made(use, told);
}

}  // namespace hillock::data
