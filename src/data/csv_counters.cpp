// SPDX-License-Identifier: Apache-2.0
// Columns that count the rows. In a file whose rows are sorted by what is to be predicted they give the label
// away; in any other they say nothing. Only a name can tell them from a quantity that was measured in even
// steps.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "data/csv_columns.hpp"
#include "data/text.hpp"

namespace hillock::data {
namespace {

// "PassengerId" and "passenger_id" are the words passenger and id; "acid" is one word.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool letter = is_upper(name[i]) || is_lower(name[i]) || is_digit(name[i]) || (name[i] & 0x80) != 0;
    const bool begins = !letter || (i > 0 && is_upper(name[i]) && is_lower(name[i - 1]));
    if (begins && !words.back().empty()) words.emplace_back();
    if (letter) words.back() += name[i];
  }
  if (words.back().empty() && words.size() > 1) words.pop_back();
  for (std::string& word : words) word = lower_case(word);
  return words;
}

// Whether the name is that of an identifier, or of a data frame's index: a blank header, or what pandas calls
// one.
bool identifies(const std::vector<std::string>& words) {
  static const std::set<std::string> names{"", "id", "index", "idx", "rownames", "rowname"};
  return names.contains(words.back()) || words.front() == "unnamed";
}

// Whether the name speaks of counting, which may yet be what was measured.
bool speaks_of_counting(const std::vector<std::string>& words) {
  static const std::set<std::string> last{"no", "nr", "num", "number"};
  static const std::set<std::string> alone{"row",    "rows", "i",      "obs",    "observation",
                                           "case",   "line", "record", "sample", "seq",
                                           "serial", "key",  "counter"};
  return last.contains(words.back()) || (words.size() == 1 && alone.contains(words.front()));
}

// What variables are called: x, t, or one of several: x1, feature_2.
bool is_variable(std::string_view name) {
  return is_digit(name.back()) || (name.size() == 1 && (is_lower(name[0]) || is_upper(name[0])));
}

// The rows of each file, which may count by itself.
template <class Test>
bool in_each_file(const csv_table& table, Test test) {
  for (std::size_t i = 0; i < table.origins.size(); ++i) {
    const std::size_t end = i + 1 < table.origins.size() ? table.origins[i + 1].first_row : table.rows();
    if (!test(table.origins[i].first_row, end)) return false;
  }
  return true;
}

// Whole numbers that differ from row to row by the same step, which is not 0; the step, or else 0.
double step_of(const csv_table& table, const std::vector<double>& values) {
  if (table.rows() < 3) return 0;
  const double step = values[1] - values[0];
  const bool even = in_each_file(table, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row)
      if (values[row] != std::floor(values[row]) || (row > begin && values[row] - values[row - 1] != step))
        return false;
    return true;
  });
  return even ? step : 0;
}

// Whole numbers, none of which comes again in the same file.
bool are_distinct(const csv_table& table, const std::vector<double>& values) {
  return in_each_file(table, [&](std::size_t begin, std::size_t end) {
    std::vector<double> sorted(values.begin() + static_cast<std::ptrdiff_t>(begin),
                               values.begin() + static_cast<std::ptrdiff_t>(end));
    std::sort(sorted.begin(), sorted.end());
    return std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end() &&
           std::all_of(sorted.begin(), sorted.end(), [](double value) { return value == std::floor(value); });
  });
}

enum class verdict { feature, kept, dropped_unless_alone, row_numbers, identifier };

verdict judge(const encoded_column& column, const csv_table& table, task of) {
  constexpr std::size_t many_rows =
      10;  // so many even steps are no coincidence in a small table made by hand
  if (column.kept || !column.codes.empty() || !column.missing.empty()) return verdict::feature;
  const bool many = table.rows() >= many_rows;
  const double step = step_of(table, column.values);
  const auto words = words_of(table.named[column.source] ? column.name : "");
  if (!table.header) {
    const bool from_start = step == 1 && (column.values[0] == 0 || column.values[0] == 1);
    return step != 0 && (many || from_start) ? verdict::dropped_unless_alone : verdict::feature;
  }
  if (identifies(words)) {
    if (step != 0) return verdict::row_numbers;
    return many && are_distinct(table, column.values) ? verdict::identifier : verdict::feature;
  }
  if (step == 0) return verdict::feature;
  if (speaks_of_counting(words)) return verdict::dropped_unless_alone;
  if (!many) return verdict::feature;
  return of == task::regression || is_variable(column.name) ? verdict::kept : verdict::dropped_unless_alone;
}

}  // namespace

void drop_counters(std::vector<encoded_column>& columns, const csv_table& table, task of, account& told) {
  std::vector<verdict> verdicts;
  for (const encoded_column& column : columns) verdicts.push_back(judge(column, table, of));
  const auto stays = [](verdict v) { return v == verdict::feature || v == verdict::kept; };
  const auto last = std::find(verdicts.rbegin(), verdicts.rend(), verdict::dropped_unless_alone);
  if (std::none_of(verdicts.begin(), verdicts.end(), stays) && last != verdicts.rend()) *last = verdict::kept;
  std::vector<encoded_column> kept;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!stays(verdicts[i])) {
      told.drop(table, columns[i].source,
                verdicts[i] == verdict::identifier ? "an identifier, every value different" : "row numbers",
                true);
      continue;
    }
    if (verdicts[i] == verdict::kept)
      told.counting.push_back(
          fmt::format("{} ({})", shown(columns[i].name),
                      columns.size() == 1 ? "the only feature" : "--exclude leaves it out"));
    kept.push_back(std::move(columns[i]));
  }
  columns = std::move(kept);
}

}  // namespace hillock::data
