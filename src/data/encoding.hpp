// SPDX-License-Identifier: Apache-2.0
// Bytes as UTF-8 text.
#pragma once
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace hillock::data {

/// The length of the well-formed UTF-8 sequence at the start of `text` (RFC 3629, section 4); 0 if there is
/// none.
std::size_t utf8_length(std::string_view text) noexcept;

/// Whether every byte belongs to a well-formed UTF-8 sequence.
bool is_utf8(std::string_view text) noexcept;

/// Windows-1252 as UTF-8: ISO 8859-1 with quotation marks, dashes and the euro sign where that has controls.
std::string from_windows_1252(std::string_view text);

/// The text of a file in UTF-8 without a byte order mark: UTF-8 as it stands; UTF-16, either way round, by
/// its mark or where every other byte is zero; anything else as Windows-1252. What was converted lies in
/// `storage` and is said in `notes`. Throws data_error: broken UTF-16, UTF-32, a zero byte.
std::string_view to_utf8(std::string_view bytes, const std::string& name, std::deque<std::string>& storage,
                         std::vector<std::string>& notes);

}  // namespace hillock::data
