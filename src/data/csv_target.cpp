// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <tuple>

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

using text_span = std::span<std::string>;

// Whether every label ends in one full stop and reads as text without it.
bool end_in_full_stops(text_span labels) {
  return std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
    if (!label.ends_with('.')) return false;
    label.remove_suffix(1);
    return read_cell(label).kind == cell_kind::text && !label.ends_with('.') && trimmed(label) == label;
  });
}

void drop_full_stops(text_span labels) {
  for (std::string& label : labels) label.pop_back();
}

// Whether the labels of one file are labels of the other but for a full stop.
bool match_without_full_stop(text_span labels, text_span others) {
  const std::set<std::string_view> known(others.begin(), others.end());
  return end_in_full_stops(labels) && std::all_of(labels.begin(), labels.end(), [&](std::string_view label) {
           return known.contains(label.substr(0, label.size() - 1));
         });
}

// "<=50K." in every row, as in the test part of UCI adult: one full stop too many. It is left out where every
// label has it, or where every label of one file has it and is a label of the other without it. Returns what
// is to be said.
std::string mend_full_stops(text_span labels, const csv_table& table) {
  if (end_in_full_stops(labels)) {
    drop_full_stops(labels);
    return "The full stop at the end of every label is left out.";
  }
  if (table.origins.size() < 2) return "";
  const text_span first = labels.first(table.origins[1].first_row), second = labels.subspan(first.size());
  for (const auto& [dotted, plain, from] : {std::tuple(first, second, 0u), std::tuple(second, first, 1u)}) {
    if (!match_without_full_stop(dotted, plain)) continue;
    drop_full_stops(dotted);
    return fmt::format("The full stop at the end of every label of {} is left out.",
                       printable(std::filesystem::path(table.origins[from].file).filename().string()));
  }
  return "";
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

// Classes in the order of their labels, and each row's class.
template <class Label, class Name>
void number_classes(dataset& whole, const std::vector<Label>& labels, Name name) {
  std::map<Label, std::int32_t> index;
  for (const Label& label : labels) index.emplace(label, 0);
  for (auto& [label, number] : index) {
    number = static_cast<std::int32_t>(whole.class_names.size());
    whole.class_names.push_back(name(label));
  }
  for (const Label& label : labels) whole.labels.push_back(index.find(label)->second);
}

// Labels that are numbers are ordered by value, -0 and 0 being one class; others by their text.
void take_classes(dataset& whole, const csv_table& table, std::size_t column, const csv_column& read) {
  const auto name_of = [](double value) { return number_text(value == 0 ? 0 : value); };
  if (read.type == column_type::numbers) {
    number_classes(whole, read.values, name_of);
  } else {
    std::vector<std::string> labels;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::string_view text = table.at(row, column);
      const cell one = table.reads.read_label(text);
      labels.push_back(one.kind == cell_kind::number ? name_of(one.value) : std::string(text));
    }
    if (const std::string said = mend_full_stops(labels, table); !said.empty()) whole.notes.push_back(said);
    number_classes(whole, labels, [](const std::string& label) { return label; });
  }
  whole.task = whole.classes() == 2 ? task::binary : task::classes;
}

void require_labels(const csv_table& table, std::size_t column, const csv_column& read) {
  if (read.missing.empty()) return;
  const std::size_t row = read.missing.front();
  const std::string_view mark = table.at(row, column);
  throw data_error(fmt::format("{}: the label is missing, expected a value in the target column {}{}",
                               at_cell(table, row, column), shown(table.names[column]),
                               mark.empty() ? "" : " (--missing = takes such marks for values)"));
}

// What is said where the target holds numbers that the user named as marks for what is missing.
std::string value_marks(const csv_table& table, std::size_t column, const csv_column& read) {
  if (read.marked.empty()) return "";
  return fmt::format(
      "{} is a value in the target {} ({} row{}): of the marks that --missing names, numbers "
      "count in features only.",
      shown(table.at(read.marked.front(), column)), shown(table.names[column]), read.marked.size(),
      read.marked.size() == 1 ? "" : "s");
}

}  // namespace

std::optional<std::size_t> find_column(const csv_table& table, const std::string& given) {
  const auto is_given = [&](const std::string& name) { return name == given; };
  const auto found = std::find_if(table.names.begin(), table.names.end(), is_given);
  if (found == table.names.end()) return by_number(given, table.columns);
  if (std::find_if(found + 1, table.names.end(), is_given) != table.names.end())
    throw usage_error(
        fmt::format("{}: two columns are called {}; give the number of one", table.file(), shown(given)));
  return static_cast<std::size_t>(found - table.names.begin());
}

void no_such_column(const csv_table& table, const std::string& given, std::string_view what) {
  std::string near;
  for (const std::string& name : nearest(given, table.names))
    near += (near.empty() ? "" : ", ") + shown(name);
  throw usage_error(fmt::format("{}: no {} {}; expected 1 … {}, -{} … -1{}{}", table.file(), what,
                                shown(given), table.columns, table.columns,
                                table.header ? " or a name of the header" : "",
                                near.empty() ? "" : fmt::format(" (did you mean {}?)", near)));
}

csv_target find_target(const csv_table& table, const std::vector<bool>& usable, const std::string& given,
                       std::vector<std::string>& notes) {
  const auto note = [&](std::size_t column, std::string_view why, std::string_view option) {
    notes.push_back(fmt::format("The target is {} ({}{}).", shown(table.names[column]), why, option));
    return column;
  };
  const auto guess = [&](std::size_t column, std::string_view why) {
    return csv_target{note(column, why, "; --target chooses another"),
                      fmt::format("the target was taken to be {} ({}); choose another with --target",
                                  shown(table.names[column]), why)};
  };
  if (!given.empty()) {
    const auto column = find_column(table, given);
    if (!column) no_such_column(table, given, "target column");
    if (!usable[*column])
      throw usage_error(
          fmt::format("{}: the target {} is excluded", table.file(), shown(table.names[*column])));
    return {note(*column, "as given", ""), ""};
  }
  for (const std::string_view usual : usual_targets)
    for (std::size_t column = 0; column < table.columns; ++column)
      if (usable[column] && table.named[column] && lower_case(table.names[column]) == usual)
        return guess(column, "by its name");
  const auto is_empty = [&](std::size_t column) {
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (!table.reads.is_missing(table.at(row, column))) return false;
    return true;
  };
  std::optional<std::size_t> last;
  for (std::size_t column = table.columns; column-- > 0;) {
    if (!usable[column]) continue;
    if (!last) last = column;
    if (!is_empty(column))
      return guess(column, column == *last ? "the last column" : "the last column that is not empty");
  }
  if (!last) throw usage_error(fmt::format("{}: every column is excluded", table.file()));
  return guess(*last, "the last column");
}

void take_target(dataset& whole, const csv_table& table, std::size_t column, column_reader& reader,
                 const load_options& options, account& told) {
  const bool quantity = options.task == task::regression;
  const csv_column read = reader.read(column,
                                      quantity       ? column_use::quantity
                                      : options.task ? column_use::classes
                                                     : column_use::target,
                                      told);
  require_labels(table, column, read);
  const std::string marks = value_marks(table, column, read);
  const std::string_view how = options.task ? "as given" : "detected; --task chooses another";
  if (quantity || (!options.task && read.type == column_type::numbers && !look_like_classes(read.values))) {
    whole.task = task::regression;
    whole.targets = read.values;
    whole.notes.push_back(fmt::format("The task is regression ({}).", how));
    // -999 among quantities spoils the fit in silence; among classes it is seen.
    if (!marks.empty()) whole.warnings.push_back(marks);
    return;
  }
  take_classes(whole, table, column, read);
  whole.notes.push_back(fmt::format("The task is classification ({}): {}.", how, class_summary(whole)));
  if (!marks.empty()) whole.notes.push_back(marks);
  const std::string where = fmt::format("{}: target column {}", table.file(), shown(table.names[column]));
  require_two_classes(whole, where);
  if (options.task == task::binary && whole.task != task::binary)
    throw data_error(fmt::format("{} holds {}, expected two for a binary task", where, class_summary(whole)));
}

}  // namespace hillock::data
