// SPDX-License-Identifier: Apache-2.0
// What a rule of advice is.
#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "advice/situation.hpp"

namespace hillock::advice {

/// For which answers a rule holds: of each question, a set of them. Built from is(), isnt() and &&.
struct condition {
  std::array<std::uint32_t, question_count> allowed;

  condition() { allowed.fill(~std::uint32_t{0}); }
  bool holds(const situation& s) const noexcept {
    for (std::size_t i = 0; i < question_count; ++i)
      if ((allowed[i] >> s.given[i] & 1U) == 0) return false;
    return true;
  }
};

/// One of these answers.
template <class E>
condition is(std::initializer_list<E> answers) {
  condition c;
  std::uint32_t& bits = c.allowed[place_of<E>];
  bits = 0;
  for (const E each : answers) bits |= std::uint32_t{1} << static_cast<unsigned>(each);
  return c;
}
template <class E>
condition is(E answer) {
  return is<E>({answer});
}
/// None of these.
template <class E>
condition isnt(std::initializer_list<E> answers) {
  condition c = is<E>(answers);
  c.allowed[place_of<E>] = ~c.allowed[place_of<E>];
  return c;
}
inline condition operator&&(condition a, const condition& b) {
  for (std::size_t i = 0; i < question_count; ++i) a.allowed[i] &= b.allowed[i];
  return a;
}

/// What a rule speaks of. Of every part but notes the first rule that fits is taken; of notes all are.
enum class part : std::uint8_t { hidden, output, gates, start, rate, note };
inline constexpr std::size_t part_count = 6;

/// How well a rule is supported.
enum class support : std::uint8_t {
  proved,      ///< mathematics
  replicated,  ///< the same effect by several groups
  several,     ///< several papers
  one,         ///< one paper
  here,        ///< measured by the lab, on the data that `tested` names
  practice,    ///< what is done and works; no comparison was found
  folklore
};

struct rule {
  std::string_view id;
  part of;
  condition when{};
  /// Functions: the first choice, then the alternatives worth trying. Words in parentheses are no function.
  std::vector<std::string_view> choices{};
  std::string_view advice{};  ///< what to do: the loss, the weights, the rate, the remedy
  std::string_view why;       ///< in one sentence
  support how_sure;
  std::vector<std::string_view> references;  ///< keys of references()
  std::string_view changes{};                ///< what would change the advice
  std::string_view against{};                ///< evidence that contradicts it
  std::vector<std::string_view> avoid{};     ///< functions that nothing may advise where this rule holds
  /// Start, rate and notes: only where one of these is the first choice for the hidden layers; empty: always.
  std::vector<std::string_view> with{};
  bool tie = false;           ///< no source has a gap of half a point between its choices
  bool refuses = false;       ///< says that something is not to be advised
  std::string_view tested{};  ///< the test of this repository that measures it
};

/// All rules, those of one part together and in their order.
const std::vector<rule>& rules();

/// A source: its key, what it is, and how it was read for the rules.
struct reference {
  std::string_view key;
  std::string_view text;
  std::string_view read;
};
const std::vector<reference>& references();
/// The reference of that key, or null.
const reference* find_reference(std::string_view key);

}  // namespace hillock::advice
