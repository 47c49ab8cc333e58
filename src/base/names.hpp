// SPDX-License-Identifier: Apache-2.0
// Names as people write them: what tells two of them apart, and how a message shows one.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace hillock {

/// A name without what does not tell names apart: letters in lower case (ASCII only, whatever the locale), no
/// `_`, `-`, blank or tab. "Leaky-ReLU" and "leaky_relu" both give "leakyrelu".
std::string normalised(std::string_view name);

/// Foreign text for a message: on one line, at most 40 bytes and then "…". All but printable ASCII is escaped
/// (\x1b), so that control characters do nothing and look-alikes from other alphabets show.
[[gnu::visibility("default")]] std::string printable(std::string_view text);

/// The same where more than ASCII may show. `shows`: how many bytes at the start of a text that is not empty
/// are a character to be shown as it is; 0 where its first byte is to be escaped.
[[gnu::visibility("default")]] std::string printable(std::string_view text,
                                                     std::size_t (*shows)(std::string_view text));

}  // namespace hillock
