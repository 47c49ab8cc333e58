// SPDX-License-Identifier: Apache-2.0
// What a table's columns mean: numbers, categories, or a mistake.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/csv_table.hpp"
#include "data/dataset.hpp"

namespace hillock::data {

enum class column_type { numbers, categories };

/// Whether a column holds numbers or categories: whatever most of its cells are. Where most are numbers but a
/// few are text (at most three cells, or at most one in twenty), the text is taken for a mistake. Throws
/// data_error: that text, or nan or inf among numbers (file:line:column, value).
column_type type_of(const csv_table& table, std::size_t column, const std::string& file);

/// The values of a column of numbers; missing cells are 0 and their rows are appended to `missing` where that
/// is given. Throws data_error on the first cell that is text, nan or inf.
std::vector<double> numbers_in(const csv_table& table, std::size_t column, const std::string& file,
                               std::vector<std::size_t>* missing = nullptr);

/// The message for one cell: "file:line:column: 'value' …".
std::string at_cell(const csv_table& table, std::size_t row, std::size_t column, const std::string& file);

/// The index of the target column: given by name or number, or a usual name in the header, or the last one.
/// Adds a note. Throws usage_error: no such column (with near names), or two columns of that name.
std::size_t find_target(const csv_table& table, const std::string& file, const std::string& given,
                        std::vector<std::string>& notes);

/// Fills task, labels and class_names, or targets. Throws data_error: a label missing, one class only, text
/// for regression.
void take_target(dataset& whole, const csv_table& table, std::size_t column, const std::string& file,
                 const load_options& options);

/// Fills columns, features, feature_names and missing from every column but the target.
/// Throws data_error: bad cells, or no column left.
void take_features(dataset& whole, const csv_table& table, std::size_t target, const std::string& file);

}  // namespace hillock::data
