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

// Whether each value goes with one class.
bool values_decide(const dataset& whole, const encoded_column& column) {
  std::unordered_map<double, std::int32_t> class_of;
  bool decides = true;
  for_present(column, whole.rows, [&](std::size_t row) {
    const double value = column.codes.empty() ? column.values[row] : column.codes[row];
    const auto at = class_of.emplace(value, whole.labels[row]).first;
    decides = at->second == whole.labels[row] && class_of.size() <= whole.rows / rows_per_value;
    return decides;
  });
  return decides;
}

// Whether the classes' ranges of values do not overlap.
bool cuts_decide(const dataset& whole, const encoded_column& column) {
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

// Whether the target is a + b x in every row, to the last digits of double.
bool is_linear(const dataset& whole, const encoded_column& column) {
  constexpr double relative = 1e-9, ulps = 8 * std::numeric_limits<double>::epsilon();
  std::optional<std::size_t> low, high;
  for_present(column, whole.rows, [&](std::size_t row) {
    if (!low || column.values[row] < column.values[*low]) low = row;
    if (!high || column.values[row] > column.values[*high]) high = row;
    return true;
  });
  if (!low || column.values[*low] == column.values[*high]) return false;
  const double x = column.values[*low], y = whole.targets[*low];
  const double slope = (whole.targets[*high] - y) / (column.values[*high] - x);
  bool linear = slope != 0;
  for_present(column, whole.rows, [&](std::size_t row) {
    const double step = slope * (column.values[row] - x), rise = whole.targets[row] - y;
    const double rounding = relative * (std::fabs(step) + std::fabs(rise)) +
                            ulps * (std::fabs(slope * column.values[row]) + std::fabs(whole.targets[row]));
    return linear = linear && std::fabs(step - rise) <= rounding;
  });
  return linear;
}

// Whether the target rises, or falls, with the values throughout.
bool is_monotone(const dataset& whole, const encoded_column& column) {
  std::vector<std::size_t> order;
  double way = 0;  // 1 or -1 once two neighbouring rows have told
  bool monotone = true;
  const auto agree = [&](std::size_t a, std::size_t b) {
    const double dx = column.values[b] - column.values[a], dy = whole.targets[b] - whole.targets[a];
    if (dx == 0 || dy == 0) return dx == dy;
    if (way == 0) way = (dx > 0) == (dy > 0) ? 1 : -1;
    return ((dx > 0) == (dy > 0)) == (way > 0);
  };
  // Most columns are refuted by the first rows, unsorted.
  for_present(column, whole.rows, [&](std::size_t row) {
    monotone = order.empty() || agree(order.back(), row);
    order.push_back(row);
    return monotone;
  });
  if (!monotone || way == 0) return false;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return column.values[a] < column.values[b]; });
  for (std::size_t i = 1; i < order.size(); ++i)
    if (!agree(order[i - 1], order[i])) return false;
  return true;
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
  std::vector<std::string> by_value, by_cut, by_line, by_order, sentences;
  for (const encoded_column& column : columns) {
    const bool numbers = column.codes.empty();
    if (column.missing.size() * 10 > whole.rows) continue;
    if (whole.task != task::regression) {
      if (values_decide(whole, column))
        by_value.push_back(column.name);
      else if (numbers && cuts_decide(whole, column))
        by_cut.push_back(column.name);
    } else if (numbers && is_linear(whole, column)) {
      by_line.push_back(column.name);
    } else if (numbers && columns.size() > 1 && is_monotone(whole, column)) {  // one feature: a curve
      by_order.push_back(column.name);
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
  tell(by_order, "it rises or falls with the values throughout");
  return sentences;
}

}  // namespace hillock::data
