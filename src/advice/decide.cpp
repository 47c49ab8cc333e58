// SPDX-License-Identifier: Apache-2.0
// The decision, by bit masks made once: of each answer the rules that allow it, of each rule the functions
// that it rules out. Some 22 million situations take the tests a second or two.
#include <algorithm>
#include <bit>
#include <stdexcept>

#include "advice/advise.hpp"
#include "advice/names.hpp"
#include "hillock/activation.hpp"

namespace hillock::advice {

namespace {

using bits = std::array<std::uint64_t, 2>;

bits operator&(bits x, const bits& y) { return {x[0] & y[0], x[1] & y[1]}; }

struct tables {
  std::vector<std::string_view> functions;                     ///< every one that a rule names
  std::array<std::array<bits, 32>, question_count> allowed{};  ///< by question and answer: rules
  std::array<bits, part_count> of_part{};
  bits avoiding{};                          ///< rules that rule something out
  std::vector<std::vector<int>> choices;    ///< by rule: functions; -1 for words
  std::vector<std::uint64_t> avoid, with;   ///< by rule: functions
  std::array<std::uint64_t, 32> offered{};  ///< by framework: functions

  int place(std::string_view name) {
    const std::string_view base = base_name(name);
    const auto at = std::find(functions.begin(), functions.end(), base);
    if (at == functions.end()) {
      functions.push_back(base);
      if (functions.size() > 64) throw std::logic_error("more than 64 functions in the rules");
      return static_cast<int>(functions.size()) - 1;
    }
    return static_cast<int>(at - functions.begin());
  }
  std::uint64_t mask(const std::vector<std::string_view>& names) {
    std::uint64_t m = 0;
    for (const std::string_view name : names) m |= std::uint64_t{1} << static_cast<unsigned>(place(name));
    return m;
  }

  tables() {
    const std::vector<rule>& all = rules();
    if (all.size() > 128) throw std::logic_error("more than 128 rules");
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::size_t word = i / 64;
      const std::uint64_t bit = std::uint64_t{1} << (i % 64);
      for (std::size_t q = 0; q < question_count; ++q)
        for (std::size_t k = 0; k < 32; ++k)
          if ((all[i].when.allowed[q] >> k & 1U) != 0) allowed[q][k][word] |= bit;
      of_part[static_cast<std::size_t>(all[i].of)][word] |= bit;
      std::vector<int> ids;
      for (const std::string_view name : all[i].choices) ids.push_back(is_words(name) ? -1 : place(name));
      choices.push_back(ids);
      avoid.push_back(mask(all[i].avoid));
      with.push_back(mask(all[i].with));
      if (!all[i].avoid.empty()) avoiding[word] |= bit;
    }
    const auto& libraries = questions()[place_of<frameworks>].answers;
    offered[0] = ~std::uint64_t{0};
    for (std::size_t k = 1; k < libraries.size(); ++k)
      for (std::size_t i = 0; i < functions.size(); ++i)
        if (offers(static_cast<frameworks>(k), functions[i])) offered[k] |= std::uint64_t{1} << i;
  }
};

const tables& all_tables() {
  static const tables made;
  return made;
}

// Calls `visit` with each rule in the set, in order, until it says true.
template <class Visit>
void each_rule(const bits& set, const Visit& visit) {
  for (std::size_t word = 0; word < set.size(); ++word)
    for (std::uint64_t left = set[word]; left != 0; left &= left - 1)
      if (visit(static_cast<int>(word * 64) + std::countr_zero(left))) return;
}

}  // namespace

decision decide(const situation& s) {
  const tables& t = all_tables();
  decision d;
  bits fits{~std::uint64_t{0}, ~std::uint64_t{0}};
  for (std::size_t q = 0; q < question_count; ++q) fits = fits & t.allowed[q][s.given[q]];
  d.notes = fits & t.of_part[static_cast<std::size_t>(part::note)];
  std::uint64_t ruled_out = 0;
  each_rule(fits & t.avoiding, [&](int i) {
    ruled_out |= t.avoid[static_cast<std::size_t>(i)];
    return false;
  });
  const auto choose = [&](part of, std::uint64_t usable) {
    decision::chosen found;
    each_rule(fits & t.of_part[static_cast<std::size_t>(of)], [&](int i) {
      const std::vector<int>& ids = t.choices[static_cast<std::size_t>(i)];
      for (std::size_t k = 0; k < ids.size(); ++k)
        if (ids[k] < 0 || (usable >> static_cast<unsigned>(ids[k]) & 1U) != 0) {
          found = {i, static_cast<int>(k)};
          return true;
        }
      return false;
    });
    d.parts[static_cast<std::size_t>(of)] = found;
    return found;
  };
  const std::uint64_t usable = ~ruled_out & t.offered[s.given[place_of<frameworks>]];
  const decision::chosen hidden = choose(part::hidden, usable);
  choose(part::output, ~ruled_out);
  choose(part::gates, usable);
  std::uint64_t first = 0;
  if (hidden.rule >= 0) {
    const int id = t.choices[static_cast<std::size_t>(hidden.rule)][static_cast<std::size_t>(hidden.choice)];
    if (id >= 0) first = std::uint64_t{1} << static_cast<unsigned>(id);
  }
  const auto goes_with = [&](int i) {
    const std::uint64_t with = t.with[static_cast<std::size_t>(i)];
    return with == 0 || (with & first) != 0;
  };
  for (const part of : {part::start, part::rate}) {
    each_rule(fits & t.of_part[static_cast<std::size_t>(of)], [&](int i) {
      if (!goes_with(i)) return false;
      d.parts[static_cast<std::size_t>(of)] = {i, -1};
      return true;
    });
  }
  return d;
}

}  // namespace hillock::advice
