// SPDX-License-Identifier: Apache-2.0
#include "data/csv_tokens.hpp"

#include <fmt/format.h>

#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {

std::string delimiter_name(char delimiter) {
  if (delimiter == '\t') return "tab";
  if (delimiter == ' ') return "space";
  return shown({&delimiter, 1});
}

csv_tokens::csv_tokens(const source& from, const std::string& name, std::deque<std::string>& storage)
    : text_(from.text),
      delimiter_(from.delimiter),
      quotes_(from.quotes),
      name_(name),
      storage_(storage),
      line_(from.first_line) {
  for (const char end : {'\n', '\r', delimiter_, delimiter_ == ' ' ? '\t' : delimiter_})
    ends_field_[static_cast<unsigned char>(end)] = true;
}

bool csv_tokens::next(std::vector<std::string_view>& fields) {
  skip_blank_lines();
  if (at_ >= text_.size()) return false;
  record_line_ = line_;
  comment_ = {};
  skip_blanks();
  if (at_ < text_.size() && text_[at_] == '#' && delimiter_ != '#')
    take_comment(fields);
  else
    take_fields(fields);
  take_line_end();
  return true;
}

void csv_tokens::take_fields(std::vector<std::string_view>& fields) {
  do fields.push_back(field());
  while (take_delimiter());
}

void csv_tokens::take_comment(std::vector<std::string_view>& fields) {
  const std::size_t begin = at_, size = fields.size();
  while (!ends_line(at_)) ++at_;
  comment_ = trimmed(text_.substr(begin, at_ - begin));
  csv_tokens alone({comment_, delimiter_, quotes_, line_}, name_, storage_);
  try {
    alone.take_fields(fields);
  } catch (const data_error&) {
    fields.resize(size);
    fields.push_back(comment_);
  }
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
  while (at_ < text_.size() && !ends_field_[static_cast<unsigned char>(text_[at_])]) ++at_;
  const std::string_view field = trimmed(text_.substr(begin, at_ - begin));
  if (delimiter_ == ' ') skip_blanks();
  return field;
}

std::string_view csv_tokens::quoted_field() {
  const std::size_t opened = line_, begin = at_ + 1;
  std::size_t piece = begin;
  std::string* joined = nullptr;  // only fields with escaped quotes need a copy
  const auto next_is = [&](char c) { return at_ + 1 < text_.size() && text_[at_ + 1] == c; };
  for (++at_;; ++at_) {
    if (at_ >= text_.size())
      throw data_error(fmt::format("{}:{}: a quote (\") opens here and is never closed", name_, opened));
    if (text_[at_] == '\n' || (text_[at_] == '\r' && !next_is('\n'))) ++line_;
    const bool escape =
        quotes_ == quoting::backslash && text_[at_] == '\\' && (next_is('"') || next_is('\\'));
    if (!escape && text_[at_] != '"') continue;
    if (!escape && !next_is('"')) break;
    if (joined == nullptr) joined = &storage_.emplace_back();
    joined->append(text_.substr(piece, at_ - piece));
    piece = ++at_;  // the escaped character, which the next piece begins with
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
