// SPDX-License-Identifier: Apache-2.0
// A function's card in words and as JSON, for list and info.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hillock/activation.hpp"

namespace hillock::cli {

/// Name with parameters and their values: "leaky_relu(slope=0.01)".
std::string signature(const activation& f);
/// "[0, 1]", "(-inf, inf)".
std::string range_text(const card& c, int digits = 17);
/// "monotone, bounded, zero-centred …".
std::string properties_text(const card& c);
/// "kink", "twice continuously differentiable", "infinitely often differentiable".
std::string smoothness_text(const card& c);
/// What is promised and measured about rounding.
std::string accuracy_text(const card& c);
/// What other libraries call a function: "Identity (PyTorch, ONNX), linear (Keras, oneDNN with alpha=1)".
std::string names_text(const short_list<library_name, 10>& names);
inline std::string names_text(const card& c) { return names_text(c.names); }
/// The same of a parameter; nothing if there are no other names.
std::string aliases_text(const short_list<alias, 4>& aliases);
/// Of a formula: how sure what is computed about it is, its limits, where it is undefined, what is promised
/// of rounding; each with its heading. Nothing for a function of the list.
std::vector<std::pair<std::string, std::string>> formula_text(const activation& f);
/// nn::computed_gain, or nothing where there is none (threshold(threshold=30): all but 0).
std::optional<double> gain_of(const activation& f);
/// A number as short as it reads back: "0.01", "inf".
std::string short_number(double value);

/// An array of objects, one per function, pretty-printed with a final newline; facts for the parameters at
/// hand.
std::string cards_json(const std::vector<activation>& functions);

}  // namespace hillock::cli
