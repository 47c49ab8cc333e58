// SPDX-License-Identifier: Apache-2.0
// The names that options take, for did-you-mean and completions.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cli/verb.hpp"
#include "hillock/activation.hpp"

namespace hillock::cli {

std::vector<std::string> activation_names();
std::vector<std::string> activation_and_gate_names();
/// Of the functions that can stand between two layers.
std::vector<std::string> elementwise_names();
/// hillock::find, whose message for an unknown name is made to help even where no name is near. The names of
/// definitions are activations, too, and functions in formulas.
activation activation_named(const std::string& text, const std::vector<formula_definition>& defined = {});
/// The option --define NAME=FORMULA, and what it was given; to be declared before what uses it.
std::shared_ptr<const std::vector<formula_definition>> add_define_option(command& line);
std::vector<std::string> generator_names();
/// The instruction sets built in, whether this machine has them or not, and "auto".
std::vector<std::string> isa_names();

}  // namespace hillock::cli
