// SPDX-License-Identifier: Apache-2.0
#include "report/png.hpp"

#include <zlib.h>

#include "hillock/error.hpp"

namespace hillock::report {
namespace {

std::string big_endian(std::uint32_t v) {
  std::string out;
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>((v >> shift) & 0xFF);
  return out;
}

std::string chunk(const std::string& type, const std::string& content) {
  const std::string body = type + content;
  const auto crc = ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(content.size())) + body +
         big_endian(static_cast<std::uint32_t>(crc));
}

std::string deflated(const std::string& bytes) {
  uLongf size = ::compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  const int status =
      ::compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                  static_cast<uLong>(bytes.size()), 9);
  if (status != Z_OK) throw system_error("cannot compress a picture for the report: out of memory");
  out.resize(size);
  return out;
}

}  // namespace

std::string base64(const std::string& bytes) {
  static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      word = (word << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? alphabet[(word >> (18 - 6 * k)) & 63] : '=';
    }
  }
  return out;
}

std::string png_data_uri(const std::vector<std::uint8_t>& indices, std::size_t width, std::size_t height,
                         const std::vector<rgba>& palette) {
  std::string colours, opacities, rows;
  for (const rgba& c : palette) {
    for (std::size_t k = 0; k < 3; ++k) colours += static_cast<char>(c[k]);
    opacities += static_cast<char>(c[3]);
  }
  for (std::size_t y = 0; y < height; ++y) {
    rows += '\0';  // filter type: none
    for (std::size_t x = 0; x < width; ++x) rows += static_cast<char>(indices[y * width + x]);
  }
  const std::string header = big_endian(static_cast<std::uint32_t>(width)) +
                             big_endian(static_cast<std::uint32_t>(height)) +
                             std::string("\x08\x03\0\0\0", 5);
  return "data:image/png;base64," +
         base64("\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("PLTE", colours) +
                chunk("tRNS", opacities) + chunk("IDAT", deflated(rows)) + chunk("IEND", ""));
}

}  // namespace hillock::report
