// SPDX-License-Identifier: Apache-2.0
// Foreign text: UTF-8 decoding, escaping, and its width in terminal cells.
#include <array>
#include <cstdint>

#include "report/format.hpp"

namespace hillock::report {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct decoded {
  char32_t code = replacement;
  std::size_t bytes = 1;
};

// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return {};
  char32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {};
    code = (code << 6) | (byte(at + i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, length};
}

bool control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFE || code == 0xFFFF ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);  // bidirectional overrides
}

// Widths after Unicode 15's East_Asian_Width and General_Category Mn/Me, in the ranges that occur in names.
std::size_t cells(char32_t code) {
  struct range {
    char32_t first, last;
  };
  constexpr std::array<range, 8> none{{{0x300, 0x36F},
                                       {0x483, 0x489},
                                       {0x591, 0x5BD},
                                       {0x1AB0, 0x1AFF},
                                       {0x200B, 0x200F},
                                       {0x20D0, 0x20FF},
                                       {0xFE00, 0xFE0F},
                                       {0xFE20, 0xFE2F}}};
  constexpr std::array<range, 9> wide{{{0x1100, 0x115F},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0xA4CF},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};
  for (const range& r : none) {
    if (code >= r.first && code <= r.last) return 0;
  }
  for (const range& r : wide) {
    if (code >= r.first && code <= r.last) return 2;
  }
  return 1;
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const decoded d = decode(text, at);
    if (d.code == replacement && d.bytes == 1) {
      out += "\xEF\xBF\xBD";
    } else if (control(d.code)) {
      out += ' ';
    } else {
      out.append(text.substr(at, d.bytes));
    }
    at += d.bytes;
  }
  return out;
}

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const decoded d = decode(text, at);
    width += cells(d.code);
    at += d.bytes;
  }
  return width;
}

std::size_t bytes_within(std::string_view text, std::size_t limit) {
  std::size_t width = 0, at = 0;
  while (at < text.size()) {
    const decoded d = decode(text, at);
    width += cells(d.code);
    if (width > limit) break;
    at += d.bytes;
  }
  return at;
}

std::string shorten(std::string_view text, std::size_t limit) {
  if (display_width(text) <= limit) return std::string(text);
  if (limit == 0) return "";
  return std::string(text.substr(0, bytes_within(text, limit - 1))) + "…";
}

std::string shorten_middle(std::string_view text, std::size_t limit) {
  const std::size_t all = display_width(text);
  if (all <= limit) return std::string(text);
  if (limit == 0) return "";
  const std::size_t head = (limit - 1) / 2, tail = limit - 1 - head;
  std::size_t from = bytes_within(text, all - tail);
  while (display_width(text.substr(from)) > tail) from += decode(text, from).bytes;  // half of a wide one
  return std::string(text.substr(0, bytes_within(text, head))) + "…" + std::string(text.substr(from));
}

}  // namespace hillock::report
