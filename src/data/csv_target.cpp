// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include "base/nearest.hpp"
#include "data/content.hpp"
#include "data/csv_columns.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

// In order of preference.
constexpr std::array<std::string_view, 7> usual_targets{"class",   "label", "target", "species",
                                                        "quality", "y",     "outcome"};

std::optional<std::size_t> by_number(std::string_view given, std::size_t columns) {
  long long number = 0;
  const auto [end, code] = std::from_chars(given.data(), given.data() + given.size(), number);
  if (code != std::errc{} || end != given.data() + given.size()) return {};
  const auto width = static_cast<long long>(columns);
  if (number >= 1 && number <= width) return static_cast<std::size_t>(number - 1);
  if (number <= -1 && number >= -width) return static_cast<std::size_t>(width + number);
  return {};
}

std::size_t by_given(const csv_table& table, const std::string& file, const std::string& given) {
  if (const auto number = by_number(given, table.columns)) return *number;
  const auto found = std::find(table.names.begin(), table.names.end(), given);
  if (found == table.names.end()) {
    std::string near;
    for (const std::string& name : nearest(given, table.names))
      near += (near.empty() ? "" : ", ") + shown(name);
    throw usage_error(fmt::format(
        "{}: no target column {}; expected 1 … {}, -{} … -1{}{}", file, shown(given), table.columns,
        table.columns, table.named == std::vector<bool>(table.columns) ? "" : " or a name of the header",
        near.empty() ? "" : fmt::format(" (did you mean {}?)", near)));
  }
  if (std::find(found + 1, table.names.end(), given) != table.names.end())
    throw usage_error(
        fmt::format("{}: two columns are called {}; give the target's number", file, shown(given)));
  return static_cast<std::size_t>(found - table.names.begin());
}

// "<=50K." in every row, as in the test part of UCI adult: one full stop too many. Labels that would read as
// something else without it are left alone.
bool end_in_full_stop(const std::vector<std::string>& labels) {
  return std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
    if (!label.ends_with('.')) return false;
    label.remove_suffix(1);
    return read_cell(label).kind == cell_kind::text && !label.ends_with('.') && trimmed(label) == label;
  });
}

bool look_like_classes(const std::vector<double>& values) {
  std::set<double> distinct;
  for (const double value : values) {
    if (value != std::floor(value)) return false;
    distinct.insert(value);
    if (distinct.size() > 20) return false;
  }
  return distinct.size() <= 2 || 3 * distinct.size() <= values.size();
}

void take_classes(dataset& whole, const csv_table& table, std::size_t column) {
  std::vector<std::string> labels;
  std::map<std::string, cell> distinct;
  bool numbers = true;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view text = table.at(row, column);
    cell read = read_cell(text);
    if (read.value == 0) read.value = 0;  // -0 and 0 are one class
    labels.push_back(read.kind == cell_kind::number ? number_text(read.value) : std::string(text));
    numbers = numbers && read.kind == cell_kind::number;
    distinct.emplace(labels.back(), read);
  }
  std::vector<std::pair<std::string, cell>> ordered(distinct.begin(), distinct.end());
  if (numbers)
    std::sort(ordered.begin(), ordered.end(),
              [](const auto& a, const auto& b) { return a.second.value < b.second.value; });
  std::map<std::string_view, std::int32_t> index;
  for (const auto& [name, read] : ordered) {
    index.emplace(name, static_cast<std::int32_t>(whole.class_names.size()));
    whole.class_names.push_back(name);
  }
  for (const std::string& label : labels) whole.labels.push_back(index.at(label));
  if (end_in_full_stop(whole.class_names)) {
    for (std::string& name : whole.class_names) name.pop_back();
    whole.notes.emplace_back("The full stop at the end of every label is left out.");
  }
  whole.task = whole.classes() == 2 ? task::binary : task::classes;
}

}  // namespace

std::size_t find_target(const csv_table& table, const std::string& file, const std::string& given,
                        std::vector<std::string>& notes) {
  const auto note = [&](std::size_t column, std::string_view why) {
    notes.push_back(fmt::format("The target is {} ({}).", shown(table.names[column]), why));
    return column;
  };
  if (!given.empty()) return note(by_given(table, file, given), "as given");
  for (const std::string_view usual : usual_targets)
    for (std::size_t column = 0; column < table.columns; ++column)
      if (table.named[column] && lower_case(table.names[column]) == usual) return note(column, "by its name");
  return note(table.columns - 1, "the last column");
}

void take_target(dataset& whole, const csv_table& table, std::size_t column, const std::string& file,
                 const load_options& options) {
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (read_cell(table.at(row, column)).kind == cell_kind::missing)
      throw data_error(fmt::format("{}: the label is missing, expected a value in the target column {}",
                                   at_cell(table, row, column, file), shown(table.names[column])));

  bool regression = options.task == task::regression;
  if (!options.task && type_of(table, column, file) == column_type::numbers)
    regression = !look_like_classes(numbers_in(table, column, file));
  const std::string_view how = options.task ? "as given" : "detected";
  if (regression) {
    whole.task = task::regression;
    whole.targets = numbers_in(table, column, file);
    whole.notes.push_back(fmt::format("The task is regression ({}).", how));
    return;
  }
  take_classes(whole, table, column);
  whole.notes.push_back(fmt::format("The task is classification ({}): {}.", how, class_summary(whole)));
  require_two_classes(whole, fmt::format("{}: target column {}", file, shown(table.names[column])));
  if (options.task == task::binary && whole.task != task::binary)
    throw data_error(fmt::format("{}: target column {} holds {}, expected two for a binary task", file,
                                 shown(table.names[column]), class_summary(whole)));
}

}  // namespace hillock::data
