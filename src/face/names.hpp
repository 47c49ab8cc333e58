// SPDX-License-Identifier: Apache-2.0
// What names mean, whoever's they are: find()'s rules, for formulas.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "formula/parse.hpp"
#include "hillock/card.hpp"

namespace hillock::face {

/// The function of the list that is called so.
std::optional<formulas::listed> function_called(std::string_view name);

/// The place of the parameter that is called so in a card.
std::optional<std::size_t> parameter_called(const card& about, std::string_view name);

}  // namespace hillock::face
