// SPDX-License-Identifier: Apache-2.0
// What a CSV text separates its fields with.
#pragma once
#include <cstddef>
#include <string_view>

namespace hillock::data {

inline constexpr std::size_t sampled_rows = 200;  ///< what detection looks at

/// The delimiter that explains the first rows best, among , ; tab | and space.
char detect_delimiter(std::string_view text);

}  // namespace hillock::data
