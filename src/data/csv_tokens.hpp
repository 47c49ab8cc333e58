// SPDX-License-Identifier: Apache-2.0
// CSV text to records of fields.
#pragma once
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace hillock::data {

/// What messages call a delimiter: "','", "tab", "space".
std::string delimiter_name(char delimiter);

/// Cuts text into records of trimmed fields. Blank lines are skipped.
class csv_tokens {
 public:
  /// Fields point into `text`, or, where quotes were undone, into `storage`. `name` is what messages call the
  /// file.
  csv_tokens(std::string_view text, char delimiter, const std::string& name, std::deque<std::string>& storage)
      : text_(text), delimiter_(delimiter), name_(name), storage_(storage) {}

  /// The fields of the next record, appended; false at the end of the text. Throws data_error: a broken
  /// quote.
  bool next(std::vector<std::string_view>& fields, std::size_t& line);

 private:
  bool ends_line(std::size_t i) const { return i >= text_.size() || text_[i] == '\n' || text_[i] == '\r'; }
  bool is_blank(char c) const { return c == ' ' || (c == '\t' && delimiter_ != '\t'); }
  void skip_blanks();
  void take_line_end();
  void skip_blank_lines();
  bool take_delimiter();
  std::string_view field();
  std::string_view quoted_field();

  std::string_view text_;
  char delimiter_;
  const std::string& name_;
  std::deque<std::string>& storage_;
  std::size_t at_ = 0, line_ = 1;
};

}  // namespace hillock::data
