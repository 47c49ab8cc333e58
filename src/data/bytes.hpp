// SPDX-License-Identifier: Apache-2.0
// Files as bytes, gzip undone.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace hillock::data {

/// The bytes of a file. Throws data_error: no such file (with near names in its folder), a folder, not
/// readable, empty.
std::string read_file(const std::filesystem::path& file);

inline bool is_gzip(std::string_view bytes) noexcept { return bytes.starts_with("\x1f\x8b"); }

/// Undoes gzip (RFC 1952, several members allowed). Throws data_error: broken, cut short, followed by other
/// bytes, or more than `limit` bytes in all.
std::string gunzip(std::string_view bytes, const std::string& name, std::size_t limit = std::size_t{1} << 31);

/// read_file, and gunzip where the bytes are gzip.
std::string read_plain(const std::filesystem::path& file);

}  // namespace hillock::data
