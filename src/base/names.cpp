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
  constexpr std::size_t limit = 40;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string printed;
  for (const char c : text) {
    std::string piece(1, c);
    if (c < ' ' || c > '~') {  // where char is unsigned, other bytes lie above '~'
      const auto byte = static_cast<unsigned char>(c);
      piece = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
    if (printed.size() + piece.size() > limit) return printed + "…";
    printed += piece;
  }
  return printed;
}

}  // namespace hillock
