// SPDX-License-Identifier: Apache-2.0
// The records of a CSV text, before they are a rectangle.
#pragma once
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "data/csv_dialect.hpp"

namespace hillock::data {

struct csv_records {
  std::vector<std::string_view> cells;           ///< of all records, one after another
  std::vector<std::size_t> widths;               ///< fields per record
  std::vector<std::size_t> lines;                ///< the line each record starts on, 1-based
  std::vector<std::string_view> header_comment;  ///< the fields of a line of comment right above the rows
                                                 ///< that has a word for every column
  std::size_t comments = 0;                      ///< lines left out as comments

  /// The number of fields most records have; the first record's where that is undecided.
  std::size_t usual_width() const;
};

/// Cuts the text and sets comments aside: lines that begin with # and a blank, or with # and have another
/// number of fields than the rows. Where most lines begin with #, none is a comment. Throws data_error: a
/// quote that is broken however quotes are escaped.
csv_records read_records(const csv_dialect& dialect, const std::string& name,
                         std::deque<std::string>& storage);

}  // namespace hillock::data
