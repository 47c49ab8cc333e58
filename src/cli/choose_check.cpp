// SPDX-License-Identifier: Apache-2.0
// What the advice costs here, and the experiment that checks it.
#include <fmt/format.h>

#include <algorithm>

#include "advice/names.hpp"
#include "cli/choice.hpp"
#include "cli/measure.hpp"

namespace hillock::cli {

namespace {

using advice::advice_for;

// The functions between layers that the advice names and the list has.
std::vector<activation> candidates(const advice_for& a) {
  std::vector<activation> found;
  const auto take = [&](const advice::option& o) {
    if (!o.is_function || !o.here || o.is_gate) return;
    const activation f = find(o.name);
    if (!f.card().of_rows) found.push_back(f);
  };
  take(a.hidden.first);
  for (const advice::option& o : a.hidden.alternatives) take(o);
  return found;
}

// Why the lab cannot train the net that the advice is for; empty where it can.
std::string obstacle(const advice::situation& s) {
  using namespace advice;
  const auto word = [&](std::size_t place) { return questions()[place].answers[s.given[place]].name; };
  const auto architecture = s.get<architectures>();
  if (architecture != architectures::unknown && architecture != architectures::dense)
    return fmt::format("the lab trains dense nets only so far, and this one is {}",
                       word(place_of<architectures>));
  if (s.get<normalisations>() == normalisations::batch || s.get<normalisations>() == normalisations::layer)
    return "the lab's nets have no normalisation so far";
  if (s.get<residuals>() == residuals::yes) return "the lab's nets have no skip connections so far";
  switch (s.get<tasks>()) {
    case tasks::unknown:
    case tasks::binary:
    case tasks::classes:
    case tasks::regression:
    case tasks::bounded:
    case tasks::positive:
      break;
    default:
      return fmt::format("the lab cannot train for {} so far", word(place_of<tasks>));
  }
  switch (s.get<constraints>()) {
    case constraints::int8:
    case constraints::robust:
    case constraints::privacy:
    case constraints::lipschitz:
    case constraints::fp8:
    case constraints::checkpoint:
      return fmt::format("the lab cannot check the constraint {} so far", word(place_of<constraints>));
    default:
      return "";
  }
}

std::string model_of(const advice::situation& s, const choice_net& net) {
  std::size_t depth = net.depth;
  if (depth == 0) {
    switch (s.get<advice::depths>()) {
      case advice::depths::unknown:
      case advice::depths::shallow:
        depth = 4;
        break;
      case advice::depths::deep:
        depth = 8;
        break;
      case advice::depths::very_deep:
        depth = 20;
        break;
    }
  }
  return fmt::format("mlp:{}x{}", net.width, depth);
}

}  // namespace

std::vector<choice_cost> measure_choice(const advice_for& a, std::size_t width) {
  constexpr std::size_t batch = 64;  // examples in a step, as hillock compare takes them
  bench_plan plan;
  plan.functions = candidates(a);
  plan.sizes = {batch * width};
  plan.types = {"f32"};
  plan.rounds = 5;
  std::vector<choice_cost> costs;
  if (plan.functions.empty()) return costs;
  measure(plan, [&](const std::vector<timing>& group) {
    for (const activation& f : plan.functions) {
      choice_cost cost{f.to_string()};
      for (const timing& t : group)
        if (t.function == cost.function) (t.pass == "forward" ? cost.forward : cost.backward) = t.nanoseconds;
      costs.push_back(cost);
    }
  });
  return costs;
}

choice_check check_of(const advice_for& a, const choice_net& net) {
  choice_check check;
  check.cannot = obstacle(a.about);
  if (!check.cannot.empty()) return check;
  std::vector<std::string> names;
  for (const activation& f : candidates(a)) names.push_back(f.to_string());
  if (std::find(names.begin(), names.end(), "relu") == names.end()) names.emplace_back("relu");
  if (names.size() < 2) {
    check.cannot = "there is nothing to compare relu with";
    return check;
  }
  check.words = {"compare", "--data", net.data.empty() ? "FILE" : net.data};
  const auto add = [&](std::initializer_list<std::string> words) {
    check.words.insert(check.words.end(), words);
  };
  if (!net.target.empty()) add({"--target", net.target});
  add({"--activations", fmt::format("{}", fmt::join(names, ",")), "--baseline", "relu", "--model",
       model_of(a.about, net)});
  // What is advised for the start, where that is not the computed gain that the lab takes anyway.
  if (a.start.by->id == "H2s") add({"--init", "lecun"});
  return check;
}

std::string command_text(const std::vector<std::string>& words) {
  std::string text = "hillock";
  for (const std::string& word : words) {
    const bool plain =
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=+%@") ==
        std::string::npos;
    std::string quoted;
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    text += " " + (plain && !word.empty() ? word : "'" + quoted + "'");
  }
  return text;
}

}  // namespace hillock::cli
