// SPDX-License-Identifier: Apache-2.0
#include "report/terminal_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hillock::report {
namespace {

std::string pad(const cell& c, std::size_t width, bool right, bool colour) {
  const std::size_t used = display_width(c.text);
  const std::string space(width > used ? width - used : 0, ' ');
  const std::string text = paint(c.text, c.look, colour);
  return right ? space + text : text + space;
}

constexpr std::size_t gap = 2, margin = 2;

std::size_t total_width(const std::vector<column>& columns) {
  std::size_t width = margin;
  for (std::size_t i = 0; i < columns.size(); ++i) width += columns[i].width() + (i ? gap : 0);
  return width;
}

}  // namespace

std::string paint(const std::string& text, style s, bool colour) {
  if (!colour || s == style::plain || text.empty()) return text;
  const char* code = s == style::bold ? "1" : s == style::dim ? "2" : s == style::good ? "32" : "31";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::vector<column> fitting(std::vector<column> columns, std::size_t width) {
  constexpr std::size_t telling = 18;
  const std::size_t saved = columns.front().width() - std::min(columns.front().width(), telling);
  while (columns.size() > 2 && total_width(columns) - saved > width) {
    columns.erase(std::min_element(columns.begin(), columns.end(),
                                   [](const column& a, const column& b) { return a.keep < b.keep; }));
  }
  if (total_width(columns) > width) {
    const std::size_t over = total_width(columns) - width, name = columns.front().width();
    for (cell& c : columns.front().cells) c.text = shorten_middle(c.text, name > over + 4 ? name - over : 4);
  }
  return columns;
}

std::string table(const std::vector<column>& columns, bool colour) {
  std::string out;
  const auto row = [&](auto pick) {
    std::string line(margin, ' ');
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i) line += std::string(gap, ' ');
      line += pad(pick(columns[i]), columns[i].width(), columns[i].right, colour);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  row([](const column& c) { return cell{c.heading, style::dim}; });
  for (std::size_t i = 0; i < columns.front().cells.size(); ++i) {
    row([i](const column& c) { return c.cells[i]; });
  }
  return out;
}

std::string wrap(const std::string& text, std::size_t width, const std::string& first,
                 const std::string& next) {
  std::string out = first, word;
  std::size_t used = display_width(first), fresh = used;
  const auto new_line = [&] {
    out += "\n" + next;
    used = fresh = display_width(next);
  };
  const auto place = [&] {
    if (word.empty()) return;
    if (used > fresh && used + 1 + display_width(word) > width) new_line();
    if (used > fresh) out += ' ', ++used;
    // A word longer than a line, such as the label of a column, is cut where the line ends.
    while (used + display_width(word) > width) {
      const std::size_t fits = std::max<std::size_t>(1, bytes_within(word, width - used));
      out += word.substr(0, fits);
      word.erase(0, fits);
      new_line();
    }
    out += word;
    used += display_width(word);
    word.clear();
  };
  const std::string safe = clean(text);
  for (std::size_t i = 0; i < safe.size(); ++i) {
    // A number and its percent sign stay on one line.
    if (safe[i] == ' ' && !(i + 1 < safe.size() && safe[i + 1] == '%')) {
      place();
    } else {
      word += safe[i];
    }
  }
  place();
  return out + "\n";
}

}  // namespace hillock::report
