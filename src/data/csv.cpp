// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>

#include "data/content.hpp"
#include "data/csv_columns.hpp"
#include "data/csv_table.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {

dataset read_csv(std::string_view text, const std::string& name, const load_options& options) {
  csv_table table = read_table(text, name, options);
  dataset whole;
  whole.name = std::filesystem::path(name).filename().string();
  whole.rows = table.rows();
  whole.notes = std::move(table.notes);
  const std::size_t target = find_target(table, name, options.target, whole.notes);
  take_target(whole, table, target, name, options);
  take_features(whole, table, target, name);
  whole.hash = content_hash(whole);
  return whole;
}

std::string at_cell(const csv_table& table, std::size_t row, std::size_t column, const std::string& file) {
  return fmt::format("{}:{}:{}: {}", file, table.lines[row], column + 1, shown(table.at(row, column)));
}

column_type type_of(const csv_table& table, std::size_t column, const std::string& file) {
  std::size_t numbers = 0, texts = 0, first_text = 0, first_not_finite = 0, not_finite = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const cell_kind kind = read_cell(table.at(row, column)).kind;
    if (kind == cell_kind::text && texts++ == 0) first_text = row;
    if (kind == cell_kind::not_finite && not_finite++ == 0) first_not_finite = row;
    numbers += kind == cell_kind::number || kind == cell_kind::not_finite;
  }
  if (texts > numbers) return column_type::categories;
  if (texts > 3 && texts * 20 > numbers + texts) return column_type::categories;
  if (texts > 0)
    throw data_error(fmt::format(
        "{} is not a number; {} holds numbers in {} of its {} filled rows{}",
        at_cell(table, first_text, column, file), shown(table.names[column]), numbers, numbers + texts,
        first_text == 0 && !table.named[column] ? " (is the first line a header?)" : ""));
  if (not_finite > 0)
    throw data_error(
        fmt::format("{} is not finite, expected a finite number in {} (a missing feature is written ?)",
                    at_cell(table, first_not_finite, column, file), shown(table.names[column])));
  return column_type::numbers;
}

std::vector<double> numbers_in(const csv_table& table, std::size_t column, const std::string& file,
                               std::vector<std::size_t>* missing) {
  std::vector<double> values(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const cell read = read_cell(table.at(row, column));
    if (read.kind == cell_kind::text || read.kind == cell_kind::not_finite)
      throw data_error(
          fmt::format("{} is not {} number, expected one in {}", at_cell(table, row, column, file),
                      read.kind == cell_kind::text ? "a" : "a finite", shown(table.names[column])));
    if (read.kind == cell_kind::missing && missing != nullptr) missing->push_back(row);
    values[row] = read.value;
  }
  return values;
}

}  // namespace hillock::data
