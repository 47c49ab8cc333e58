// SPDX-License-Identifier: Apache-2.0
// What other libraries have and no card names: for the page that says what is missing here.
#pragma once
#include <string_view>
#include <vector>

namespace hillock::cli {

/// A function of another library.
struct peer_function {
  std::string_view library;
  std::string_view name;  ///< spelt as theirs
  std::string_view ours;  ///< what it is, or will be, called here
};

/// What a function of that name computes, for readers who look for it.
struct wanted_function {
  std::string_view name;
  std::string_view about;
};

/// In the order in which they are told. What a card names meanwhile may stay here: it is passed over.
const std::vector<peer_function>& peer_functions();
const std::vector<wanted_function>& wanted_functions();

}  // namespace hillock::cli
