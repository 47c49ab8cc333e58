// SPDX-License-Identifier: Apache-2.0
// What the table and the sentences on a terminal are made of.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "report/format.hpp"

namespace hillock::report {

enum class style { plain, bold, dim, good, bad };

/// The text in that style, as an escape sequence where `colour`.
std::string paint(const std::string& text, style s, bool colour);

struct cell {
  std::string text;
  style look = style::plain;
};

struct column {
  std::string heading;
  bool right = true;
  int keep = 0;          ///< columns with the lowest value leave first where the terminal is narrow
  std::string legend{};  ///< told below the table, where the column is shown
  std::vector<cell> cells{};

  std::size_t width() const {
    std::size_t widest = display_width(heading);
    for (const cell& c : cells) widest = std::max(widest, display_width(c.text));
    return widest;
  }
};

/// The columns that fit. Names with parameters give way first, down to a width that still tells them apart,
/// then the least important columns, then the names again.
std::vector<column> fitting(std::vector<column> columns, std::size_t width);

/// Heading and rows, every line indented.
std::string table(const std::vector<column>& columns, bool colour);

/// Lines of at most `width`, the first after `first`, the others after `next`; foreign text is made safe.
std::string wrap(const std::string& text, std::size_t width, const std::string& first,
                 const std::string& next);

}  // namespace hillock::report
