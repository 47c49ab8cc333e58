// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <string>

#include "cli/choice.hpp"
#include "cli/terminal.hpp"

namespace hillock::cli {

namespace {

using advice::situation;

// One line to choose: what it says, and the answers that it stands for.
struct choosable {
  std::string says, name;
  std::vector<std::pair<std::size_t, std::uint8_t>> sets;
};

struct asked {
  std::string text;
  std::vector<choosable> lines;
};

asked plain(std::size_t question) {
  const advice::question& q = advice::questions()[question];
  asked a{std::string(q.asks), {}};
  for (std::size_t k = 1; k < q.answers.size(); ++k)
    a.lines.push_back({std::string(q.answers[k].about),
                       std::string(q.answers[k].name),
                       {{question, static_cast<std::uint8_t>(k)}}});
  return a;
}

// Skip connections matter only where nothing normalises, so one question asks for both.
asked signal_keeping() {
  using advice::normalisations;
  using advice::residuals;
  constexpr std::size_t norm = advice::place_of<normalisations>, skip = advice::place_of<residuals>;
  const auto one = [](auto value) { return static_cast<std::uint8_t>(value); };
  return {"What stands between the layers?",
          {{"nothing: no normalisation, no skip connections",
            "none",
            {{norm, one(normalisations::none)}, {skip, one(residuals::no)}}},
           {"skip (residual) connections without normalisation",
            "residual",
            {{norm, one(normalisations::none)}, {skip, one(residuals::yes)}}},
           {"batch normalisation", "batch", {{norm, one(normalisations::batch)}}},
           {"layer, group or RMS normalisation", "layer", {{norm, one(normalisations::layer)}}}}};
}

asked matter() {
  asked a = plain(advice::place_of<advice::troubles>);
  const asked more = plain(advice::place_of<advice::constraints>);
  a.text = "What goes wrong, or what must it keep to?";
  a.lines.insert(a.lines.end(), more.lines.begin(), more.lines.end());
  return a;
}

const choosable* chosen(const asked& a, const std::string& typed) {
  std::size_t number = 0;
  const char* end = typed.data() + typed.size();
  const auto [stop, problem] = std::from_chars(typed.data(), end, number);
  if (problem == std::errc{} && stop == end)
    return number >= 1 && number <= a.lines.size() ? &a.lines[number - 1] : nullptr;
  const auto named =
      std::find_if(a.lines.begin(), a.lines.end(), [&](const choosable& c) { return c.name == typed; });
  return named == a.lines.end() ? nullptr : &*named;
}

void ask(const asked& a, situation& s) {
  std::string text = a.text + "\n";
  for (std::size_t i = 0; i < a.lines.size(); ++i)
    text += fmt::format("  {:>2}  {}\n", i + 1, a.lines[i].says);
  text += fmt::format("  Enter: don't know\n");
  std::fwrite(text.data(), 1, text.size(), stderr);
  for (;;) {
    std::fputs("> ", stderr);
    std::string typed;
    if (!std::getline(std::cin, typed)) {
      std::fputs("\n", stderr);
      return;
    }
    typed.erase(0, typed.find_first_not_of(" \t\r"));
    typed.erase(typed.find_last_not_of(" \t\r") + 1);
    if (typed.empty() || typed == "?" || typed == "don't know" || typed == "unknown") return;
    if (const choosable* c = chosen(a, typed)) {
      for (const auto& [question, answer] : c->sets) s.given[question] = answer;
      return;
    }
    message(fmt::format("expected a number from 1 to {}, a name such as {}, or Enter", a.lines.size(),
                        a.lines.front().name));
  }
}

}  // namespace

void ask_questions(situation& s) {
  using namespace advice;
  const auto matters = [&](std::initializer_list<std::size_t> places) {
    const std::vector<std::size_t> open = open_questions(s);
    return std::any_of(places.begin(), places.end(),
                       [&](std::size_t q) { return std::find(open.begin(), open.end(), q) != open.end(); });
  };
  const auto given = [&](std::size_t q) { return s.given[q] != 0; };
  if (!given(place_of<tasks>)) ask(plain(place_of<tasks>), s);
  if (!given(place_of<architectures>)) ask(plain(place_of<architectures>), s);
  if (!given(place_of<depths>) && matters({place_of<depths>})) ask(plain(place_of<depths>), s);
  if (!given(place_of<normalisations>) && !given(place_of<residuals>) && matters({place_of<normalisations>}))
    ask(signal_keeping(), s);
  if (!given(place_of<troubles>) && !given(place_of<constraints>)) ask(matter(), s);
}

}  // namespace hillock::cli
