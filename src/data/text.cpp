// SPDX-License-Identifier: Apache-2.0
#include "data/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/names.hpp"
#include "data/encoding.hpp"

namespace hillock::data {

std::string_view trimmed(std::string_view text) noexcept {
  constexpr auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };  // \t \n \v \f \r
  std::size_t begin = 0, end = text.size();
  while (begin < end && is_blank(text[begin])) ++begin;
  while (end > begin && is_blank(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

std::string number_text(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

std::string printable(std::string_view text) {
  return hillock::printable(text, [](std::string_view rest) -> std::size_t {
    const auto byte = static_cast<unsigned char>(rest[0]);
    return byte < 0x20 || byte == 0x7F ? 0 : utf8_length(rest);
  });
}

std::string shown(std::string_view text) { return fmt::format("'{}'", printable(text)); }

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return lower;
}

}  // namespace hillock::data
