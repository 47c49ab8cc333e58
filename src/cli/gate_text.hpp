// SPDX-License-Identifier: Apache-2.0
// A gate's card in words and as JSON, for info.
#pragma once
#include <optional>
#include <string>

#include "hillock/gate.hpp"

namespace hillock::cli {

/// The gate of that name, where it is a gate's and no activation's. Throws for parameters that do not fit.
std::optional<gate> gate_named(const std::string& text);
/// All that is known of a gate, lines of it.
std::string gate_sheet(const gate& g);
/// The card as a JSON array of one object, as cards_json gives it.
std::string gate_json(const gate& g);

}  // namespace hillock::cli
