// SPDX-License-Identifier: Apache-2.0
// Names of functions as rules write them.
#pragma once
#include <string_view>

#include "advice/situation.hpp"

namespace hillock::advice {

/// Words in place of a function: "(no gate)".
constexpr bool is_words(std::string_view name) noexcept { return name.starts_with('('); }
/// The function without its parameters: "leaky_relu" of "leaky_relu(slope=0.2)".
constexpr std::string_view base_name(std::string_view name) noexcept {
  return name.substr(0, name.find('('));
}
/// Whether that library has it, as far as the cards say.
bool offers(frameworks library, std::string_view function);

}  // namespace hillock::advice
