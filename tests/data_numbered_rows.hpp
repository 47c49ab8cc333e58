// SPDX-License-Identifier: Apache-2.0
// Data sets whose rows can be told apart, for the tests of splits.
#pragma once
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "data/load.hpp"

namespace hillock::data::testing {

/// One feature that names the row, so that a test sees where each row went.
inline dataset numbered(const std::vector<std::int32_t>& labels, std::size_t classes) {
  dataset whole;
  whole.name = "numbered";
  whole.rows = labels.size();
  whole.columns = 1;
  whole.feature_names = {"row"};
  whole.labels = labels;
  for (std::size_t i = 0; i < classes; ++i)
    whole.class_names.push_back(std::string("c").append(std::to_string(i)));
  whole.task = classes == 2 ? task::binary : task::classes;
  for (std::size_t row = 0; row < whole.rows; ++row) whole.features.push_back(static_cast<double>(row));
  return whole;
}

/// The same for regression.
inline dataset quantities(std::size_t rows) {
  dataset whole = numbered(std::vector<std::int32_t>(rows), 0);
  whole.labels.clear();
  whole.task = task::regression;
  for (std::size_t row = 0; row < rows; ++row) whole.targets.push_back(static_cast<double>(row * row % 17));
  return whole;
}

/// So many rows of each class, one class after another.
inline std::vector<std::int32_t> uneven_labels(const std::vector<std::size_t>& sizes) {
  std::vector<std::int32_t> labels;
  for (std::size_t label = 0; label < sizes.size(); ++label)
    labels.insert(labels.end(), sizes[label], static_cast<std::int32_t>(label));
  return labels;
}

/// Which rows a part of such a data set holds.
inline std::vector<std::size_t> rows_of(const split_data& split, const part& p) {
  std::vector<std::size_t> rows;
  for (const float x : p.features)
    rows.push_back(static_cast<std::size_t>(std::lround(x * split.deviations[0] + split.means[0])));
  return rows;
}

/// Rows per class.
inline std::vector<std::size_t> counts_of(const part& p, std::size_t classes) {
  std::vector<std::size_t> counts(classes);
  for (const std::int32_t label : p.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

}  // namespace hillock::data::testing
