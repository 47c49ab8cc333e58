// SPDX-License-Identifier: Apache-2.0
// The gates that have names, and what people write read as one.
#include <algorithm>
#include <ostream>
#include <stdexcept>

#include "base/names.hpp"
#include "base/nearest.hpp"
#include "face/formula.hpp"
#include "face/refuse.hpp"
#include "hillock/gate.hpp"

namespace hillock {

namespace {

using face::refuse;

constexpr std::string_view shazeer = "Shazeer, GLU variants improve transformer, arXiv 2002.05202, 2020";

constexpr gate_card cards[] = {
    {.name = "bilinear",
     .formula = "a * b",
     .function = "identity",
     .good_for = "what the other gates are compared with: a product without an activation",
     .bad_for = "deep stacks: it grows as a square",
     .references = {"Dauphin and others, Language modeling with gated convolutional networks, 2017",
                    shazeer}},
    {.name = "glu",
     .names = {{"PyTorch", "GLU"}, {"Keras", "glu"}, {"JAX", "glu"}},
     .formula = "a * sigmoid(b)",
     .function = "sigmoid",
     .good_for = "convolutions over text and sound: the gate is a probability of letting pass",
     .bad_for = "transformers, where swiglu and geglu have done better",
     .references =
         {"Dauphin, Fan, Auli, Grangier, Language modeling with gated convolutional networks, 2017"}},
    {.name = "reglu",
     .names = {{"ggml", "REGLU", "gate = first"}},
     .formula = "a * relu(b)",
     .function = "relu",
     .good_for = "feed-forward layers of transformers, where many outputs should be exactly 0",
     .bad_for = "units can die, as relu's",
     .references = {shazeer}},
    {.name = "geglu",
     .names = {{"ggml", "GEGLU_ERF", "gate = first"}},
     .formula = "a * gelu(b)",
     .function = "gelu",
     .good_for = "feed-forward layers of transformers",
     .bad_for = "hardware where an exponential is dear",
     .references = {shazeer}},
    {.name = "geglu_tanh",
     .names = {{"ggml", "GEGLU", "gate = first"}},
     .formula = "a * gelu_tanh(b)",
     .function = "gelu_tanh",
     .good_for = "nets that were trained with the tanh form of gelu",
     .bad_for = "new nets: geglu is the function that it stands for",
     .references = {shazeer}},
    {.name = "geglu_quick",
     .names = {{"ggml", "GEGLU_QUICK", "gate = first"}},
     .formula = "a * quick_gelu(b)",
     .function = "quick_gelu",
     .good_for = "nets that were trained with quick_gelu",
     .bad_for = "new nets: geglu is the function that it stands for",
     .references = {shazeer}},
    {.name = "swiglu",
     .names = {{"ggml", "SWIGLU", "gate = first"}},
     .formula = "a * swish(b)",
     .function = "swish",
     .good_for = "feed-forward layers of large language models",
     .bad_for = "hardware where an exponential is dear",
     .references = {shazeer}},
};

const gate_card* card_of_function(std::string_view function) {
  const auto found = std::find_if(std::begin(cards), std::end(cards),
                                  [function](const gate_card& c) { return c.function == function; });
  return found == std::end(cards) ? nullptr : found;
}

// The gate of that normalised name: its own, or else what a library calls it.
const gate_card* card_named(std::string_view word) {
  for (const gate_card& c : cards)
    if (normalised(c.name) == word) return &c;
  for (const gate_card& c : cards) {
    for (const library_name& other : c.names)
      if (normalised(other.name) == word) return &c;
  }
  return nullptr;
}

std::string_view name_in(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, std::min(text.find('('), text.size()) - begin);
}

// The gates and activations that a normalised word is nearest to.
std::string did_you_mean(std::string_view word) {
  std::vector<std::string> known, meant;
  for (const gate_card& c : cards) {
    known.push_back(normalised(c.name));
    for (const library_name& other : c.names) known.push_back(normalised(other.name));
  }
  for (const std::string& name : nearest(word, known)) {
    const std::string ours(card_named(name)->name);
    if (std::find(meant.begin(), meant.end(), ours) == meant.end()) meant.push_back(ours);
  }
  std::string text;
  for (const std::string& name : meant) text += (text.empty() ? "; did you mean " : " or ") + name;
  return text.empty() ? text : text + "?";
}

// Whether find() knows the name.
bool is_activation(std::string_view name) {
  try {
    find(name);
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

}  // namespace

gate::gate(const activation& function) : function_(function) {
  if (function.card().of_rows)
    refuse(std::string(function.card().name) + " acts on rows: a gate needs a function of single elements");
}

const gate_card* gate::card() const noexcept { return card_of_function(function_.card().name); }

std::string gate::to_string() const {
  const std::string function = function_.to_string();
  const gate_card* const c = card();
  return c ? std::string(c->name) + function.substr(c->function.size()) : function;
}

std::ostream& operator<<(std::ostream& out, const gate& g) { return out << g.to_string(); }

gate find_gate(std::string_view text) {
  const std::string_view name = name_in(text);
  const std::string word = normalised(name);
  if (const gate_card* const c = card_named(word)) {
    const std::string_view rest = text.substr(std::min(text.find('('), text.size()));
    return gate(find(std::string(c->function) + std::string(rest)));
  }
  if (face::reads_as_formula(text)) return gate(find(text));
  if (!is_activation(name)) refuse("unknown gate '" + printable(name) + "'" + did_you_mean(word));
  return gate(find(text));
}

// Never destroyed, as the list of activations.
const std::vector<gate>& all_gates() {
  static const std::vector<gate>& list = *[] {
    auto* const result = new std::vector<gate>;
    for (const gate_card& c : cards) result->emplace_back(find(c.function));
    return result;
  }();
  return list;
}

}  // namespace hillock
