// SPDX-License-Identifier: Apache-2.0
#include "data/csv_written.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "data/csv_cell.hpp"
#include "data/text.hpp"

namespace hillock::data {
namespace {

// Spellings and what they stand for.
constexpr std::pair<std::string_view, std::string_view> minus_signs[] = {{"-", "-"}, {"\u2212", "-"}};
constexpr std::pair<std::string_view, std::string_view> signs[] = {
    {"$", "$"}, {"\u20AC", "\u20AC"}, {"\u00A3", "\u00A3"}, {"\u00A5", "\u00A5"}, {"%", "%"}};
constexpr std::pair<std::string_view, std::string_view> marks[] = {
    {",", ","}, {".", "."},      {"'", "'"},      {"\u2019", "'"},
    {" ", " "}, {"\u00A0", " "}, {"\u202F", " "}, {"\u2009", " "}};  // no-break, narrow, thin

std::size_t leading_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

// What the spelling at the start of `text` stands for, and how long it is; empty if there is none of them.
template <class Table>
std::pair<std::string_view, std::size_t> match(std::string_view text, const Table& table) {
  for (const auto& [spelling, meaning] : table)
    if (text.starts_with(spelling)) return {meaning, spelling.size()};
  return {};
}

template <class Table>
std::string_view take(std::string_view& text, const Table& table) {
  const auto [meaning, size] = match(text, table);
  text.remove_prefix(size);
  return meaning;
}

void skip_blanks(std::string_view& text) {
  for (;;) {
    const auto [meaning, size] = match(text, marks);
    if (meaning != " ") return;
    text.remove_prefix(size);
  }
}

// Groups of digits; false where none begin here. `plain` receives the digits alone.
bool take_groups(std::string_view& text, char decimal, written_number& number, std::string& plain,
                 std::size_t& groups) {
  const std::size_t first = leading_digits(text);
  plain += text.substr(0, first);
  const bool may_be_grouped = first >= 1 && first <= 3 && text[0] != '0';
  text.remove_prefix(first);
  groups = first > 0 ? 1 : 0;
  while (may_be_grouped) {
    const auto [mark, size] = match(text, marks);
    const bool fits = !mark.empty() && mark[0] != decimal && (groups == 1 || mark == number.thousands);
    if (!fits || leading_digits(text.substr(size)) != 3) break;
    number.thousands = mark;
    plain += text.substr(size, 3);
    text.remove_prefix(size + 3);
    ++groups;
  }
  return groups > 0;
}

void open_brackets(std::string_view& text, written_number& number) {
  if (number.bracketed || text.size() < 3 || text.front() != '(' || text.back() != ')') return;
  number.bracketed = true;
  text = trimmed(text.substr(1, text.size() - 2));
}

// What stands before the digits: "(", "-", "$", "-$", "$-", "($", "$(". Whether there is a minus sign.
bool take_front(std::string_view& text, written_number& number) {
  open_brackets(text, number);
  const bool negative = !take(text, minus_signs).empty();
  if (!negative && text.starts_with('+')) text.remove_prefix(1);
  number.sign = take(text, signs);
  if (number.sign.empty()) return negative;
  skip_blanks(text);
  open_brackets(text, number);
  return negative || !take(text, minus_signs).empty();
}

}  // namespace

std::optional<written_number> read_written(std::string_view text, char decimal) {
  if (std::none_of(text.begin(), text.end(), is_digit)) return {};
  written_number number;
  std::string plain;
  const bool negative = take_front(text, number);
  if (number.bracketed && negative) return {};
  std::size_t groups = 0;
  const bool whole = take_groups(text, decimal, number, plain, groups);
  bool fraction = false;
  if (text.starts_with(decimal)) {
    const std::size_t digits = leading_digits(text.substr(1));
    fraction = digits > 0;
    if (!fraction && decimal == ',') return {};
    plain += '.';
    plain += text.substr(1, digits);
    text.remove_prefix(1 + digits);
  }
  if (!whole && !fraction) return {};
  if (const std::size_t end = text.find_first_not_of("0123456789eE+-");
      text.starts_with('e') || text.starts_with('E')) {
    plain += text.substr(0, end);
    text.remove_prefix(std::min(end, text.size()));
  }
  skip_blanks(text);
  if (number.sign.empty()) number.sign = take(text, signs);
  if (!text.empty()) return {};
  const cell read = read_cell(plain);
  if (read.kind != cell_kind::number) return {};
  number.one_mark = groups == 2 && !fraction;
  number.value = negative || number.bracketed ? -read.value : read.value;
  return number;
}

bool writing::take(const written_number& number) {
  if (!first_ && number.sign != sign_) return false;
  if (!number.thousands.empty()) {
    if (!thousands_.empty() && number.thousands != thousands_) return false;
    thousands_ = number.thousands;
    ambiguous_ = ambiguous_ && number.one_mark;
  }
  sign_ = number.sign;
  bracketed_ = bracketed_ || number.bracketed;
  first_ = false;
  return true;
}

std::string writing::said() const {
  std::string text;
  const auto add = [&](const std::string& words) { text += (text.empty() ? "" : ", ") + words; };
  if (!thousands_.empty())
    add(thousands_ == " " ? "thousands apart" : fmt::format("thousands marked with '{}'", thousands_));
  if (!sign_.empty()) add(std::string(sign_));
  if (bracketed_) add("brackets for negative numbers");
  return text;
}

}  // namespace hillock::data
