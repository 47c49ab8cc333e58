// SPDX-License-Identifier: Apache-2.0
#include "data/csv_cell.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>

#include "data/text.hpp"

namespace hillock::data {
namespace {

// Signs and words that mean nothing else: those of R, pandas, SQL, Weka and spreadsheets. Words that a text
// column may well use for one of its categories ("none", "unknown", "missing") are not among them.
constexpr std::string_view usual_marks[] = {
    "?",    "NA",      "N/A",     "n/a",   "n.a.",   "N.A.",   "<NA>",  "NaN",    "nan",
    "NAN",  "-nan",    "-NaN",    "NaT",   "null",   "NULL",   "Null",  "(null)", "\\N",
    "None", "-",       "--",      "---",   "\u2013", "\u2014", ".",     "..",     "#N/A",
    "#NA",  "#DIV/0!", "#VALUE!", "#REF!", "#NUM!",  "#NAME?", "#NULL!"};

// from_chars reports "out of range" for both ends of the range without saying which.
bool is_tiny(std::string_view digits) {
  const std::size_t exponent = digits.find_first_of("eE");
  if (exponent != std::string_view::npos) return digits.substr(exponent + 1).starts_with('-');
  return digits.substr(0, digits.find('.')).find_first_of("123456789") == std::string_view::npos;
}

cell read_pointed(std::string_view text) noexcept {
  std::string_view digits = text;
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  double value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code == std::errc::invalid_argument || end != digits.data() + digits.size() || std::isnan(value))
    return {cell_kind::text, 0};
  if (code == std::errc::result_out_of_range && is_tiny(digits))
    return {cell_kind::number, digits.starts_with('-') ? -0.0 : 0.0};
  if (code != std::errc{} || !std::isfinite(value)) return {cell_kind::not_finite, 0};
  return {cell_kind::number, value};
}

// The same number with a point. A comma stands between or before digits, never behind the last one, where it
// would rather separate fields.
cell read_with_comma(std::string_view text) {
  if (text.find('.') != std::string_view::npos) return {cell_kind::text, 0};
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return read_pointed(text);
  const char after = comma + 1 < text.size() ? text[comma + 1] : ' ';
  if (after < '0' || after > '9') return {cell_kind::text, 0};
  std::string pointed(text);  // on the stack for numbers of up to 15 characters
  pointed[comma] = '.';
  return read_pointed(pointed);
}

}  // namespace

notation::notation(char decimal, std::string_view missing) : decimal_(decimal) {
  const bool only = missing.starts_with('=');
  if (only) missing.remove_prefix(1);
  while (!missing.empty()) {
    const std::size_t comma = std::min(missing.find(','), missing.size());
    given_.emplace(trimmed(missing.substr(0, comma)));
    missing.remove_prefix(std::min(comma + 1, missing.size()));
  }
  missing_ = given_;
  missing_.emplace();
  if (!only) missing_.insert(std::begin(usual_marks), std::end(usual_marks));
  for (const std::string& mark : missing_) longest_ = std::max(longest_, mark.size());
  for (const std::string& mark : given_)
    if (const cell read = read_pointed(mark); read.kind == cell_kind::number) numbers_.push_back(read.value);
}

bool notation::is_missing(std::string_view text) const noexcept {
  return text.empty() || (text.size() <= longest_ && missing_.contains(text));
}

cell notation::read(std::string_view text) const {
  const cell read = read_label(text);
  const bool marked = read.kind == cell_kind::number &&
                      std::find(numbers_.begin(), numbers_.end(), read.value) != numbers_.end();
  return marked ? cell{} : read;
}

cell notation::read_label(std::string_view text) const {
  const cell read = decimal_ == ',' ? read_with_comma(text) : read_pointed(text);
  return read.kind != cell_kind::number && is_missing(text) ? cell{} : read;
}

cell read_cell(std::string_view text) {
  static const notation usual;
  return usual.read(text);
}

}  // namespace hillock::data
