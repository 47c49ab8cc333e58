// SPDX-License-Identifier: Apache-2.0
// CSV text to records of fields.
#pragma once
#include <array>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace hillock::data {

/// What messages call a delimiter: "','", "tab", "space".
std::string delimiter_name(char delimiter);

/// How a quote is written within a quoted field: "" (RFC 4180) or \" (MySQL, JSON).
enum class quoting { doubled, backslash };

/// Cuts text into records of trimmed fields. Blank lines are skipped.
class csv_tokens {
 public:
  struct source {
    std::string_view text;
    char delimiter = ',';
    quoting quotes = quoting::doubled;
    std::size_t first_line = 1;  ///< the number of the text's first line
  };

  /// Fields point into the text, or, where quotes were undone, into `storage`. `name` is what messages call
  /// the file.
  csv_tokens(const source& from, const std::string& name, std::deque<std::string>& storage);

  /// The fields of the next record, appended; false at the end of the text. Throws data_error: a broken
  /// quote.
  bool next(std::vector<std::string_view>& fields);

  /// Of the record read last: the line it starts on, and whether it begins with #. Such a line is cut by
  /// itself: prose with a quote in it is one field.
  std::size_t line() const noexcept { return record_line_; }
  bool is_comment() const noexcept { return !comment_.empty(); }
  std::string_view comment() const noexcept { return comment_; }  ///< that line, with its #

 private:
  bool ends_line(std::size_t i) const { return i >= text_.size() || text_[i] == '\n' || text_[i] == '\r'; }
  bool is_blank(char c) const { return c == ' ' || (c == '\t' && delimiter_ != '\t'); }
  void skip_blanks();
  void take_line_end();
  void skip_blank_lines();
  bool take_delimiter();
  void take_comment(std::vector<std::string_view>& fields);
  void take_fields(std::vector<std::string_view>& fields);
  std::string_view field();
  std::string_view quoted_field();

  std::string_view text_;
  char delimiter_;
  quoting quotes_;
  const std::string& name_;
  std::deque<std::string>& storage_;
  std::size_t at_ = 0, line_, record_line_ = 0;
  std::string_view comment_;
  std::array<bool, 256> ends_field_{};  // by byte
};

}  // namespace hillock::data
