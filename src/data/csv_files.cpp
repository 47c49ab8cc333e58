// SPDX-License-Identifier: Apache-2.0
#include "data/csv_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "data/csv_columns.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

bool has_name(const csv_table& table, std::string_view name) {
  return std::find(table.names.begin(), table.names.end(), name) != table.names.end();
}

// The pieces of a list; as many of them are taken together as give a name.
std::vector<std::string> pieces_of(std::string_view list, const csv_table& table, const csv_table* second) {
  std::vector<std::string> pieces;
  while (!list.empty()) {
    std::size_t taken = std::min(list.find(','), list.size());
    for (std::size_t end = list.size(); end != std::string_view::npos && end > taken;
         end = list.rfind(',', end - 1)) {
      const std::string_view name = trimmed(list.substr(0, end));
      if (has_name(table, name) || (second != nullptr && has_name(*second, name))) taken = end;
    }
    pieces.emplace_back(trimmed(list.substr(0, taken)));
    list.remove_prefix(std::min(taken + 1, list.size()));
  }
  return pieces;
}

std::string quoted(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + shown(name);
  return all;
}

bool has_twice(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

constexpr std::size_t no_column = std::size_t(-1);

// For each column of the table the one of the second that holds the same; no_column for an excluded one.
std::vector<std::size_t> match_columns(const csv_table& table, const csv_table& second,
                                       const column_list& excluded) {
  std::vector<std::size_t> found(table.columns);
  std::iota(found.begin(), found.end(), std::size_t{0});
  const std::string files = fmt::format("{} and {}", table.file(), second.file());
  if (!table.header || !second.header) {
    if (table.columns == second.columns) return found;
    throw data_error(
        fmt::format("{} have {} and {} columns, expected as many", files, table.columns, second.columns));
  }
  if (table.names == second.names) return found;
  if (has_twice(table.names) || has_twice(second.names))
    throw data_error(
        fmt::format("{} have different headers with names that occur twice, expected each name once or the "
                    "same header",
                    files));
  std::vector<std::string> lacking, further;
  for (std::size_t column = 0; column < table.columns; ++column) {
    const auto at = std::find(second.names.begin(), second.names.end(), table.names[column]);
    found[column] =
        at == second.names.end() ? no_column : static_cast<std::size_t>(at - second.names.begin());
    if (at == second.names.end() && !excluded.columns[column]) lacking.push_back(table.names[column]);
  }
  for (const std::string& name : second.names)
    if (!has_name(table, name) && !excluded.names.contains(name)) further.push_back(name);
  if (lacking.empty() && further.empty()) return found;
  std::vector<std::string> sides;
  if (!lacking.empty()) sides.push_back(fmt::format("only {} has {}", table.file(), quoted(lacking)));
  if (!further.empty()) sides.push_back(fmt::format("only {} has {}", second.file(), quoted(further)));
  throw data_error(
      fmt::format("{} have different columns: {}; expected the same names in both (--exclude leaves "
                  "columns out)",
                  files, fmt::join(sides, ", ")));
}

enum class part_word { none, train, validation, test };

part_word part_of(std::string_view cell) {
  const std::string word = lower_case(cell);
  if (word == "train" || word == "training") return part_word::train;
  if (word == "test" || word == "testing") return part_word::test;
  if (word == "val" || word == "valid" || word == "validation" || word == "dev") return part_word::validation;
  return part_word::none;
}

bool names_parts(const csv_table& table, std::size_t column) {
  bool train = false, test = false;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view cell = table.at(row, column);
    const part_word part = part_of(cell);
    if (part == part_word::none && !table.reads.is_missing(cell)) return false;
    train = train || part == part_word::train;
    test = test || part == part_word::test;
  }
  return train && test;
}

}  // namespace

column_list find_columns(csv_table& table, const csv_table* second, const std::string& list, list_use use) {
  const bool keep = use == list_use::keep;
  column_list found{std::vector<bool>(table.columns), {}};
  std::vector<std::string> told;
  for (const std::string& piece : pieces_of(list, table, second)) {
    const auto column = find_column(table, piece);
    if (!column && (second == nullptr || !has_name(*second, piece)))
      no_such_column(table, piece, keep ? "column to keep called" : "column to exclude called");
    if (column) found.columns[*column] = true;
    told.push_back(column ? table.names[*column] : piece);
    found.names.insert(told.back());
  }
  if (!told.empty())
    table.notes.push_back(fmt::format("Columns {} as asked: {}.", keep ? "kept" : "left out", quoted(told)));
  return found;
}

void append_rows(csv_table& table, const csv_table& second, const column_list& excluded) {
  const auto columns = match_columns(table, second, excluded);
  csv_table::origin from = second.origins.front();
  from.first_row = table.rows();
  from.columns.clear();
  for (const std::size_t column : columns)
    from.columns.push_back(column == no_column ? 0 : second.origins.front().columns[column]);
  table.cells.reserve(table.cells.size() + second.rows() * table.columns);
  for (std::size_t row = 0; row < second.rows(); ++row)
    for (const std::size_t column : columns)
      table.cells.push_back(column == no_column ? std::string_view() : second.at(row, column));
  table.lines.insert(table.lines.end(), second.lines.begin(), second.lines.end());
  if (!table.header && second.header) {
    table.header = true;
    table.names = second.names;
    table.named = second.named;
  }
  table.origins.push_back(std::move(from));
  table.notes.push_back(fmt::format(
      "The {} rows of {} are the test part; {}.", second.rows(),
      printable(std::filesystem::path(second.file()).filename().string()),
      table.header && second.header ? "columns were matched by name" : "columns were matched by number"));
}

std::optional<std::size_t> find_part_column(const csv_table& table, const std::vector<bool>& usable) {
  for (std::size_t column = 0; column < table.columns; ++column) {
    if (!usable[column] || !table.named[column]) continue;
    const std::string name = lower_case(table.names[column]);
    for (const std::string_view word : {"split", "set", "part", "fold"})
      if (name.find(word) != std::string::npos && names_parts(table, column)) return column;
  }
  return {};
}

std::vector<bool> marked_test_rows(csv_table& table, std::size_t column) {
  std::vector<bool> marked;
  std::size_t test = 0, validation = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const part_word part = part_of(table.at(row, column));
    if (part == part_word::none)
      throw data_error(
          fmt::format("{}: the part is missing, expected train or test as in the other rows of {}; "
                      "--exclude leaves the column out",
                      at_cell(table, row, column), shown(table.names[column])));
    marked.push_back(part == part_word::test);
    test += part == part_word::test;
    validation += part == part_word::validation;
  }
  table.notes.push_back(fmt::format(
      "{} names the parts (--exclude it to have all rows drawn): its {} test rows are the test part{}.",
      shown(table.names[column]), test,
      validation == 0 ? ""
                      : fmt::format("; its {} validation rows go to training, because every seed draws its "
                                    "own validation part",
                                    validation)));
  return marked;
}

void move_to_test(dataset& whole, const std::vector<bool>& moved) {
  std::vector<std::size_t> order(whole.rows), place(whole.rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_partition(order.begin(), order.end(), [&](std::size_t row) { return !moved[row]; });
  for (std::size_t to = 0; to < order.size(); ++to) place[order[to]] = to;
  const auto reorder = [&](auto& values, std::size_t width) {
    auto sorted = values;
    for (std::size_t to = 0; to < order.size(); ++to)
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(order[to] * width), width,
                  sorted.begin() + static_cast<std::ptrdiff_t>(to * width));
    values = std::move(sorted);
  };
  reorder(whole.features, whole.columns);
  if (!whole.labels.empty()) reorder(whole.labels, 1);
  if (!whole.targets.empty()) reorder(whole.targets, 1);
  for (std::size_t& cell : whole.missing)
    cell = place[cell / whole.columns] * whole.columns + cell % whole.columns;
  std::sort(whole.missing.begin(), whole.missing.end());
  whole.test_rows = static_cast<std::size_t>(std::count(moved.begin(), moved.end(), true));
}

}  // namespace hillock::data
