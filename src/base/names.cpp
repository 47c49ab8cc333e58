// SPDX-License-Identifier: Apache-2.0
#include "base/names.hpp"

namespace hillock {

std::string normalised(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == '_' || c == '-' || c == ' ' || c == '\t') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

std::string printable(std::string_view text) {
  // Where char is unsigned, bytes above ASCII lie above '~'.
  return printable(text,
                   [](std::string_view rest) -> std::size_t { return rest[0] >= ' ' && rest[0] <= '~'; });
}

std::string printable(std::string_view text, std::size_t (*shows)(std::string_view text)) {
  constexpr std::size_t limit = 40;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string printed;
  while (!text.empty()) {
    const std::size_t length = shows(text);
    const auto byte = static_cast<unsigned char>(text[0]);
    const std::string piece = length > 0 ? std::string(text.substr(0, length))
                                         : std::string{'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    if (printed.size() + piece.size() > limit) return printed + "…";
    printed += piece;
    text.remove_prefix(length > 0 ? length : 1);
  }
  return printed;
}

}  // namespace hillock
