// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "data/csv_columns.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

constexpr std::size_t most_categories = 100;              // more than this is free text or an identifier
constexpr std::size_t most_cells = std::size_t{1} << 30;  // 8 GiB of doubles

// A column of the table on its way into the features: numbers, or the index of a category in every row.
struct encoded_column {
  std::vector<double> values;
  std::vector<std::uint32_t> codes;
  std::vector<std::string> categories;
  std::vector<std::size_t> missing;  // rows
  std::string name;

  std::size_t width() const { return codes.empty() ? 1 : categories.size(); }
};

// What is told about all columns together.
struct account {
  std::vector<std::string> one_hot, imputed, dropped;
  std::size_t missing = 0;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// Row numbers carry no information about a shuffled row, but in a sorted file they give the label away.
bool is_row_number(const csv_table& table, std::size_t column, const std::vector<double>& values) {
  static const std::set<std::string> usual{"index", "row", "no", "rownames", "unnamed: 0"};
  const bool header = std::find(table.named.begin(), table.named.end(), true) != table.named.end();
  const std::string name = lower_case(table.names[column]);
  if (table.named[column] ? !usual.contains(name) && !name.ends_with("id") : !header) return false;
  if (values.size() < 3 || (values[0] != 0 && values[0] != 1)) return false;
  for (std::size_t row = 1; row < values.size(); ++row)
    if (values[row] != values[row - 1] + 1) return false;
  return true;
}

bool encode_categories(encoded_column& column, const csv_table& table, std::size_t index, account& told) {
  std::map<std::string_view, std::uint32_t> codes;
  std::size_t filled = 0, distinct = 0;
  const auto category = [&](std::size_t row) {
    const std::string_view text = table.at(row, index);
    return read_cell(text).kind == cell_kind::missing ? std::string_view("missing") : text;
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool is_new = codes.emplace(category(row), 0).second;
    if (read_cell(table.at(row, index)).kind == cell_kind::missing) continue;
    ++filled;
    distinct += is_new;
    if (codes.size() > most_categories + 1) {
      told.dropped.push_back(
          fmt::format("{} (text, more than {} different values)", shown(column.name), most_categories));
      return false;
    }
  }
  if (distinct == filled && filled > 1) {
    told.dropped.push_back(fmt::format("{} (text, every value different)", shown(column.name)));
    return false;
  }
  for (auto& [text, code] : codes) {
    code = static_cast<std::uint32_t>(column.categories.size());
    column.categories.emplace_back(text);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) column.codes.push_back(codes.at(category(row)));
  told.one_hot.push_back(fmt::format("{} ({})", shown(column.name), column.categories.size()));
  return true;
}

bool encode_numbers(encoded_column& column, const csv_table& table, std::size_t index,
                    const std::string& file, account& told) {
  column.values = numbers_in(table, index, file, &column.missing);
  if (column.missing.size() == table.rows()) {
    told.dropped.push_back(fmt::format("{} (empty)", shown(column.name)));
    return false;
  }
  if (column.missing.empty() && is_row_number(table, index, column.values)) {
    told.dropped.push_back(fmt::format("{} (row numbers)", shown(column.name)));
    return false;
  }
  if (!column.missing.empty()) told.imputed.push_back(shown(column.name));
  told.missing += column.missing.size();
  return true;
}

void tell(const account& told, std::vector<std::string>& notes) {
  if (!told.one_hot.empty())
    notes.push_back(fmt::format("Text became one column per category: {}.", joined(told.one_hot)));
  if (told.missing > 0)
    notes.push_back(fmt::format("{} missing number{} in {}: the median of the training part stands in.",
                                told.missing, told.missing == 1 ? "" : "s", joined(told.imputed)));
  if (!told.dropped.empty()) notes.push_back(fmt::format("Columns left out: {}.", joined(told.dropped)));
}

void lay_out(dataset& whole, const std::vector<encoded_column>& columns, const std::string& file) {
  for (const encoded_column& column : columns) {
    whole.columns += column.width();
    if (column.codes.empty()) whole.feature_names.push_back(column.name);
    for (const std::string& category : column.categories)
      whole.feature_names.push_back(column.name + "=" + category);
  }
  if (whole.columns > most_cells / whole.rows)
    throw data_error(fmt::format("{}: {} rows × {} features, expected at most {} values", file, whole.rows,
                                 whole.columns, most_cells));
  whole.features.assign(whole.rows * whole.columns, 0.0);
  std::size_t first = 0;
  for (const encoded_column& column : columns) {
    for (std::size_t row = 0; row < column.codes.size(); ++row)
      whole.features[row * whole.columns + first + column.codes[row]] = 1;
    for (std::size_t row = 0; row < column.values.size(); ++row)
      whole.features[row * whole.columns + first] = column.values[row];
    for (const std::size_t row : column.missing) whole.missing.push_back(row * whole.columns + first);
    first += column.width();
  }
  std::sort(whole.missing.begin(), whole.missing.end());
}

}  // namespace

void take_features(dataset& whole, const csv_table& table, std::size_t target, const std::string& file) {
  std::vector<encoded_column> columns;
  account told;
  for (std::size_t index = 0; index < table.columns; ++index) {
    if (index == target) continue;
    encoded_column column;
    column.name = table.names[index];
    const bool kept = type_of(table, index, file) == column_type::numbers
                          ? encode_numbers(column, table, index, file, told)
                          : encode_categories(column, table, index, told);
    if (kept) columns.push_back(std::move(column));
  }
  if (columns.empty())
    throw data_error(fmt::format("{}: no feature is left beside the target {}; left out: {}", file,
                                 shown(table.names[target]), joined(told.dropped)));
  lay_out(whole, columns, file);
  tell(told, whole.notes);
}

}  // namespace hillock::data
