// SPDX-License-Identifier: Apache-2.0
// Test rows that are no new rows.
#pragma once
#include "data/dataset.hpp"

namespace hillock::data {

/// Warns where more than a tenth of a given test part's rows stand among the other rows too, features and
/// label alike, and more than chance explains: rows of few different values repeat anyway, as often in the
/// test part as among the others.
void warn_of_repeats(dataset& whole);

}  // namespace hillock::data
