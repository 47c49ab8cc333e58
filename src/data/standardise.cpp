// SPDX-License-Identifier: Apache-2.0
#include "data/standardise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "data/content.hpp"
#include "data/text.hpp"
#include "hillock/error.hpp"

namespace hillock::data {
namespace {

// The missing cells of one row, as a pair of pointers into dataset::missing.
struct missing_cells {
  const std::vector<std::size_t>& all;
  std::size_t columns;

  template <class Use>
  void in_row(std::size_t row, Use use) const {
    const auto begin = std::lower_bound(all.begin(), all.end(), row * columns);
    for (auto at = begin; at != all.end() && *at < (row + 1) * columns; ++at) use(*at - row * columns);
  }
};

double median(std::vector<double>& values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return *std::max_element(values.begin(), middle) / 2 + *middle / 2;
}

// One median per column; 0 for columns without a missing cell, where it is not needed.
std::vector<double> medians_of(const dataset& whole, const std::vector<std::size_t>& rows) {
  std::vector<double> medians(whole.columns, 0.0);
  std::vector<bool> wanted(whole.columns);
  for (const std::size_t cell : whole.missing) wanted[cell % whole.columns] = true;
  for (std::size_t column = 0; column < whole.columns; ++column) {
    if (!wanted[column]) continue;
    std::vector<double> present;
    for (const std::size_t row : rows) {
      const std::size_t cell = row * whole.columns + column;
      if (!std::binary_search(whole.missing.begin(), whole.missing.end(), cell))
        present.push_back(whole.features[cell]);
    }
    medians[column] = median(present);
  }
  return medians;
}

// A row with its missing cells filled.
const std::vector<double>& filled_row(const dataset& whole, std::size_t row,
                                      const std::vector<double>& medians, std::vector<double>& buffer) {
  const auto begin = whole.features.begin() + static_cast<std::ptrdiff_t>(row * whole.columns);
  buffer.assign(begin, begin + static_cast<std::ptrdiff_t>(whole.columns));
  missing_cells{whole.missing, whole.columns}.in_row(
      row, [&](std::size_t column) { buffer[column] = medians[column]; });
  return buffer;
}

struct moments {
  std::vector<double> means, deviations;
};

// Two passes over the rows, each column's sums in the order of rows. `value(row)` gives all columns of a row.
template <class Row>
moments moments_of(const std::vector<std::size_t>& rows, std::size_t columns, Row value) {
  const double count = static_cast<double>(rows.size());
  moments found{std::vector<double>(columns), std::vector<double>(columns)};
  for (const std::size_t row : rows) {
    const double* const x = value(row);
    for (std::size_t column = 0; column < columns; ++column) found.means[column] += x[column];
  }
  for (double& mean : found.means) mean /= count;
  for (const std::size_t row : rows) {
    const double* const x = value(row);
    for (std::size_t column = 0; column < columns; ++column) {
      const double off = x[column] - found.means[column];
      found.deviations[column] += off * off;
    }
  }
  for (double& deviation : found.deviations) deviation = std::sqrt(deviation / count);
  return found;
}

float narrowed(double value, const dataset& whole, const std::string& what) {
  if (!(std::fabs(value) <= std::numeric_limits<float>::max()))
    throw data_error(
        fmt::format("{}: a value of {} lies {} deviations from the training part's mean, too far for float",
                    whole.name, shown(what), value));
  return static_cast<float>(value);
}

void require_finite(double mean, double deviation, const dataset& whole, const std::string& what) {
  if (!std::isfinite(mean) || !std::isfinite(deviation))
    throw data_error(
        fmt::format("{}: the values of {} are too large to standardise, expected magnitudes below 1e150",
                    whole.name, shown(what)));
}

// One mean and one deviation for all columns: the moments of all their values taken together.
void pool(scaling& scale) {
  const double count = static_cast<double>(scale.columns.size());
  double mean = 0, square = 0;
  for (const double m : scale.means) mean += m / count;
  for (std::size_t i = 0; i < scale.columns.size(); ++i) {
    const double off = scale.means[i] - mean;
    square += (scale.deviations[i] * scale.deviations[i] + off * off) / count;
  }
  scale.means.assign(scale.means.size(), mean);
  scale.deviations.assign(scale.deviations.size(), std::sqrt(square));
}

}  // namespace

scaling measure(const dataset& whole, const std::vector<std::size_t>& rows) {
  scaling scale;
  const std::vector<double> medians = medians_of(whole, rows);
  std::vector<double> low(whole.columns, std::numeric_limits<double>::infinity()),
      high(whole.columns, -low[0]), buffer;
  const auto row_values = [&](std::size_t row) { return filled_row(whole, row, medians, buffer).data(); };
  const moments features = moments_of(rows, whole.columns, row_values);
  for (const std::size_t row : rows) {
    const double* const x = row_values(row);
    for (std::size_t column = 0; column < whole.columns; ++column) {
      low[column] = std::min(low[column], x[column]);
      high[column] = std::max(high[column], x[column]);
    }
  }
  for (std::size_t column = 0; column < whole.columns; ++column) {
    // Compared by value: the deviation of a constant that is no sum of few powers of two may come out above
    // 0, and that of values that differ by subnormals as 0.
    if (low[column] == high[column] || features.deviations[column] == 0) continue;
    require_finite(features.means[column], features.deviations[column], whole, whole.feature_names[column]);
    scale.columns.push_back(column);
    scale.means.push_back(features.means[column]);
    scale.deviations.push_back(features.deviations[column]);
    scale.medians.push_back(medians[column]);
  }
  if (whole.one_scale && !scale.columns.empty()) pool(scale);
  if (whole.task != task::regression) return scale;
  const moments target = moments_of(rows, 1, [&](std::size_t row) { return &whole.targets[row]; });
  const bool varies = std::any_of(rows.begin(), rows.end(), [&](std::size_t row) {
    return whole.targets[row] != whole.targets[rows[0]];
  });
  if (!varies || target.deviations[0] == 0)
    throw data_error(
        fmt::format("{}: the target is {} in every row of the training part, expected values that differ{}",
                    whole.name, number_text(whole.targets[rows[0]]), guess_suffix(whole)));
  require_finite(target.means[0], target.deviations[0], whole, "the target");
  scale.target_mean = target.means[0];
  scale.target_deviation = target.deviations[0];
  return scale;
}

part standardised(const dataset& whole, const std::vector<std::size_t>& rows, const scaling& scale) {
  part result;
  result.rows = rows.size();
  result.columns = scale.columns.size();
  result.features.reserve(result.rows * result.columns);
  result.sources.assign(rows.begin(), rows.end());
  for (const std::size_t row : rows) {
    const double* const x = whole.features.data() + row * whole.columns;
    const std::size_t begin = result.features.size();
    for (std::size_t i = 0; i < scale.columns.size(); ++i) {
      const double value = (x[scale.columns[i]] - scale.means[i]) / scale.deviations[i];
      result.features.push_back(narrowed(value, whole, whole.feature_names[scale.columns[i]]));
    }
    missing_cells{whole.missing, whole.columns}.in_row(row, [&](std::size_t column) {
      const auto kept = std::lower_bound(scale.columns.begin(), scale.columns.end(), column);
      if (kept == scale.columns.end() || *kept != column) return;
      const auto i = static_cast<std::size_t>(kept - scale.columns.begin());
      result.features[begin + i] =
          static_cast<float>((scale.medians[i] - scale.means[i]) / scale.deviations[i]);
    });
    if (whole.task == task::regression)
      result.targets.push_back(
          narrowed((whole.targets[row] - scale.target_mean) / scale.target_deviation, whole, "the target"));
    else
      result.labels.push_back(whole.labels[row]);
  }
  return result;
}

}  // namespace hillock::data
