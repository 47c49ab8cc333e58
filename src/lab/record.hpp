// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "lab/result.hpp"

namespace hillock::lab {

/// A finished run with what the journal keeps beside it.
struct record {
  run finished;
  std::optional<decision_map> map;  ///< of each candidate's first seed where the data have two features
  double seconds = 0;               ///< the run took
  double elapsed = 0;  ///< wall clock of the experiment when it finished, earlier sessions included
};

}  // namespace hillock::lab
