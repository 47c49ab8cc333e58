// SPDX-License-Identifier: Apache-2.0
#include "cli/canvas.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "cli/terminal.hpp"

namespace hillock::cli {

namespace {

// The bit of dot (x, y) in a braille cell (Unicode block U+2800).
constexpr unsigned dot_bits[2][4] = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

std::string utf8(unsigned code) {
  return {static_cast<char>(0xE0U | code >> 12U), static_cast<char>(0x80U | (code >> 6U & 0x3FU)),
          static_cast<char>(0x80U | (code & 0x3FU))};
}

class canvas {
 public:
  canvas(std::size_t columns, std::size_t rows) : columns_(columns), cells_(columns * rows) {}
  void dot(std::size_t x, std::size_t y) { cells_[y / 4 * columns_ + x / 2] |= dot_bits[x % 2][y % 4]; }
  unsigned cell(std::size_t column, std::size_t row) const { return cells_[row * columns_ + column]; }

 private:
  std::size_t columns_;
  std::vector<unsigned> cells_;
};

struct scale {
  double low, high;
  std::size_t dots;
  // Dot 0 is `low`; the last dot is `high`.
  long at(double v) const { return std::lround((v - low) / (high - low) * static_cast<double>(dots - 1)); }
  double value(std::size_t dot) const {
    return low + (high - low) * static_cast<double>(dot) / static_cast<double>(dots - 1);
  }
};

// The smallest round interval that holds the values, so that labels are short.
scale round_scale(const std::vector<double>& values, std::size_t dots) {
  double low = 0, high = 0;
  for (const double v : values) {
    if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
  }
  if (low == high) high = low + 1;
  const double step = std::pow(10.0, std::floor(std::log10(high - low))) / 4;
  return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, dots};
}

std::string label(double v) { return fmt::format("{:.4g}", v); }

std::string right(const std::string& text, std::size_t wide) {
  return std::string(text.size() < wide ? wide - text.size() : 0, ' ') + text;
}

}  // namespace

std::vector<std::string> draw_curve(const std::function<double(double)>& f, double low, double high,
                                    plot_size size, std::size_t label_width) {
  // An odd number of dots: the middle of a symmetric interval, where a slope may have its peak, is one.
  const scale across{low, high, size.columns * 2 - 1};
  std::vector<double> values(across.dots);
  for (std::size_t i = 0; i < across.dots; ++i) values[i] = f(across.value(i));
  const scale up = round_scale(values, size.rows * 4);
  canvas dots(size.columns, size.rows);
  long before = -1;
  for (std::size_t i = 0; i < across.dots; ++i) {
    if (!std::isfinite(values[i])) {
      before = -1;
      continue;
    }
    const long y = up.at(values[i]);
    // Steep parts are joined; a jump (the slope of a kink) is left open.
    long from = y;
    if (before >= 0 && std::labs(before - y) * 3 < static_cast<long>(up.dots))
      from = before + (y > before) - (y < before);
    for (long j = std::min(from, y); j <= std::max(from, y); ++j) {
      dots.dot(i, up.dots - 1 - static_cast<std::size_t>(j));
    }
    before = y;
  }
  const std::size_t zero_row = (up.dots - 1 - static_cast<std::size_t>(up.at(0))) / 4;
  const bool has_zero = low <= 0 && high >= 0;
  const std::size_t zero_column = has_zero ? static_cast<std::size_t>(across.at(0)) / 2 : 0;
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < size.rows; ++row) {
    const std::string y = row == 0               ? label(up.high)
                          : row == zero_row      ? "0"
                          : row + 1 == size.rows ? label(up.low)
                                                 : "";
    std::string line = right(y, label_width) + " ";
    for (std::size_t column = 0; column < size.columns; ++column) {
      const unsigned cell = dots.cell(column, row);
      const bool on_x = row == zero_row, on_y = has_zero && column == zero_column;
      line += cell != 0 ? utf8(0x2800U + cell) : on_x && on_y ? "┼" : on_x ? "─" : on_y ? "│" : " ";
    }
    lines.push_back(line);
  }
  const std::string left_end = label(low), right_end = label(high);
  const std::size_t gap = size.columns - std::min(size.columns, left_end.size() + right_end.size());
  lines.push_back(std::string(label_width + 1, ' ') + left_end + std::string(gap, ' ') + right_end);
  return lines;
}

}  // namespace hillock::cli
