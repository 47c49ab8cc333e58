// SPDX-License-Identifier: Apache-2.0
#include "data/bytes.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

#include "base/nearest.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

std::string near_files(const std::filesystem::path& file) {
  std::vector<std::string> names;
  std::error_code ignored;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  const auto near = nearest(file.filename().string(), names);
  return near.empty() ? "" : fmt::format(" (did you mean {}?)", near.front());
}

}  // namespace

std::string read_file(const std::filesystem::path& file) {
  const std::string name = file.string();
  std::error_code failed;
  const auto status = std::filesystem::status(file, failed);
  if (status.type() == std::filesystem::file_type::not_found)
    throw data_error(fmt::format("{}: no such file{}", name, near_files(file)));
  if (std::filesystem::is_directory(status))
    throw data_error(fmt::format("{}: a folder, expected a file", name));
  if (std::filesystem::is_character_file(status) || std::filesystem::is_block_file(status))
    throw data_error(fmt::format("{}: a device, expected a file", name));
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::string bytes;
  std::array<char, 1 << 16> buffer;
  while (in) {
    in.read(buffer.data(), buffer.size());
    bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof())
    throw data_error(fmt::format("{}: cannot be read: {}", name,
                                 std::generic_category().message(errno == 0 ? EIO : errno)));
  if (bytes.empty()) throw data_error(fmt::format("{}: the file is empty", name));
  return bytes;
}

std::string gunzip(std::string_view bytes, const std::string& name, std::size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) throw data_error(fmt::format("{}: zlib does not start", name));
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
  std::string plain;
  std::vector<unsigned char> buffer(1 << 16);
  std::size_t used = 0;
  for (;;) {
    // zlib counts in 32 bits: hand over at most a gigabyte at a time. It does not write to its input.
    const std::size_t given = std::min<std::size_t>(bytes.size() - used, 1u << 30);
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data() + used));
    stream.avail_in = static_cast<uInt>(given);
    stream.next_out = buffer.data();
    stream.avail_out = static_cast<uInt>(buffer.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    used += given - stream.avail_in;
    plain.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - stream.avail_out);
    if (plain.size() > limit)
      throw data_error(
          fmt::format("{}: more than {} bytes when gzip is undone, expected at most that", name, limit));
    if (code == Z_STREAM_END) {
      if (used == bytes.size()) return plain;
      if (!is_gzip(bytes.substr(used)))
        throw data_error(fmt::format("{}: {} bytes after the end of the gzip data at byte {}, expected none",
                                     name, bytes.size() - used, used));
      inflateReset(&stream);
    } else if (code == Z_BUF_ERROR || (code == Z_OK && used == bytes.size() && stream.avail_out > 0)) {
      throw data_error(fmt::format("{}: the gzip data is cut short at byte {}", name, bytes.size()));
    } else if (code != Z_OK) {
      throw data_error(fmt::format("{}: the gzip data is broken near byte {} ({})", name, used,
                                   stream.msg != nullptr ? stream.msg : "zlib gives no reason"));
    }
  }
}

std::string read_plain(const std::filesystem::path& file) {
  std::string bytes = read_file(file);
  return is_gzip(bytes) ? gunzip(bytes, file.string()) : bytes;
}

}  // namespace hillock::data
