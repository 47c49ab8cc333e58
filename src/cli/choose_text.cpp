// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/card_text.hpp"
#include "cli/choice.hpp"
#include "cli/terminal.hpp"
#include "hillock/activation.hpp"

namespace hillock::cli {

namespace {

using advice::option;
using advice::recommendation;
using advice::rule;

constexpr std::size_t margin = 16;

std::string_view support_text(advice::support s) {
  switch (s) {
    case advice::support::proved:
      return "proved";
    case advice::support::replicated:
      return "many: the same effect by several groups";
    case advice::support::several:
      return "many: several papers";
    case advice::support::one:
      return "one paper";
    case advice::support::here:
      return "measured here";
    case advice::support::practice:
      return "practice, without a comparison";
    case advice::support::folklore:
      return "folklore";
  }
  return "";
}

std::string sureness(const rule& r) {
  std::string text(support_text(r.how_sure));
  if (!r.tested.empty())
    text +=
        fmt::format("{} ({})", r.how_sure == advice::support::here ? "" : "; measured here too", r.tested);
  return text;
}

std::string shown(const option& o) {
  return std::string(o.name) + (o.is_function && !o.here ? " (not in Hillock's list yet)" : "");
}

// The gain of the chosen function, which the rule for the start speaks of.
std::string gain_note(const choice& c) {
  const option& o = c.advice.hidden.first;
  if (!o.is_function || !o.here || o.is_gate) return "";
  const auto gain = gain_of(find(o.name));
  return gain ? fmt::format("; the gain of {} is {:.4g}", o.name, *gain) : "";
}

class told_text {
 public:
  explicit told_text(std::size_t wide) : wide_(wide) {}
  void heading(const std::string& what, const std::string& value) {
    text_ +=
        "\n" + (value.empty() ? bold(what) : bold(pad(what, margin)) + wrap(value, wide_, margin)) + "\n";
  }
  void line(const std::string& what, const std::string& value) {
    if (!value.empty()) text_ += pad("  " + what, margin) + wrap(value, wide_, margin) + "\n";
  }
  void plain(const std::string& value, std::size_t indent = 0) {
    text_ += std::string(indent, ' ') + wrap(value, wide_, indent) + "\n";
  }
  void as_it_is(const std::string& value) { text_ += value + "\n"; }
  std::string text() const { return text_; }

 private:
  std::size_t wide_;
  std::string text_;
};

std::string known_text(const choice& c) {
  std::string known, open;
  const auto& questions = advice::questions();
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const std::uint8_t given = c.advice.about.given[q];
    if (given != 0)
      known += fmt::format("{}{} {}", known.empty() ? "" : ", ", questions[q].name,
                           questions[q].answers[given].name);
    else if (q <= advice::place_of<advice::constraints>)
      open += fmt::format("{}{}", open.empty() ? "" : ", ", questions[q].name);
  }
  return (known.empty() ? "Nothing is known" : "Known: " + known) +
         (open.empty() ? "" : "; not known: " + open) + ".";
}

std::string sources_of(const rule& r) { return fmt::format("{}: {}", r.id, fmt::join(r.references, ", ")); }

std::string costs_text(const choice& c) {
  std::string text;
  for (const choice_cost& cost : c.costs)
    text += fmt::format("{}{} {:.3g} forward, {:.3g} backward", text.empty() ? "" : "; ", cost.function,
                        cost.forward, cost.backward);
  return text.empty() ? "" : text + " (ns for each element, batch of 64)";
}

void tell(told_text& s, const choice& c, const std::string& what, const recommendation& r, bool with_costs) {
  const rule& by = *r.by;
  std::string first = by.choices.empty() ? std::string(by.advice) : shown(r.first);
  if (by.id == "D4") first += gain_note(c);
  s.heading(what, first);
  if (!by.choices.empty() && !by.advice.empty())
    s.line(by.of == advice::part::output ? "with" : "how", std::string(by.advice));
  std::string others;
  for (const option& o : r.alternatives) others += (others.empty() ? "" : ", ") + shown(o);
  if (!others.empty())
    s.line("worth trying",
           others + (by.tie ? " (no source has a gap of half a point between them: the first is a first "
                              "choice, not the best)"
                            : ""));
  for (const option& o : r.left_out) s.line("not", fmt::format("{}: {}", o.name, o.why_not));
  for (const rule* passed : r.passed) {
    bool told = false;
    for (const std::string_view name : passed->choices) told = told || name == r.first.name;
    if (!told)
      s.line("beside",
             fmt::format("{} asks for {}, which cannot be had here", passed->id, passed->choices.front()));
  }
  s.line("because", std::string(by.why));
  s.line("how sure", sureness(by) + " [" + sources_of(by) + "]");
  if (with_costs) s.line("cost here", costs_text(c));
  s.line("changes with", std::string(by.changes));
  s.line("but", std::string(by.against));
}

std::vector<std::string_view> used_references(const choice& c) {
  std::vector<std::string_view> keys;
  const auto take = [&](const rule* r) {
    if (r == nullptr) return;
    for (const std::string_view key : r->references)
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const recommendation* r :
       {&c.advice.hidden, &c.advice.output, &c.advice.gates, &c.advice.start, &c.advice.rate})
    take(r->by);
  for (const rule* r : c.advice.notes) take(r);
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

std::string choice_text(const choice& c, std::size_t wide) {
  told_text s(wide);
  s.plain(known_text(c));
  if (!c.net.data_note.empty()) s.plain(c.net.data_note);
  tell(s, c, "Hidden layers", c.advice.hidden, true);
  tell(s, c, "Output", c.advice.output, false);
  if (c.advice.gates.by != nullptr) tell(s, c, "Gates", c.advice.gates, false);
  tell(s, c, "First weights", c.advice.start, false);
  tell(s, c, "Learning rate", c.advice.rate, false);
  if (!c.advice.notes.empty()) s.heading("Mind", "");
  for (const rule* r : c.advice.notes) {
    s.plain(fmt::format("{}: {}. Why: {}. How sure: {} [{}]", r->id, r->advice, r->why, sureness(*r),
                        fmt::join(r->references, ", ")),
            2);
    if (!r->against.empty()) s.plain(fmt::format("But {}.", r->against), 4);
  }
  if (c.check.words.empty()) {
    s.heading("Check", c.check.cannot);
  } else {
    s.heading("Check it on your data", "");
    s.as_it_is("  " + command_text(c.check.words));
  }
  s.heading("Sources", "");
  for (const std::string_view key : used_references(c))
    s.plain(fmt::format("{}: {}", key, advice::find_reference(key)->text), 2);
  return s.text();
}

namespace {

using nlohmann::ordered_json;

ordered_json rule_json(const rule& r) {
  return {{"id", r.id},
          {"advice", r.advice},
          {"because", r.why},
          {"how_sure", support_text(r.how_sure)},
          {"tested", r.tested},
          {"references", r.references},
          {"changes_with", r.changes},
          {"against", r.against},
          {"tie", r.tie},
          {"refuses", r.refuses}};
}

ordered_json option_json(const option& o) {
  ordered_json one{{"name", o.name}, {"function", o.is_function}, {"here", o.is_function && o.here}};
  if (!o.why_not.empty()) one["why_not"] = o.why_not;
  return one;
}

ordered_json recommendation_json(const recommendation& r) {
  if (r.by == nullptr) return nullptr;
  ordered_json one;
  if (!r.by->choices.empty()) {
    one["first"] = option_json(r.first);
    one["alternatives"] = ordered_json::array();
    for (const option& o : r.alternatives) one["alternatives"].push_back(option_json(o));
    one["left_out"] = ordered_json::array();
    for (const option& o : r.left_out) one["left_out"].push_back(option_json(o));
  }
  one["rule"] = rule_json(*r.by);
  return one;
}

}  // namespace

std::string choice_json(const choice& c) {
  ordered_json document;
  for (std::size_t q = 0; q < advice::question_count; ++q) {
    const advice::question& asked = advice::questions()[q];
    document["situation"][std::string(asked.name)] = asked.answers[c.advice.about.given[q]].name;
  }
  document["hidden"] = recommendation_json(c.advice.hidden);
  document["output"] = recommendation_json(c.advice.output);
  document["gates"] = recommendation_json(c.advice.gates);
  document["first_weights"] = recommendation_json(c.advice.start);
  document["learning_rate"] = recommendation_json(c.advice.rate);
  document["notes"] = ordered_json::array();
  for (const rule* r : c.advice.notes) document["notes"].push_back(rule_json(*r));
  document["machine"] = c.machine;
  document["costs"] = ordered_json::array();
  for (const choice_cost& cost : c.costs)
    document["costs"].push_back(
        {{"function", cost.function}, {"forward_ns", cost.forward}, {"backward_ns", cost.backward}});
  document["check"] = {{"command", c.check.words.empty() ? "" : command_text(c.check.words)},
                       {"words", c.check.words},
                       {"cannot", c.check.cannot}};
  document["why_not"] = c.why_not;
  document["references"] = ordered_json::object();
  for (const std::string_view key : used_references(c)) {
    const advice::reference& r = *advice::find_reference(key);
    document["references"][std::string(key)] = {{"text", r.text}, {"read", r.read}};
  }
  return document.dump(2) + "\n";
}

}  // namespace hillock::cli
