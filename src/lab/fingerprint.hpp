// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "lab/ground.hpp"
#include "lab/settings.hpp"

namespace hillock::lab {

/// Each candidate with the hash of its weights after a few steps of training on this ground: equal on every
/// machine and instruction set, different as soon as anything on the way from the data to the weights
/// computes or draws differently. Takes milliseconds for a small net.
std::vector<std::pair<std::string, std::string>> fingerprints_of(const settings& s, const ground& on);

}  // namespace hillock::lab
