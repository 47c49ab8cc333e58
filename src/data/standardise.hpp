// SPDX-License-Identifier: Apache-2.0
// Imputation and standardisation with one part's statistics.
#pragma once
#include <cstddef>
#include <vector>

#include "data/dataset.hpp"

namespace hillock::data {

/// Statistics of the training part. All vectors are as long as `columns`.
struct scaling {
  std::vector<std::size_t> columns;  ///< of the data set, that vary within the part, ascending
  std::vector<double> means;         ///< missing cells counted as their column's median
  std::vector<double> deviations;    ///< population: divided by n
  std::vector<double> medians;       ///< of the cells that are there
  double target_mean = 0, target_deviation = 1;
};

/// Measures the given rows; a data set of one scale gets the same mean and deviation in every column, because
/// pixels at the rim, which hardly ever vary, would weigh a hundred times as much as those in the middle.
/// Throws data_error: values too far apart for double, a regression target that does not vary.
scaling measure(const dataset& whole, const std::vector<std::size_t>& rows);

/// The given rows, missing cells filled, (x − mean) / deviation, as float.
/// Throws data_error where that is too large for float.
part standardised(const dataset& whole, const std::vector<std::size_t>& rows, const scaling& scale);

}  // namespace hillock::data
