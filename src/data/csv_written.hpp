// SPDX-License-Identifier: Apache-2.0
// Numbers as people write them: thousands marks, currency and percent signs, bracketed negatives.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hillock::data {

/// A number with its signs.
struct written_number {
  double value = 0;  ///< "12.5 %" is 12.5
  std::string_view
      thousands;           ///< the mark between groups of three digits: one of , . ' and a blank; or empty
  std::string_view sign;   ///< one of $ € £ ¥ %, before or after the digits; or empty
  bool bracketed = false;  ///< "(5)" is -5
  bool one_mark = false;   ///< one mark and no decimal mark: "1,234" could also be 1 and 234 thousandths
};

/// Reads a trimmed cell: also plain numbers, and a minus sign in place of the hyphen. Three digits must
/// follow each thousands mark, which is never the decimal mark. Empty: no number.
std::optional<written_number> read_written(std::string_view text, char decimal);

/// What the numbers of one column have in common in the way they are written.
class writing {
 public:
  /// Takes in one more number; false where it is written otherwise than those before: another thousands mark,
  /// another sign, or none.
  bool take(const written_number& number);

  /// "thousands marked with ','", "$", … joined; empty where all numbers are plain.
  std::string said() const;

  bool has_sign() const noexcept { return !sign_.empty(); }
  std::string_view thousands() const noexcept { return thousands_; }
  /// Whether the thousands mark could be the decimal mark in every number that has one.
  bool ambiguous() const noexcept { return ambiguous_ && (thousands_ == "," || thousands_ == "."); }

 private:
  bool first_ = true, bracketed_ = false, ambiguous_ = true;
  std::string_view thousands_, sign_;
};

}  // namespace hillock::data
