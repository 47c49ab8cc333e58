// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "cli/verb.hpp"

namespace hillock::cli {

/// One option (or argument, with an empty `flags`) as a shell needs to know it.
struct option_words {
  std::vector<std::string> flags;  ///< "-o", "--out"
  std::string type;                ///< "FILE"; empty: takes no value
  std::string about;
  offers offer;
  bool repeats = false;
};

/// One verb with everything that may follow it.
struct verb_words {
  std::string name, about;
  std::vector<option_words> options, arguments;
};

/// Of every verb, taken from the parser itself.
std::vector<verb_words> all_words();

std::string bash_completions(const std::vector<verb_words>& verbs);
std::string zsh_completions(const std::vector<verb_words>& verbs);
std::string fish_completions(const std::vector<verb_words>& verbs);

}  // namespace hillock::cli
