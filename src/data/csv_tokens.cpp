// SPDX-License-Identifier: Apache-2.0
#include "data/csv_tokens.hpp"

#include <fmt/format.h>

#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {

std::string delimiter_name(char delimiter) {
  if (delimiter == '\t') return "tab";
  if (delimiter == ' ') return "space";
  return fmt::format("'{}'", delimiter);
}

bool csv_tokens::next(std::vector<std::string_view>& fields, std::size_t& line) {
  skip_blank_lines();
  if (at_ >= text_.size()) return false;
  line = line_;
  do fields.push_back(field());
  while (take_delimiter());
  take_line_end();
  return true;
}

void csv_tokens::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

void csv_tokens::take_line_end() {
  if (at_ >= text_.size()) return;
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
}

void csv_tokens::skip_blank_lines() {
  while (at_ < text_.size()) {
    std::size_t end = at_;
    while (!ends_line(end) && (text_[end] == ' ' || text_[end] == '\t')) ++end;
    if (!ends_line(end)) return;
    at_ = end;
    take_line_end();
  }
}

bool csv_tokens::take_delimiter() {
  if (delimiter_ == ' ') {  // the blanks before the next field are already skipped
    return !ends_line(at_);
  }
  if (ends_line(at_)) return false;
  ++at_;
  return true;
}

std::string_view csv_tokens::field() {
  skip_blanks();
  if (at_ < text_.size() && text_[at_] == '"') return quoted_field();
  const std::size_t begin = at_;
  const bool space = delimiter_ == ' ';
  while (!ends_line(at_) && text_[at_] != delimiter_ && !(space && text_[at_] == '\t')) ++at_;
  const std::string_view field = trimmed(text_.substr(begin, at_ - begin));
  if (space) skip_blanks();
  return field;
}

std::string_view csv_tokens::quoted_field() {
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

}  // namespace hillock::data
