// SPDX-License-Identifier: Apache-2.0
// Features that say what is to be predicted.
#pragma once
#include <string>
#include <vector>

#include "data/csv_columns.hpp"
#include "data/dataset.hpp"

namespace hillock::data {

/// One sentence for each way in which features alone determine the label or the target: each value goes with
/// one class; or the classes lie in intervals of the values that do not overlap; or the target is a linear
/// function of the values, or, where there are other features, rises or falls with them throughout. Rows
/// without a value do not count, if they are few. Small data sets, where chance does that, get none.
std::vector<std::string> determining_features(const dataset& whole,
                                              const std::vector<encoded_column>& columns);

}  // namespace hillock::data
