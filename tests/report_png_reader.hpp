// SPDX-License-Identifier: Apache-2.0
// Reads PNG files of 8 bits without interlacing (W3C PNG, third edition), for tests only; checks every
// chunk's CRC.
#pragma once
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace hillock::report_sample {

struct picture {
  std::size_t width = 0, height = 0, channels = 0;
  std::vector<std::uint8_t> bytes;  ///< height × width × channels; palette indices where channels is 1
  std::string palette, opacity;     ///< PLTE and tRNS
};

namespace detail {

inline std::uint32_t number(const std::string& s, std::size_t at) {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < 4; ++i) v = (v << 8) | static_cast<unsigned char>(s.at(at + i));
  return v;
}

inline std::uint8_t paeth(int a, int b, int c) {
  const int p = a + b - c, pa = std::abs(p - a), pb = std::abs(p - b), pc = std::abs(p - c);
  return static_cast<std::uint8_t>(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

inline void unfilter(picture& out, const std::string& raw) {
  const std::size_t n = out.channels, stride = out.width * n;
  out.bytes.assign(out.height * stride, 0);
  for (std::size_t y = 0; y < out.height; ++y) {
    const int filter = raw.at(y * (stride + 1));
    for (std::size_t x = 0; x < stride; ++x) {
      const int left = x >= n ? out.bytes[y * stride + x - n] : 0,
                up = y ? out.bytes[(y - 1) * stride + x] : 0;
      const int corner = y && x >= n ? out.bytes[(y - 1) * stride + x - n] : 0;
      const int guess = filter == 0   ? 0
                        : filter == 1 ? left
                        : filter == 2 ? up
                        : filter == 3 ? (left + up) / 2
                                      : paeth(left, up, corner);
      out.bytes[y * stride + x] =
          static_cast<std::uint8_t>(static_cast<unsigned char>(raw.at(y * (stride + 1) + 1 + x)) + guess);
    }
  }
}

}  // namespace detail

inline picture read_png(const std::string& file) {
  if (!file.starts_with("\x89PNG\r\n\x1a\n")) throw std::runtime_error("not a PNG");
  picture out;
  std::string packed;
  for (std::size_t at = 8; at < file.size();) {
    const std::size_t length = detail::number(file, at);
    const std::string body = file.substr(at + 4, length + 4), type = body.substr(0, 4),
                      content = body.substr(4);
    const auto crc = ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    if (crc != detail::number(file, at + 8 + length)) throw std::runtime_error("wrong CRC in " + type);
    if (type == "IHDR") {
      out.width = detail::number(content, 0), out.height = detail::number(content, 4);
      const int colour = content.at(9);
      if (content.at(8) != 8 || content.at(12) != 0) throw std::runtime_error("not 8 bits, or interlaced");
      out.channels = colour == 2 ? 3 : colour == 6 ? 4 : 1;
    }
    if (type == "PLTE") out.palette = content;
    if (type == "tRNS") out.opacity = content;
    if (type == "IDAT") packed += content;
    at += 12 + length;
  }
  std::string raw(out.height * (out.width * out.channels + 1), '\0');
  uLongf size = static_cast<uLongf>(raw.size());
  const int status =
      ::uncompress(reinterpret_cast<Bytef*>(raw.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                   static_cast<uLong>(packed.size()));
  if (status != Z_OK || size != raw.size()) throw std::runtime_error("wrong pixel data");
  detail::unfilter(out, raw);
  return out;
}

/// Mean of red, green and blue over all pixels, 0 … 255.
inline double brightness(const picture& p) {
  double sum = 0;
  for (std::size_t i = 0; i < p.width * p.height; ++i) {
    for (std::size_t k = 0; k < 3; ++k) sum += p.bytes[i * p.channels + k];
  }
  return sum / (3.0 * static_cast<double>(p.width * p.height));
}

/// Share of pixels that differ from the top left one.
inline double drawn(const picture& p) {
  std::size_t different = 0;
  for (std::size_t i = 0; i < p.width * p.height; ++i) {
    bool same = true;
    for (std::size_t k = 0; k < p.channels; ++k) same = same && p.bytes[i * p.channels + k] == p.bytes[k];
    different += same ? 0 : 1;
  }
  return static_cast<double>(different) / static_cast<double>(p.width * p.height);
}

}  // namespace hillock::report_sample
