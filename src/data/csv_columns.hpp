// SPDX-License-Identifier: Apache-2.0
// What a table's columns mean: numbers, categories, or a mistake.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/csv_table.hpp"
#include "data/dataset.hpp"

namespace hillock::data {

enum class column_type { numbers, categories };

/// What a column is read for. `classes` and `quantity`: a target, as the user says; `target`: to be found
/// out.
enum class column_use { feature, target, classes, quantity };

/// One column as it is read.
struct csv_column {
  column_type type = column_type::numbers;
  std::vector<double> values;        ///< of numbers: one per row, 0 where missing
  std::vector<std::size_t> missing;  ///< rows, ascending
  std::vector<std::size_t> marked;   ///< of a target: rows whose number the user named as a mark
};

/// Which columns may be features or the target, and which are features whatever they look like.
struct column_choice {
  std::vector<bool> usable, kept;
};

/// What is told about all columns together, one word or clause per column.
struct account {
  std::vector<std::string> written;  ///< numbers with signs, and which
  std::vector<std::string> open;     ///< thousands marks that could be decimal marks
  std::vector<std::string> marks;    ///< words taken for missing
  std::vector<std::string> mixed;    ///< numbers and text, read as text
  std::vector<std::string> one_hot, imputed, counting, dropped;
  std::vector<std::string> keepable;  ///< those of the dropped that --keep would keep, as it names them
  std::size_t missing = 0;

  /// "; --keep 'id' keeps it", or nothing.
  std::string way_to_keep() const;

  /// Called for a column that is left out, with the reason.
  void drop(const csv_table& table, std::size_t column, std::string_view why, bool can_be_kept);
  void tell(const csv_table& table, std::vector<std::string>& notes) const;
};

/// Reads the columns of a table, each as what most of its cells are. Numbers may carry thousands marks,
/// currency and percent signs and brackets, where all of a column are written in one way. Where most cells
/// are numbers and
/// - the others are one word that comes again and holds no digit, it stands for what is missing;
/// - at most three, or one in twenty, are text, the text is a mistake;
/// - more are text, the column is text and a note names it; but few words among many numbers are refused.
class column_reader {
 public:
  /// Looks at every cell of the wanted columns. `table` must outlive the reader.
  column_reader(const csv_table& table, const std::vector<bool>& wanted);

  /// Reads a wanted column; once, because it hands its values over. Throws data_error: text or infinities
  /// among numbers, numbers with the other decimal mark or written in two ways (file:line:column, value,
  /// option).
  csv_column read(std::size_t column, column_use use, account& told);

  /// The cells of one column by what they hold: rows, ascending. Numbers with signs are among the texts.
  struct cells {
    std::vector<double> values;
    std::vector<std::size_t> missing, texts, not_finite;
  };

 private:
  const csv_table& table_;
  std::vector<cells> columns_;
};

/// The target, and how it was found where the user did not say.
struct csv_target {
  std::size_t column = 0;
  std::string guess;  ///< for errors: "the target was taken to be …"; empty where it was given
};

/// The column that a user means: a name of the header, or a number from 1, or from -1 at the end. Throws
/// usage_error: two columns of that name.
std::optional<std::size_t> find_column(const csv_table& table, const std::string& given);

/// The usage_error for a column that is not there, with near names. `what` is "target column", ….
[[noreturn]] void no_such_column(const csv_table& table, const std::string& given, std::string_view what);

/// The target column: given, or by a usual name in the header, or the last usable one that is not empty. Adds
/// a note. Throws usage_error: no such column, or not usable.
csv_target find_target(const csv_table& table, const std::vector<bool>& usable, const std::string& given,
                       std::vector<std::string>& notes);

/// Fills task, labels and class_names, or targets. Throws data_error: a label missing, one class only, text
/// for regression.
void take_target(dataset& whole, const csv_table& table, std::size_t column, column_reader& reader,
                 const load_options& options, account& told);

/// A column of the table on its way into the features: numbers, or the index of a category in every row.
struct encoded_column {
  std::size_t source = 0;  ///< which column of the table
  bool kept = false;       ///< whatever it looks like
  std::string name{};
  std::vector<double> values{};
  std::vector<std::uint32_t> codes{};
  std::vector<std::string> categories{};
  std::vector<std::size_t> missing{};  ///< rows

  std::size_t width() const { return codes.empty() ? 1 : categories.size(); }
};

/// Fills columns, features, feature_names and missing from the usable columns but the target, and returns
/// these as they were. Throws data_error: bad cells, or no column left.
std::vector<encoded_column> take_features(dataset& whole, const csv_table& table, const column_choice& choice,
                                          const csv_target& target, column_reader& reader, account& told);

/// Removes the columns that only count the rows, and tells of them, and of those that count and were kept.
/// docs/data.md has the rule and its reasons.
void drop_counters(std::vector<encoded_column>& columns, const csv_table& table, task of, account& told);

}  // namespace hillock::data
