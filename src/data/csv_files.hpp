// SPDX-License-Identifier: Apache-2.0
// Which columns and rows of one or two tables are used for what.
#pragma once
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "data/csv_table.hpp"
#include "data/dataset.hpp"

namespace hillock::data {

/// The columns that an option names.
struct column_list {
  std::vector<bool> columns;                 ///< of the table
  std::set<std::string, std::less<>> names;  ///< of these columns, and of others that a second table has
};

/// What is done to the columns of a list.
enum class list_use { exclude, keep };

/// Finds the columns that `list` names: names or numbers, separated by commas; a name may hold commas itself.
/// Adds a note. Throws usage_error: no such column, or two of that name.
column_list find_columns(csv_table& table, const csv_table* second, const std::string& list, list_use use);

/// Appends the rows of a second table. Columns are matched by name where both have a header, in any order,
/// else by number; excluded ones need no match. Throws data_error: columns that differ, naming both files and
/// them.
void append_rows(csv_table& table, const csv_table& second, const column_list& excluded);

/// A usable column that says which part each row belongs to: its name holds split, set, part or fold, and its
/// words are those for training, validation and test, training and test at least.
std::optional<std::size_t> find_part_column(const csv_table& table, const std::vector<bool>& usable);

/// The rows that such a column marks as test rows. Adds a note. Throws data_error: a row without a part.
std::vector<bool> marked_test_rows(csv_table& table, std::size_t column);

/// Moves rows to the end, where a test part that is given stands; both groups keep their order.
void move_to_test(dataset& whole, const std::vector<bool>& moved);

}  // namespace hillock::data
