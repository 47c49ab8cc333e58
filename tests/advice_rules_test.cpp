// SPDX-License-Identifier: Apache-2.0
// The rules as a whole: every combination of answers is walked, every rule speaks somewhere, every source is
// there, and what the rules state as numbers is computed.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <unordered_set>

#include "advice/advise.hpp"
#include "advice/names.hpp"
#include "hillock/activation.hpp"
#include "lab/mean_field.hpp"
#include "nn/initializer.hpp"

namespace hillock::advice {
namespace {

std::string content_of(const std::string& path) {
  std::ifstream in(std::string(HILLOCK_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string told(const situation& s) {
  std::string text;
  for (std::size_t q = 0; q < question_count; ++q)
    text +=
        std::string(questions()[q].name) + "=" + std::string(questions()[q].answers[s.given[q]].name) + " ";
  return text;
}

bool names(const std::vector<std::string_view>& list, std::string_view function) {
  return std::find(list.begin(), list.end(), base_name(function)) != list.end();
}

/// What cannot be decided by the decision alone, for every different one: the sheet's parts agree with each
/// other.
void expect_consistent(const situation& s) {
  const advice_for a = advise(s);
  for (const recommendation* r : {&a.hidden, &a.output, &a.gates}) {
    if (r->by == nullptr) continue;
    EXPECT_TRUE(r->first.why_not.empty()) << told(s) << r->first.name << ": " << r->first.why_not;
    for (const option& o : r->alternatives) {
      EXPECT_TRUE(o.why_not.empty()) << told(s) << o.name;
      EXPECT_NE(o.name, r->first.name) << told(s);
      for (const rule& other : rules())
        EXPECT_FALSE(other.when.holds(s) && names(other.avoid, o.name))
            << told(s) << o.name << ' ' << other.id;
    }
  }
  EXPECT_EQ(a.gates.by != nullptr, s.get<architectures>() == architectures::recurrent ||
                                       s.get<architectures>() == architectures::transformer)
      << told(s);
}

// What is told hangs on the decision, on which rules rule something out, and on the framework: each
// combination of these is looked at once. The first three questions and the constraint alone say what is
// ruled out.
std::uint64_t kind_of(const situation& s, const decision& d) {
  static std::map<std::vector<bool>, std::uint64_t> numbers;
  static std::vector<std::uint64_t> known(std::size_t{32} * 32 * 32 * 32, ~std::uint64_t{0});
  std::uint64_t& avoiders =
      known[((std::size_t{s.given[0]} * 32 + s.given[1]) * 32 + s.given[3]) * 32 + s.given[6]];
  if (avoiders == ~std::uint64_t{0}) {
    std::vector<bool> set;
    for (const rule& r : rules()) set.push_back(!r.avoid.empty() && r.when.holds(s));
    avoiders = numbers.emplace(set, numbers.size()).first->second;
  }
  std::uint64_t key = avoiders * 8 + s.given[place_of<frameworks>];
  for (const part of : {part::hidden, part::output, part::gates, part::start, part::rate}) {
    const decision::chosen& c = d.parts[static_cast<std::size_t>(of)];
    key = key * 131 + static_cast<std::uint64_t>(c.rule + 1);
    key = key * 7 + static_cast<std::uint64_t>(c.choice + 1);
  }
  return key;  // of some 40 bits: no two kinds share one
}

// No gap, no contradiction, and every rule speaks somewhere.
TEST(Advice, EveryCombinationOfAnswersHasOneAnswerThatNothingContradicts) {
  std::vector<bool> spoke(rules().size());
  std::unordered_set<std::uint64_t> kinds;
  std::size_t walked = 0, gaps = 0;
  std::uint64_t before = 0;
  std::array<std::uint64_t, 2> notes{};
  situation s;
  const auto walk = [&](const auto& self, std::size_t q) -> void {
    if (q < question_count) {
      for (std::size_t k = 0; k < questions()[q].answers.size(); ++k) {
        s.given[q] = static_cast<std::uint8_t>(k);
        self(self, q + 1);
      }
      return;
    }
    ++walked;
    const decision d = decide(s);
    for (const part of : {part::hidden, part::output, part::start, part::rate})
      gaps += d.parts[static_cast<std::size_t>(of)].rule < 0;
    notes[0] |= d.notes[0], notes[1] |= d.notes[1];
    const std::uint64_t kind = kind_of(s, d);
    if (kind == before || !kinds.insert(kind).second) return;
    before = kind;
    for (const decision::chosen& c : d.parts)
      if (c.rule >= 0) spoke[static_cast<std::size_t>(c.rule)] = true;
    expect_consistent(s);
  };
  walk(walk, 0);
  EXPECT_EQ(gaps, 0U);
  EXPECT_EQ(walked, 19U * 7 * 4 * 4 * 3 * 9 * 12 * 8 * 2 * 2);
  for (std::size_t i = 0; i < rules().size(); ++i) {
    const bool noted = (notes[i / 64] >> (i % 64) & 1U) != 0;
    EXPECT_TRUE(spoke[i] || noted) << rules()[i].id << " never speaks";
  }
}

TEST(Advice, RulesAreWhole) {
  std::set<std::string_view> ids;
  for (const rule& r : rules()) {
    EXPECT_TRUE(ids.insert(r.id).second) << r.id << " twice";
    EXPECT_FALSE(r.why.empty()) << r.id;
    EXPECT_FALSE(r.changes.empty()) << r.id;
    EXPECT_FALSE(r.references.empty()) << r.id;
    EXPECT_EQ(r.choices.empty(), r.of == part::start || r.of == part::rate || r.of == part::note) << r.id;
    EXPECT_EQ(r.advice.empty(), r.of == part::hidden) << r.id;
    EXPECT_TRUE(r.how_sure != support::here || !r.tested.empty()) << r.id;
    for (const std::string_view text : {r.why, r.advice, r.changes, r.against})
      EXPECT_FALSE(text.ends_with('.')) << r.id << ": " << text;
  }
}

// A rule names functions of the list, or of those that are known not to be there yet.
TEST(Advice, FunctionsAreHereOrSaidNotToBe) {
  const auto& foreign = foreign_functions();
  for (const rule& r : rules()) {
    for (const std::string_view name : r.choices) {
      if (is_words(name)) continue;
      EXPECT_TRUE(is_here(name) || names(foreign, name)) << r.id << ' ' << name;
      if (name.find('(') != std::string_view::npos) {
        EXPECT_NO_THROW(find(name)) << r.id << ' ' << name;
      }
    }
    for (const auto* list : {&r.avoid, &r.with})
      for (const std::string_view name : *list)
        EXPECT_TRUE(is_here(name) || names(foreign, name)) << r.id << ' ' << name;
  }
}

TEST(Advice, SourcesAreInTheListAndOnThePage) {
  const std::string page = content_of("docs/references.md");
  std::set<std::string_view> used;
  for (const rule& r : rules()) {
    for (const std::string_view key : r.references) {
      used.insert(key);
      ASSERT_NE(find_reference(key), nullptr) << r.id << ' ' << key;
      EXPECT_NE(page.find("**" + std::string(key) + "**"), std::string::npos) << key;
    }
  }
  for (const reference& each : references())
    EXPECT_TRUE(used.contains(each.key)) << each.key << " is not used";
}

TEST(Advice, TestsThatRulesNameAreThere) {
  unsigned seen = 0;
  const std::regex word("([a-z_]+_test|docs/[a-z]+\\.md)");
  for (const rule& r : rules()) {
    if (r.tested.empty()) continue;
    const std::string text(r.tested);
    std::sregex_iterator i(text.begin(), text.end(), word);
    EXPECT_NE(i, std::sregex_iterator()) << r.id << ": " << text;
    for (; i != std::sregex_iterator(); ++i, ++seen) {
      const std::string name = (*i)[1];
      const std::string file = name.starts_with("docs/") ? name : "tests/" + name + ".cpp";
      EXPECT_FALSE(content_of(file).empty()) << r.id << ": " << file;
    }
  }
  EXPECT_GT(seen, 5U);
}

double gain(const char* name) { return nn::computed_gain(find(name)); }

// D4 and F2 state numbers of the mathematics.
TEST(Advice, GainsAndGradientFactorsAreWhatTheRulesSay) {
  EXPECT_NEAR(gain("relu"), 1.414, 5e-4);
  EXPECT_NEAR(gain("tanh"), 1.593, 5e-4);
  EXPECT_NEAR(gain("selu"), 1, 5e-4);
  // The gradient's squared norm at the gain that keeps the outputs' power: g^2 E[f'(z)^2].
  const std::vector<std::pair<const char*, double>> factors{
      {"sigmoid", .153}, {"softplus", .318}, {"relu", 1},    {"elu", 1.04},
      {"silu", 1.07},    {"gelu", 1.07},     {"selu", 1.07}, {"tanh", 1.18}};
  const rule& said =
      *std::find_if(rules().begin(), rules().end(), [](const rule& r) { return r.id == "F2"; });
  for (const auto& [name, factor] : factors) {
    const double slopes = lab::gaussian_means_of(find(name), 1).slope_squared;
    EXPECT_NEAR(gain(name) * gain(name) * slopes, factor, 0.006) << name;
  }
  for (const char* text : {".153 in a layer of sigmoid", ".318 softplus", " 1 relu", "1.04 elu",
                           "1.07 silu, gelu and selu", "1.18 tanh"})
    EXPECT_NE(said.why.find(text), std::string_view::npos) << text << " in: " << said.why;
}

// What a rule says about functions, the cards say too.
TEST(Advice, RulesAgreeWithTheCards) {
  const auto holds = [](std::string_view id, const std::vector<std::string_view>& list,
                        const std::function<bool(const activation&)>& claim) {
    for (const std::string_view name : list)
      if (!is_words(name) && is_here(name)) {
        EXPECT_TRUE(claim(find(name))) << id << ' ' << name;
      }
  };
  for (const rule& r : rules()) {
    const auto lipschitz = [](const activation& f) { return f.card().lipschitz; };
    if (r.id == "X3") {
      holds(r.id, r.choices, [&](const activation& f) { return lipschitz(f) <= 1; });
      holds(r.id, r.avoid, [&](const activation& f) { return lipschitz(f) > 1; });
    }
    if (r.id == "X2") holds(r.id, r.choices, [](const activation& f) { return f.card().bounded(); });
    if (r.id == "M1")
      holds(r.id, r.choices, [](const activation& f) { return f.has_backward_from_output(); });
    // Second derivatives everywhere; of forces the slope must not jump.
    if (r.id == "P1") {
      holds(r.id, r.choices, [](const activation& f) { return f.card().smoothness >= 2; });
      holds(r.id, r.avoid, [](const activation& f) { return f.card().smoothness < 2; });
    }
    if (r.id == "P3") {
      holds(r.id, r.choices, [](const activation& f) { return f.card().smoothness >= 1; });
      holds(r.id, r.avoid, [](const activation& f) { return f.card().smoothness < 1; });
    }
    if (r.id == "N1")
      holds(r.id, r.choices,
            [](const activation& f) { return f.card().range.low >= 0 && f.card().range.high <= 1; });
  }
}

// One answer each that a reader can check against the rules.
TEST(Advice, ConstraintsBeatTasksAndTasksBeatArchitectures) {
  situation s;
  s.set(architectures::transformer);
  EXPECT_EQ(advise(s).hidden.first.name, "gelu");
  s.set(tasks::language);
  EXPECT_EQ(advise(s).hidden.by->id, "T2");
  s.set(constraints::int8);
  EXPECT_EQ(advise(s).hidden.first.name, "relu6");
  // A rule that is mathematics rules out what a constraint would take, and that is told.
  s = situation().set(tasks::equation).set(constraints::int8);
  const advice_for a = advise(s);
  EXPECT_EQ(a.hidden.first.name, "tanh");
  ASSERT_EQ(a.hidden.passed.size(), 1U);
  EXPECT_EQ(a.hidden.passed[0]->id, "Q1");
}

TEST(Advice, AFrameworkIsGivenWhatItHas) {
  situation s;
  s.set(architectures::convolutional).set(normalisations::none).set(frameworks::onednn);
  const advice_for a = advise(s);
  EXPECT_EQ(a.hidden.first.name, "elu");
  s = situation().set(constraints::int8).set(frameworks::ggml);
  EXPECT_EQ(advise(s).hidden.first.name, "relu") << "ggml has no relu6";
  EXPECT_NE(advise(s).hidden.left_out[0].why_not.find("ggml"), std::string::npos);
}

TEST(Advice, StartAndRateGoWithTheFunction) {
  situation s;
  s.set(architectures::dense).set(depths::deep).set(normalisations::none).set(residuals::no);
  EXPECT_EQ(advise(s).hidden.first.name, "selu");
  EXPECT_EQ(advise(s).start.by->id, "H2s");
  s.set(constraints::int8);  // no selu any more
  EXPECT_EQ(advise(s).start.by->id, "D4");
}

TEST(Advice, QuestionsThatCannotChangeTheAnswerAreNotAsked) {
  situation s;
  s.set(tasks::binary).set(architectures::recurrent);
  const auto open = open_questions(s);
  const auto asks = [&](std::size_t q) { return std::find(open.begin(), open.end(), q) != open.end(); };
  EXPECT_FALSE(asks(place_of<depths>));
  EXPECT_FALSE(asks(place_of<normalisations>));
  EXPECT_TRUE(asks(place_of<troubles>));
  s.set(architectures::dense);
  const auto dense = open_questions(s);
  EXPECT_NE(std::find(dense.begin(), dense.end(), place_of<depths>), dense.end());
}

TEST(Advice, WhyNotTellsTheReason) {
  situation s;
  s.set(architectures::dense).set(normalisations::batch);
  const auto reasons = why_not(advise(s), "selu");
  ASSERT_FALSE(reasons.empty());
  EXPECT_NE(reasons[0].find("H3 rules it out"), std::string::npos) << reasons[0];
  EXPECT_NE(why_not(advise(s), "gelu")[0].find("worth trying"), std::string::npos);
  EXPECT_NE(why_not(advise(s), "relu")[0].find("first choice here"), std::string::npos);
  s = situation().set(tasks::equation);
  EXPECT_NE(why_not(advise(s), "relu")[0].find("P1"), std::string::npos);
}

}  // namespace
}  // namespace hillock::advice
