// SPDX-License-Identifier: Apache-2.0
// A gate's card in words and as JSON, for info.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "hillock/gate.hpp"

namespace hillock::cli {

/// The gate of that name, where it is a gate's and no activation's. Throws for parameters that do not fit.
std::optional<gate> gate_named(const std::string& text);
/// All that is known of a gate, lines of it.
std::string gate_sheet(const gate& g);
/// All gates that have a name, a line for each.
std::string gate_lines();
/// An array of objects, one per gate, as cards_json gives those of activations.
std::string gates_json(const std::vector<gate>& gates);

}  // namespace hillock::cli
