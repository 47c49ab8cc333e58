// SPDX-License-Identifier: Apache-2.0
// How a CSV text is written: its delimiter and its decimal mark.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/load.hpp"

namespace hillock::data {

inline constexpr std::size_t sampled_rows = 200;  ///< what detection looks at

/// Columns of numbers in the sample that can be read with one decimal mark only, and those that can be read
/// with both, to different numbers: "1,234" throughout.
struct decimal_votes {
  std::size_t point = 0, comma = 0;
  std::size_t open_point = 0, open_comma = 0;  ///< both readings are possible; the mark that occurs
  std::string example{};                       ///< a cell of a column with an open comma
};

struct csv_dialect {
  char delimiter = ',';
  std::string_view delimiter_source;  ///< "detected", "as given", "the line sep= says so"
  decimal_votes votes;
  std::string_view text;  ///< without the line sep=, but with its end, so that lines count on
};

/// Finds the delimiter and the decimal mark that explain the first rows best, together: among , ; tab | and
/// space the delimiter that cuts most rows into the same number of fields, at least two, and then makes most
/// cells numbers. An Excel line sep= and options come first.
csv_dialect detect_dialect(std::string_view text, const load_options& options);

/// The decimal mark of files that are read together.
struct decimal_choice {
  char mark = '.';
  bool open = false;   ///< guessed, and no column needs it
  std::string note{};  ///< empty where the mark is a point that nobody asked for
};

/// The mark that more columns need. Where no column needs either, "1,234" throughout is 1.234 between
/// semicolons, which stand where the comma is taken, and 1234 elsewhere; a point is a decimal point.
decimal_choice choose_decimal(const std::vector<csv_dialect>& files, const load_options& options);

}  // namespace hillock::data
