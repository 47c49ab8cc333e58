// SPDX-License-Identifier: Apache-2.0
// Charts as inline SVG strings. Colours are CSS variables (--ink, --line, --c0 … --c9) so that the page decides on light and dark.
#pragma once
#include <string>
#include <vector>

namespace hillock::report {

struct series {
  std::string name;
  std::vector<double> x, y;
  std::vector<double> low, high;  ///< band; empty: none
  int colour = 0;                 ///< index of the CSS variable
  bool dashed = false;
};

struct axis {
  std::string title;
  bool log10 = false;
  double low = 0, high = 0;  ///< both 0: from the data
};

struct chart_size {
  int width = 640, height = 320;
};

/// Lines with optional bands, a legend at the lines' ends or below, ticks at round numbers.
std::string line_chart(const std::vector<series>& lines, const axis& x, const axis& y, chart_size size = {});

/// One row per name: every value as a point, the mean and its interval as a mark above them.
struct strip {
  std::string name;
  std::vector<double> points;
  double mean = 0, low = 0, high = 0;
  int colour = 0;
};
std::string strip_chart(const std::vector<strip>& rows, const axis& x, chart_size size = {});

/// Cells row × column with values in [low, high] on a sequential scale, with a key.
std::string heat_map(const std::vector<std::vector<double>>& cells, const std::vector<std::string>& row_names,
                     const axis& x, double low, double high, chart_size size = {});

/// A whole SVG document from one chart, with its own style for light and dark: for `hillock plot -o x.svg`.
std::string standalone(const std::string& chart, const std::string& title);

}  // namespace hillock::report
