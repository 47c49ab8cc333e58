// SPDX-License-Identifier: Apache-2.0
#include "data/determine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>

#include "data/content.hpp"
#include "data/text.hpp"

namespace hillock::data {
namespace {

// With ten rows or more in two classes, values that order the rows by class come about by chance in fewer
// than 1 of 2 (10! 10! / 20!) = 92,000 columns.
constexpr std::size_t enough_rows = 10;

// A pure group of fewer rows is no evidence.
constexpr std::size_t rows_per_value = 5;

// Every row of a column that has a value.
template <class Use>
void for_present(const encoded_column& column, std::size_t rows, Use use) {
  auto missing = column.missing.begin();
  for (std::size_t row = 0; row < rows; ++row) {
    if (missing != column.missing.end() && *missing == row)
      ++missing;
    else if (!use(row))
      return;
  }
}

// The number of values if each of them goes with one class.
std::optional<std::size_t> values_decide(const dataset& whole, const encoded_column& column) {
  std::unordered_map<double, std::int32_t> class_of;
  bool decides = true;
  for_present(column, whole.rows, [&](std::size_t row) {
    const double value = column.codes.empty() ? column.values[row] : column.codes[row];
    const auto at = class_of.emplace(value, whole.labels[row]).first;
    decides = at->second == whole.labels[row] && class_of.size() <= whole.rows / rows_per_value;
    return decides;
  });
  return decides ? std::optional(class_of.size()) : std::nullopt;
}

// Whether the classes' ranges of values do not overlap.
bool cuts_decide(const dataset& whole, const encoded_column& column) {
  if (!column.codes.empty()) return false;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<std::pair<double, double>> ranges(whole.classes(), {infinity, -infinity});
  for_present(column, whole.rows, [&](std::size_t row) {
    auto& [low, high] = ranges[static_cast<std::size_t>(whole.labels[row])];
    low = std::min(low, column.values[row]);
    high = std::max(high, column.values[row]);
    return true;
  });
  std::sort(ranges.begin(), ranges.end());
  for (std::size_t i = 1; i < ranges.size(); ++i)
    if (!(ranges[i - 1].second < ranges[i].first)) return false;
  return true;
}

// Whether the target is a + b x in every row, up to the rounding of printed numbers.
bool is_linear(const dataset& whole, const encoded_column& column) {
  if (!column.codes.empty()) return false;
  constexpr double rounding = 1e-6;  // of the target's range
  std::optional<std::size_t> low, high;
  for_present(column, whole.rows, [&](std::size_t row) {
    if (!low || column.values[row] < column.values[*low]) low = row;
    if (!high || column.values[row] > column.values[*high]) high = row;
    return true;
  });
  if (!low || column.values[*low] == column.values[*high]) return false;
  const double x = column.values[*low], y = whole.targets[*low];
  const double range = whole.targets[*high] - y, slope = range / (column.values[*high] - x);
  bool linear = range != 0;
  for_present(column, whole.rows, [&](std::size_t row) {
    const double off = y + slope * (column.values[row] - x) - whole.targets[row];
    return linear = linear && std::fabs(off) <= rounding * std::fabs(range);
  });
  return linear;
}

bool is_large_enough(const dataset& whole) {
  if (whole.task == task::regression) return whole.rows >= enough_rows;
  const auto counts = class_counts(whole);
  return std::count_if(counts.begin(), counts.end(),
                       [](std::size_t count) { return count >= enough_rows; }) >= 2;
}

std::string named(const std::vector<std::string>& names) {
  constexpr std::size_t listed = 5;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < names.size() && i < listed; ++i) some.push_back(shown(names[i]));
  return fmt::format("{}{}", fmt::join(some, ", "),
                     names.size() > listed ? fmt::format(" and {} more", names.size() - listed) : "");
}

}  // namespace

std::vector<std::string> determining_features(const dataset& whole,
                                              const std::vector<encoded_column>& columns) {
  if (!is_large_enough(whole)) return {};
  std::vector<std::string> by_value, by_cut, by_line, sentences;
  for (const encoded_column& column : columns) {
    if (column.missing.size() * 10 > whole.rows) continue;
    if (whole.task == task::regression) {
      if (is_linear(whole, column)) by_line.push_back(column.name);
    } else if (values_decide(whole, column)) {
      by_value.push_back(column.name);
    } else if (cuts_decide(whole, column)) {
      by_cut.push_back(column.name);
    }
  }
  const std::string_view what = whole.task == task::regression ? "target" : "label";
  const auto tell = [&](const std::vector<std::string>& names, std::string_view how) {
    if (names.empty()) return;
    const bool one = names.size() == 1;
    sentences.push_back(fmt::format(
        "{} alone determine{} the {}: {}.{}", named(names), one ? "s" : ", each by itself,", what, how,
        columns.size() == 1
            ? ""
            : fmt::format(" What is known only with the {} must be left out (--exclude).", what)));
  };
  tell(by_value, "every value goes with one class");
  tell(by_cut, "the values of different classes do not overlap");
  tell(by_line, "it is a linear function of the values");
  return sentences;
}

}  // namespace hillock::data
