// SPDX-License-Identifier: Apache-2.0
// What Hillock's own program asks about formulas.
#pragma once
#include <optional>
#include <string_view>

#include "formula/analysis.hpp"
#include "hillock/activation.hpp"

namespace hillock::face {

/// Whether find() takes a text for a formula and not for a name.
[[gnu::visibility("default")]] bool reads_as_formula(std::string_view text);

/// Whether f was made from a formula.
[[gnu::visibility("default")]] bool is_formula(const activation& f);

/// What is known of a formula with the parameters that f has, and how sure it is.
struct known_formula {
  formulas::features found;
  formulas::proofs sure;
};
/// Nothing where f is of the list. Takes some milliseconds.
[[gnu::visibility("default")]] std::optional<known_formula> knowledge_of(const activation& f);

}  // namespace hillock::face
