// SPDX-License-Identifier: Apache-2.0
#include "formula/scan.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/names.hpp"

namespace hillock::formulas {

void scanner::fail(std::size_t at, const std::string& problem) const {
  std::size_t column = 1;  // in characters: UTF-8's other bytes do not count
  for (std::size_t i = 0; i < std::min(at, text_.size()); ++i) column += (text_[i] & 0xc0) != 0x80;
  throw std::invalid_argument("hillock: formula '" + printable(text_) + "', column " +
                              std::to_string(column) + ": " + problem);
}

std::string scanner::found(std::size_t at) const {
  if (at >= text_.size()) return "the end";
  std::size_t end = at + 1;
  if (continues_name(text_[at])) {
    while (end < text_.size() && continues_name(text_[end])) ++end;
  } else {
    while (end < text_.size() && (text_[end] & 0xc0) == 0x80) ++end;
  }
  return "'" + printable(text_.substr(at, end - at)) + "'";
}

void scanner::skip_blanks() {
  constexpr std::string_view blanks = " \t\n\r";
  while (at_ < text_.size() && blanks.find(text_[at_]) != std::string_view::npos) ++at_;
}

bool scanner::accept(std::string_view sign) {
  skip_blanks();
  if (text_.substr(at_, sign.size()) != sign) return false;
  at_ += sign.size();
  return true;
}

void scanner::expect(std::string_view sign) {
  if (accept(sign)) return;
  fail(at_, "expected '" + std::string(sign) + "', found " + found(at_));
}

std::string_view scanner::name() {
  skip_blanks();
  std::size_t end = at_;
  if (end < text_.size() && begins_name(text_[end])) {
    while (end < text_.size() && continues_name(text_[end])) ++end;
  }
  return text_.substr(at_, end - at_);
}

bool scanner::accept_word(std::string_view word) {
  if (name() != word) return false;
  at_ += word.size();
  return true;
}

double scanner::unsigned_number() {
  double value = 0;
  const char* const begin = text_.data() + at_;
  const auto [stop, problem] = std::from_chars(begin, text_.data() + text_.size(), value);
  const std::size_t length = static_cast<std::size_t>(stop - begin);
  if (problem == std::errc::result_out_of_range) {
    fail(at_, "'" + printable(text_.substr(at_, length)) + "' is no number that a double holds");
  }
  if (problem != std::errc()) fail(at_, "expected a number, found " + found(at_));
  at_ += length;
  return value;
}

double scanner::signed_number() {
  const bool negative = accept("-");
  skip_blanks();
  if (at_ == text_.size() || !(is_digit(text_[at_]) || text_[at_] == '.'))
    fail(at_, "expected a number, found " + found(at_));
  const double value = unsigned_number();
  return negative ? -value : value;
}

}  // namespace hillock::formulas
