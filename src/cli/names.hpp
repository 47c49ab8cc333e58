// SPDX-License-Identifier: Apache-2.0
// The names that options take, for did-you-mean and completions.
#pragma once
#include <string>
#include <vector>

#include "hillock/activation.hpp"

namespace hillock::cli {

std::vector<std::string> activation_names();
std::vector<std::string> generator_names();
/// The instruction sets this machine can run.
std::vector<std::string> isa_names();
/// "identity, sigmoid …" of elementwise functions only.
std::vector<std::string> elementwise_names();

}  // namespace hillock::cli
