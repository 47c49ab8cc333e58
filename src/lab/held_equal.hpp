// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "lab/settings.hpp"

namespace hillock::lab {

/// Sentences on what is the same for all candidates of an experiment.
std::vector<std::string> held_equal(const settings& s, const data::split_data& d);

}  // namespace hillock::lab
