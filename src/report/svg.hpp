// SPDX-License-Identifier: Apache-2.0
// Charts as inline SVG strings. Colours are CSS variables (--ink, --line, --c0 … --c9) so that the page
// decides on light and dark. Every text given here is escaped by the chart; none needs a script.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hillock::report {

/// How a line and its points are drawn: nothing is told by colour alone.
struct drawing_style {
  int colour = 0;  ///< index of the CSS variable, 0 to 9
  int marker = 0;  ///< shape, 0 to 6
  int dash = 0;    ///< 0: solid, to 3

  bool operator==(const drawing_style&) const = default;
};

/// The style of a function follows from its name alone: it looks the same in every picture, whichever others
/// take part.
drawing_style style_of(std::string_view name);

struct series {
  std::string name;
  std::vector<double> x, y;
  std::vector<double> low, high;  ///< band; empty: none
  drawing_style style{};
  bool points = false;  ///< a marker at every value instead of a few along the line
};

struct axis {
  std::string title{};
  bool log10 = false;
  double low = 0, high = 0;                             ///< both 0: from the data
  bool percent = false;                                 ///< ticks as percentages of 1
  bool whole = false;                                   ///< ticks only at integers
  std::vector<std::pair<double, std::string>> marks{};  ///< reference values: a thin labelled line each
};

struct chart_size {
  int width = 440, height = 290;
  std::string title{}, description{};  ///< for people who do not see the picture; in the SVG's title and desc
};

/// Lines with optional bands, names at the lines' ends, ticks at round numbers. Non-finite values break a
/// line; values that a logarithmic axis cannot show lie on its floor. A line leaves the frame where the y
/// axis gives a range that it exceeds.
std::string line_chart(const std::vector<series>& lines, const axis& x, const axis& y, chart_size size = {});

/// One row per name: every value as a point, the mean and its interval as a mark above them.
/// Values beyond an axis whose range is given are drawn as an arrow at its edge, a mean as well.
struct strip {
  std::string name;
  std::vector<double> points;
  double mean = 0, low = 0, high = 0;
  drawing_style style{};
  std::vector<std::string> labels{};  ///< of the points, shown on hover; empty: none
  std::string note{};                 ///< numbers at the right end of the row's heading
};
/// The height follows from the rows; size.height is not used.
std::string strip_chart(const std::vector<strip>& rows, const axis& x, chart_size size = {});

/// Cells row × column with values in [low, high] on a sequential scale, with a key, and the last value in
/// numbers at the end of each row. Columns are 0, 1, 2 …
/// unless the axis gives a range. The height follows from the rows.
std::string heat_map(const std::vector<std::vector<double>>& cells, const std::vector<std::string>& row_names,
                     const axis& x, double low, double high, chart_size size = {});

/// A piece of line with its marker, for tables and legends: a small picture without a name of its own.
std::string swatch(const drawing_style& style);

/// The rules and the palette (light, dark, print) that charts need from the page around them.
std::string_view chart_style();

/// A whole SVG document from charts of equal size side by side, each with a heading, and its own style for
/// light and dark: for `hillock plot -o x.svg`.
std::string standalone(const std::vector<std::pair<std::string, std::string>>& headed_charts,
                       const std::string& title);

}  // namespace hillock::report
