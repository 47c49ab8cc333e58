// SPDX-License-Identifier: Apache-2.0
// Reading one cell of a table.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hillock::data {

/// What a cell of a table holds. `not_finite`: an infinity, or a number too large for double.
enum class cell_kind : std::uint8_t { missing, number, not_finite, text };

struct cell {
  cell_kind kind = cell_kind::missing;
  double value = 0;  ///< of a number; 0 otherwise
};

/// How a file writes numbers and what is missing: one vocabulary for features and labels.
class notation {
 public:
  /// `decimal` is '.' or ','. `missing` is what load_options::missing says.
  explicit notation(char decimal = '.', std::string_view missing = {});

  /// Reads a trimmed cell. Numbers too small for double become 0.
  cell read(std::string_view text) const;
  /// The same where a number is a value even if the user named it as a mark: in the target.
  cell read_label(std::string_view text) const;

  bool is_missing(std::string_view text) const noexcept;
  /// Whether the user named this mark, so that no rule may take it for anything else.
  bool is_given(std::string_view mark) const noexcept { return given_.contains(mark); }
  char decimal() const noexcept { return decimal_; }

 private:
  using words = std::set<std::string, std::less<>>;
  char decimal_;
  words missing_, given_;
  std::size_t longest_ = 0;      // of the marks: most text is longer, and need not be looked up
  std::vector<double> numbers_;  // marks that are numbers, such as -999: -999.0 is the same mark
};

/// What a cell holds in the usual notation: a decimal point, the usual marks for what is missing.
cell read_cell(std::string_view text);

}  // namespace hillock::data
