// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>

#include "lab/result.hpp"

namespace hillock::lab {

/// More classes than anyone can read in a table of confusions.
inline constexpr std::size_t most_confused_classes = 64;
/// Rows of the data set whose part in a run's score is kept, at most: enough to tell the spread between rows
/// to one part in a hundred.
inline constexpr std::size_t most_tracked_rows = 20'000;

/// A finished run with what the journal keeps beside it.
struct record {
  run finished;
  std::optional<decision_map> map;  ///< of each candidate's first seed where the data have two features
  double seconds = 0;               ///< the run took
  double elapsed = 0;  ///< wall clock of the experiment when it finished, earlier sessions included
};

}  // namespace hillock::lab
