// SPDX-License-Identifier: Apache-2.0
#include "data/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

#include "hillock/error.hpp"

namespace hillock::data {
namespace {

enum class byte_order { little, big };

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The WHATWG's index of windows-1252 for the bytes 0x80 … 0x9F; those it leaves unassigned stay controls.
constexpr std::array<char16_t, 32> windows_1252{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

void append(std::string& utf8, std::uint32_t code) {
  if (code < 0x80) {
    utf8 += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;  // continuation bytes
  constexpr std::array<unsigned, 4> lead{0, 0xC0, 0xE0, 0xF0};
  utf8 += static_cast<char>(lead[static_cast<std::size_t>(more)] | code >> (6 * more));
  for (int shift = 6 * (more - 1); shift >= 0; shift -= 6)
    utf8 += static_cast<char>(0x80 | (code >> shift & 0x3F));
}

std::uint32_t unit_at(std::string_view bytes, std::size_t i, byte_order order) {
  const std::uint32_t first = static_cast<unsigned char>(bytes[i]),
                      second = static_cast<unsigned char>(bytes[i + 1]);
  return order == byte_order::little ? second << 8 | first : first << 8 | second;
}

std::string from_utf16(std::string_view bytes, std::size_t begin, byte_order order, const std::string& name) {
  if (bytes.size() % 2 != 0)
    throw data_error(fmt::format("{}: {} bytes of UTF-16, expected an even number (is it cut short?)", name,
                                 bytes.size()));
  std::string utf8;
  utf8.reserve(bytes.size() / 2);
  for (std::size_t i = begin; i < bytes.size(); i += 2) {
    std::uint32_t code = unit_at(bytes, i, order);
    if (code >= 0xD800 && code < 0xE000) {
      const std::uint32_t low = i + 2 < bytes.size() ? unit_at(bytes, i + 2, order) : 0;
      if (code >= 0xDC00 || low < 0xDC00 || low > 0xDFFF)
        throw data_error(fmt::format("{}: half of a surrogate pair at byte {}, expected UTF-16", name, i));
      code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00);
      i += 2;
    }
    append(utf8, code);
  }
  return utf8;
}

// Text of digits and Latin letters in UTF-16 has a zero in every other byte, and none between them.
std::optional<byte_order> evident_utf16(std::string_view bytes) {
  constexpr std::size_t looked_at = 4096, least = 8;
  const std::size_t size = std::min(bytes.size(), looked_at) / 2 * 2;
  if (size < least) return {};
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < size; ++i) zeros[i % 2] += bytes[i] == '\0';
  if (zeros[0] == 0 && zeros[1] * 10 >= size / 2 * 9) return byte_order::little;
  if (zeros[1] == 0 && zeros[0] * 10 >= size / 2 * 9) return byte_order::big;
  return {};
}

}  // namespace

std::size_t utf8_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!is_continuation(text[i])) return 0;
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool beyond = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond ? 0 : length;
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    // Eight bytes of ASCII at a time: most files hold nothing else.
    std::uint64_t eight = 0;
    while (text.size() >= sizeof eight) {
      std::memcpy(&eight, text.data(), sizeof eight);
      if ((eight & 0x8080808080808080) != 0) break;
      text.remove_prefix(sizeof eight);
    }
    if (text.empty()) break;
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string from_windows_1252(std::string_view text) {
  std::string utf8;
  utf8.reserve(text.size() + text.size() / 8);
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    append(utf8, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80u] : byte);
  }
  return utf8;
}

std::string_view to_utf8(std::string_view bytes, const std::string& name, std::deque<std::string>& storage,
                         std::vector<std::string>& notes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv))
    throw data_error(fmt::format("{}: text in UTF-32, expected UTF-8, UTF-16 or Windows-1252", name));
  std::optional<byte_order> order;
  const bool marked = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  order = marked ? bytes[0] == '\xFF' ? byte_order::little : byte_order::big : evident_utf16(bytes);
  std::string_view text = bytes;
  if (order) {
    text = storage.emplace_back(from_utf16(bytes, marked ? 2 : 0, *order, name));
    notes.push_back(
        fmt::format("The text is UTF-16, {} byte first.", *order == byte_order::little ? "low" : "high"));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    throw data_error(fmt::format("{}: byte {} is zero, so this is no text (a binary file?)", name, zero));
  if (!is_utf8(text)) {
    text = storage.emplace_back(from_windows_1252(text));
    notes.emplace_back("The text is not UTF-8; it was read as Windows-1252 (Latin-1 and its extensions).");
  }
  return text;
}

}  // namespace hillock::data
