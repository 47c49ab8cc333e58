// SPDX-License-Identifier: Apache-2.0
// From answers to advice.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "advice/rule.hpp"

namespace hillock::advice {

/// What is decided for a situation: of each part but notes the rule that speaks and which of its choices is
/// the first that nothing rules out. `rule` is -1 where there is nothing to say (gates of a net without).
struct decision {
  struct chosen {
    int rule = -1;    ///< index in rules()
    int choice = -1;  ///< index in its choices; -1 where it has none

    bool operator==(const chosen&) const = default;
  };
  std::array<chosen, part_count> parts{};
  std::array<std::uint64_t, 2> notes{};  ///< the notes whose condition holds, as bits of their indices

  bool operator==(const decision&) const = default;
};

/// Fast: the tests ask it about every combination of answers.
decision decide(const situation& s);

/// A function or words, with what keeps it from being taken.
struct option {
  std::string_view name;    ///< "leaky_relu(slope=0.2)", "(no gate)"
  bool is_function = true;  ///< false: words in parentheses
  bool is_gate = false;     ///< a function of two operands
  bool here = true;         ///< false: Hillock's list has it not (yet)
  std::string why_not{};    ///< not empty: ruled out, and by what
};

struct recommendation {
  const rule* by = nullptr;
  option first;
  std::vector<option> alternatives;
  std::vector<option> left_out;     ///< of the rule's choices: what another rule or the framework rules out
  std::vector<const rule*> passed;  ///< rules before it that fit, but all of whose choices are ruled out
};

/// All that is to be told.
struct advice_for {
  situation about;
  recommendation hidden, output, gates, start, rate;  ///< `by` is null where there is nothing to say
  std::vector<const rule*> notes;
};
advice_for advise(const situation& s);

/// Whether an activation of this name (parameters allowed), or a gate, is in Hillock's list.
bool is_here(std::string_view function);

/// Names of the functions that rules speak of and the list may lack.
const std::vector<std::string_view>& foreign_functions();

/// Of the questions from `first` on that are not answered: the ones whose answers can still change what is
/// decided, in the order of questions().
std::vector<std::size_t> open_questions(const situation& s);

/// Why a function is not the first choice: one paragraph a line, with the rules' ids. `name` is a function's
/// canonical name.
std::vector<std::string> why_not(const advice_for& advice, const std::string& name);

}  // namespace hillock::advice
