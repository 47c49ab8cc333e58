// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "data/csv_columns.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

constexpr std::size_t most_categories = 100;              // more than this is free text or an identifier
constexpr std::size_t most_cells = std::size_t{1} << 30;  // 8 GiB of doubles

bool encode_categories(encoded_column& column, const csv_table& table, const csv_column& read,
                       account& told) {
  std::map<std::string_view, std::uint32_t> codes;
  const auto for_rows = [&](auto use) {
    auto missing = read.missing.begin();
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const bool is_missing = missing != read.missing.end() && *missing == row;
      missing += is_missing;
      if (!use(is_missing ? std::string_view("missing") : table.at(row, column.source), is_missing)) return;
    }
  };
  const std::size_t most = column.kept ? table.rows() : most_categories;
  std::size_t filled = 0, distinct = 0;
  for_rows([&](std::string_view category, bool is_missing) {
    const bool is_new = codes.emplace(category, 0).second;
    filled += !is_missing;
    distinct += is_new && !is_missing;
    return codes.size() <= most + 1;
  });
  const bool many = codes.size() > most + 1;
  if (!column.kept && (many || (distinct == filled && filled > 1))) {
    told.drop(table, column.source,
              many ? fmt::format("text, more than {} different values", most_categories)
                   : "text, every value different",
              true);
    return false;
  }
  for (auto& [text, code] : codes) {
    code = static_cast<std::uint32_t>(column.categories.size());
    column.categories.emplace_back(text);
  }
  column.codes.reserve(table.rows());
  for_rows([&](std::string_view category, bool) {
    column.codes.push_back(codes.find(category)->second);
    return true;
  });
  told.one_hot.push_back(fmt::format("{} ({})", shown(column.name), column.categories.size()));
  return true;
}

bool encode_numbers(encoded_column& column, const csv_table& table, csv_column& read, account& told) {
  if (read.missing.size() == read.values.size()) {
    told.drop(table, column.source, "empty", false);
    return false;
  }
  column.values = std::move(read.values);
  column.missing = std::move(read.missing);
  return true;
}

void name_missing(const std::vector<encoded_column>& columns, account& told) {
  for (const encoded_column& column : columns) {
    if (!column.missing.empty()) told.imputed.push_back(shown(column.name));
    told.missing += column.missing.size();
  }
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
  // Rows in blocks that stay in the cache while one column after another is written.
  const std::size_t block = std::max<std::size_t>((1 << 14) / whole.columns, 1);
  for (std::size_t begin = 0; begin < whole.rows; begin += block) {
    const std::size_t end = std::min(begin + block, whole.rows);
    std::size_t first = 0;
    for (const encoded_column& column : columns) {
      double* const into = whole.features.data() + first;
      if (column.codes.empty())
        for (std::size_t row = begin; row < end; ++row) into[row * whole.columns] = column.values[row];
      else
        for (std::size_t row = begin; row < end; ++row) into[row * whole.columns + column.codes[row]] = 1;
      first += column.width();
    }
  }
  std::size_t first = 0;
  for (const encoded_column& column : columns) {
    for (const std::size_t row : column.missing) whole.missing.push_back(row * whole.columns + first);
    first += column.width();
  }
  std::sort(whole.missing.begin(), whole.missing.end());
}

}  // namespace

void account::drop(const csv_table& table, std::size_t column, std::string_view why, bool can_be_kept) {
  dropped.push_back(fmt::format("{} ({})", shown(table.names[column]), why));
  if (can_be_kept)
    keepable.push_back(table.named[column] ? table.names[column] : fmt::format("{}", column + 1));
}

std::string account::way_to_keep() const {
  constexpr std::size_t listed = 5;
  if (keepable.empty()) return "";
  if (keepable.size() > listed) return "; --keep COLUMNS keeps such columns";
  return fmt::format("; --keep {} keeps {}", shown(fmt::format("{}", fmt::join(keepable, ","))),
                     keepable.size() == 1 ? "it" : "them");
}

void account::tell(const csv_table& table, std::vector<std::string>& notes) const {
  const auto tell = [&](const std::vector<std::string>& words, fmt::string_view sentence) {
    if (!words.empty()) notes.push_back(fmt::format(fmt::runtime(sentence), fmt::join(words, ", ")));
  };
  tell(written, "Numbers are read without the signs they are written with: {}.");
  const bool comma = table.reads.decimal() == ',';
  if (!open.empty())
    notes.push_back(
        fmt::format("The {} was taken for a thousands mark in {}; --decimal {} makes it the decimal mark.",
                    comma ? "point" : "comma", fmt::join(open, ", "), comma ? "point" : "comma"));
  tell(marks, "A word among numbers is taken for a missing value (--exclude leaves its column out): {}.");
  tell(
      mixed,
      "Columns that hold numbers and text were read as text (--missing takes words for missing values): {}.");
  tell(one_hot, "Text became one column per category: {}.");
  if (missing > 0)
    notes.push_back(fmt::format("{} missing number{} in {}: the median of the training part stands in.",
                                missing, missing == 1 ? "" : "s", fmt::join(imputed, ", ")));
  if (!dropped.empty())
    notes.push_back(fmt::format("Columns left out: {}{}.", fmt::join(dropped, ", "), way_to_keep()));
  tell(counting, "Columns that count the rows are kept where they may be quantities: {}.");
}

std::vector<encoded_column> take_features(dataset& whole, const csv_table& table, const column_choice& choice,
                                          const csv_target& target, column_reader& reader, account& told) {
  std::vector<encoded_column> columns;
  for (std::size_t index = 0; index < table.columns; ++index) {
    if (index == target.column || !choice.usable[index]) continue;
    csv_column read = reader.read(index, column_use::feature, told);
    encoded_column column{.source = index, .kept = choice.kept[index], .name = table.names[index]};
    const bool kept = read.type == column_type::numbers ? encode_numbers(column, table, read, told)
                                                        : encode_categories(column, table, read, told);
    if (kept) columns.push_back(std::move(column));
  }
  drop_counters(columns, table, whole.task, told);
  if (columns.empty())
    throw data_error(
        fmt::format("{}: no feature is left beside the target {}{}{}{}{}", table.file(),
                    shown(table.names[target.column]),
                    told.dropped.empty() ? "" : fmt::format("; left out: {}", fmt::join(told.dropped, ", ")),
                    told.way_to_keep(), target.guess.empty() ? "" : "; ", target.guess));
  name_missing(columns, told);
  lay_out(whole, columns, table.file());
  return columns;
}

}  // namespace hillock::data
