// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hillock::report {

/// Red, green, blue, opacity.
using rgba = std::array<std::uint8_t, 4>;

/// A PNG (W3C PNG, third edition: colour type 3, 8 bits, tRNS) as a data: URI. `indices` are width × height
/// into a palette of at most 256 colours, row-major from the top.
std::string png_data_uri(const std::vector<std::uint8_t>& indices, std::size_t width, std::size_t height,
                         const std::vector<rgba>& palette);

/// RFC 4648 base64 with padding.
std::string base64(const std::string& bytes);

}  // namespace hillock::report
