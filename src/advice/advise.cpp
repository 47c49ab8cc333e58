// SPDX-License-Identifier: Apache-2.0
#include "advice/advise.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "advice/names.hpp"
#include "hillock/activation.hpp"
#include "hillock/gate.hpp"

namespace hillock::advice {

namespace {

const activation* find_here(std::string_view function) {
  const auto found = std::find_if(all().begin(), all().end(),
                                  [&](const activation& f) { return f.card().name == base_name(function); });
  return found == all().end() ? nullptr : &*found;
}

const gate* find_gate_here(std::string_view function) {
  const auto found = std::find_if(all_gates().begin(), all_gates().end(),
                                  [&](const gate& g) { return g.card()->name == base_name(function); });
  return found == all_gates().end() ? nullptr : &*found;
}

std::string_view library_of(const situation& s) {
  return questions()[place_of<frameworks>].answers[s.given[place_of<frameworks>]].about;
}

// What keeps a function from being taken; empty where nothing does.
std::string why_not_taken(const situation& s, std::string_view function, part of) {
  for (const rule& r : rules()) {
    if (r.avoid.empty() || !r.when.holds(s)) continue;
    if (std::find(r.avoid.begin(), r.avoid.end(), base_name(function)) != r.avoid.end())
      return fmt::format("{} rules it out: {}", r.id, r.why);
  }
  const auto library = s.get<frameworks>();
  if (of != part::output && library != frameworks::unknown && !offers(library, base_name(function)))
    return fmt::format("{} has it not, as far as the cards say", library_of(s));
  return "";
}

option option_for(const situation& s, std::string_view name, part of) {
  option o;
  o.name = name;
  o.is_function = !is_words(name);
  if (!o.is_function) return o;
  o.here = is_here(name);
  o.is_gate = find_gate_here(name) != nullptr;
  o.why_not = why_not_taken(s, name, of);
  return o;
}

recommendation recommend(const situation& s, const decision& d, part of) {
  const decision::chosen chosen = d.parts[static_cast<std::size_t>(of)];
  recommendation r;
  if (chosen.rule < 0) return r;
  r.by = &rules()[static_cast<std::size_t>(chosen.rule)];
  for (int i = 0; i < chosen.rule; ++i) {
    const rule& before = rules()[static_cast<std::size_t>(i)];
    if (before.of == of && !before.choices.empty() && before.when.holds(s)) r.passed.push_back(&before);
  }
  for (std::size_t k = 0; k < r.by->choices.size(); ++k) {
    option o = option_for(s, r.by->choices[k], of);
    if (static_cast<int>(k) == chosen.choice)
      r.first = std::move(o);
    else
      (o.why_not.empty() ? r.alternatives : r.left_out).push_back(std::move(o));
  }
  return r;
}

bool speaks_of(const rule& r, const advice_for& a) {
  if (r.with.empty()) return true;
  const auto named = [&](const option& o) {
    return std::find(r.with.begin(), r.with.end(), base_name(o.name)) != r.with.end();
  };
  return named(a.hidden.first) ||
         std::any_of(a.hidden.alternatives.begin(), a.hidden.alternatives.end(), named);
}

}  // namespace

bool offers(frameworks library, std::string_view function) {
  static constexpr std::string_view names[]{"",     "PyTorch", "Keras", "JAX",
                                            "ONNX", "oneDNN",  "ggml",  "mlpack"};
  const std::string_view wanted = names[static_cast<std::size_t>(library)];
  const auto named = [&](const short_list<library_name, 10>& list) {
    return std::any_of(list.begin(), list.end(), [&](const library_name& n) { return n.library == wanted; });
  };
  if (const activation* f = find_here(function); f != nullptr) return named(f->card().names);
  const gate* g = find_gate_here(function);
  return g != nullptr && named(g->card()->names);
}

bool is_here(std::string_view function) {
  return find_here(function) != nullptr || find_gate_here(function) != nullptr;
}

const std::vector<std::string_view>& foreign_functions() {
  static const std::vector<std::string_view> names{"groupsort", "crelu", "sine",
                                                   "swiglu",    "geglu", "swiglu_oai"};
  return names;
}

advice_for advise(const situation& s) {
  const decision d = decide(s);
  advice_for a;
  a.about = s;
  a.hidden = recommend(s, d, part::hidden);
  a.output = recommend(s, d, part::output);
  a.gates = recommend(s, d, part::gates);
  a.start = recommend(s, d, part::start);
  a.rate = recommend(s, d, part::rate);
  for (const rule& r : rules())
    if (r.of == part::note && r.when.holds(s) && speaks_of(r, a)) a.notes.push_back(&r);
  return a;
}

std::vector<std::size_t> open_questions(const situation& s) {
  constexpr std::size_t asked = place_of<frameworks>;  // from here on nothing is asked
  std::vector<std::size_t> unknown, open;
  for (std::size_t q = 0; q < asked; ++q)
    if (s.given[q] == 0) unknown.push_back(q);
  for (const std::size_t q : unknown) {
    // Every combination of the others' answers: does this one's answer ever make a difference?
    situation tried = s;
    bool matters = false;
    const auto walk = [&](const auto& self, std::size_t i) -> void {
      if (matters) return;
      if (i == unknown.size()) {
        tried.given[q] = 0;
        const decision without = decide(tried);
        for (std::size_t k = 1; k < questions()[q].answers.size() && !matters; ++k) {
          tried.given[q] = static_cast<std::uint8_t>(k);
          matters = decide(tried) != without;
        }
        return;
      }
      const std::size_t other = unknown[i];
      if (other == q) return self(self, i + 1);
      for (std::size_t k = 0; k < questions()[other].answers.size() && !matters; ++k) {
        tried.given[other] = static_cast<std::uint8_t>(k);
        self(self, i + 1);
      }
      tried.given[other] = 0;
    };
    walk(walk, 0);
    if (matters) open.push_back(q);
  }
  return open;
}

std::vector<std::string> why_not(const advice_for& a, const std::string& name) {
  std::vector<std::string> told;
  const std::string_view base = base_name(name);
  const auto same = [&](const option& o) { return base_name(o.name) == base; };
  const rule& by = *a.hidden.by;
  const auto named_by = [&](const rule& r) {
    return std::any_of(r.choices.begin(), r.choices.end(),
                       [&](std::string_view c) { return base_name(c) == base; });
  };
  if (same(a.hidden.first)) {
    told.push_back(fmt::format("{} is the first choice here ({}).", name, by.id));
    return told;
  }
  const std::string ruled_out = why_not_taken(a.about, name, part::hidden);
  if (!ruled_out.empty()) {
    told.push_back(fmt::format("{}.", ruled_out));
  } else if (std::any_of(a.hidden.alternatives.begin(), a.hidden.alternatives.end(), same)) {
    told.push_back(fmt::format("{} is worth trying: {} names it beside {}.{}", name, by.id,
                               a.hidden.first.name,
                               by.tie ? " No source has a gap of half a point between them." : ""));
  } else {
    told.push_back(
        fmt::format("{} says {}, and no rule that fits names {}.", by.id, a.hidden.first.name, name));
  }
  for (const rule& r : rules()) {
    const bool about = std::find(r.with.begin(), r.with.end(), base) != r.with.end();
    if (r.of == part::note && about) told.push_back(fmt::format("{}: {}; {}.", r.id, r.advice, r.why));
  }
  for (const rule& r : rules())
    if (r.of == part::hidden && &r != &by && !r.choices.empty() && base_name(r.choices.front()) == base)
      told.push_back(fmt::format("It is the first choice of {}: {}.", r.id, r.why));
  if (told.size() < 2) {
    for (const rule& r : rules())
      if (r.of == part::hidden && &r != &by && named_by(r) && told.size() < 3)
        told.push_back(fmt::format("{} names it: {}.", r.id, r.why));
  }
  if (const activation* f = find_here(name); f != nullptr)
    told.push_back(fmt::format("Its card says it is bad for {}.", f->card().bad_for));
  return told;
}

}  // namespace hillock::advice
