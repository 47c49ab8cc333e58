// SPDX-License-Identifier: Apache-2.0
#include "cli/card_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/facts.hpp"
#include "face/formula.hpp"
#include "hillock/error.hpp"
#include "nn/initializer.hpp"

namespace hillock::cli {

std::string short_number(double value) {
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  return fmt::format("{}", value);
}

std::string signature(const activation& f) {
  std::string text(f.card().name);
  if (face::is_formula(f)) return f.to_string();
  if (f.card().parameters.empty()) return text;
  text += '(';
  for (const parameter& p : f.card().parameters) {
    if (text.back() != '(') text += ", ";
    text += fmt::format("{}={}", p.name, short_number(f.parameter(p.name)));
  }
  return text + ')';
}

std::string range_text(const card& c, int digits) {
  const auto [low, high] = c.range;
  const auto number = [=](double v) {
    return digits < 17 ? fmt::format("{:.{}g}", v, digits) : short_number(v);
  };
  return fmt::format("{}{}, {}{}", std::isinf(low) ? '(' : '[', number(low), number(high),
                     std::isinf(high) ? ')' : ']');
}

std::string properties_text(const card& c) {
  std::string text = c.bounded() ? "bounded" : "unbounded";
  text += c.monotone ? ", never decreasing" : ", not monotone";
  if (!c.of_rows) text += c.zero_centred ? ", zero-centred (odd)" : ", not zero-centred";
  return text;
}

std::string smoothness_text(const card& c) {
  if (c.smoothness >= card::smooth) return "infinitely often differentiable";
  if (c.smoothness == 0) return "continuous, with a kink";
  if (c.smoothness == card::jump) return "not continuous";
  return c.smoothness == 1 ? "once continuously differentiable"
                           : fmt::format("{} times continuously differentiable", c.smoothness);
}

std::string names_text(const short_list<library_name, 10>& names) {
  std::vector<std::pair<std::string_view, std::string>> spellings;  // and whose they are
  for (const library_name& n : names) {
    const std::string who =
        n.with.empty() ? std::string(n.library) : fmt::format("{} with {}", n.library, n.with);
    const auto known =
        std::find_if(spellings.begin(), spellings.end(), [&](const auto& s) { return s.first == n.name; });
    if (known == spellings.end())
      spellings.emplace_back(n.name, who);
    else
      known->second += ", " + who;
  }
  std::string text;
  for (const auto& [name, who] : spellings)
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", name, who);
  return text;
}

std::string aliases_text(const short_list<alias, 4>& aliases) {
  std::string text;
  for (const alias& other : aliases) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", other.name, fmt::join(other.libraries, ", "));
  }
  return text;
}

namespace {

using nlohmann::ordered_json;

ordered_json aliases_json(const short_list<alias, 4>& aliases) {
  ordered_json array = ordered_json::array();
  for (const alias& other : aliases) {
    ordered_json libraries = ordered_json::array();
    for (const std::string_view library : other.libraries) libraries.push_back(library);
    array.push_back({{"name", other.name}, {"libraries", std::move(libraries)}});
  }
  return array;
}

// Of a formula, in place of what is measured of the list's functions. JSON has no infinity and no NaN: null.
void add_computed(ordered_json& one, const face::known_formula& known) {
  const auto number = [](double v) { return std::isfinite(v) ? ordered_json(v) : ordered_json(nullptr); };
  const auto how = [](bool proven) { return proven ? "proven" : "searched"; };
  const auto& [found, sure] = known;
  one["computed"] = {{"range", how(sure.range)},
                     {"monotone", how(sure.monotone)},
                     {"zero_centred", how(sure.zero_centred)},
                     {"smoothness", how(sure.smoothness)},
                     {"lipschitz", how(sure.lipschitz)}};
  one["limits"] = {number(found.at_minus_infinity), number(found.at_infinity)};
  one["saturates"] = {std::isfinite(found.at_minus_infinity) && found.slope_at_minus_infinity == 0,
                      std::isfinite(found.at_infinity) && found.slope_at_infinity == 0};
  one["undefined_at"] = found.undefined ? number(found.undefined_at) : ordered_json(nullptr);
}

std::string measured_text(const measured& m) {
  // An error of 0 was measured too: exact functions have no worst input to name.
  return m.ulp == 0 ? "exact"
                    : fmt::format("at most {:.4f} ulp measured (at x = {})", m.ulp, short_number(m.at));
}

std::string measured_text(const measured_gradient& m) {
  if (m.ulp == 0) return "exact";
  if (m.ulp == 0.5) return "correctly rounded";
  return fmt::format("at most {:.4f} ulp measured (at x = {}, dy = {})", m.ulp, short_number(m.x),
                     short_number(m.dy));
}

}  // namespace

std::string accuracy_text(const card& c) {
  if (c.of_rows)
    return fmt::format("f32 within 0.501 ulp for each element; f64: at most {:.2f} ulp measured", c.f64.ulp);
  return fmt::format(
      "f32, f16, bf16 correctly rounded (docs/accuracy.md says how far that is proven); f64, with default "
      "parameters: value {}; slope {}; backward {}",
      measured_text(c.f64), measured_text(c.f64_slope), measured_text(c.f64_backward));
}

std::vector<std::pair<std::string, std::string>> formula_text(const activation& f) {
  const auto known = face::knowledge_of(f);
  if (!known) return {};
  const formulas::features& found = known->found;
  const formulas::proofs& sure = known->sure;
  std::vector<std::pair<std::string, std::string>> facts;
  const auto how = [](bool proven) { return proven ? "proven" : "searched"; };
  facts.emplace_back("computed",
                     fmt::format("range {}, monotone {}, zero-centred {}, smoothness {}, Lipschitz {}: "
                                 "proven for all floats, but for 0.1 %, or searched at 4,000 of them",
                                 how(sure.range), how(sure.monotone), how(sure.zero_centred),
                                 how(sure.smoothness), how(sure.lipschitz)));
  const auto limit = [](double value, double slope, const char* end) {
    if (std::isnan(value)) return fmt::format("none at {}", end);
    return fmt::format("{} at {}{}", short_number(value), end,
                       std::isfinite(value) && slope == 0 ? " (saturates)" : "");
  };
  facts.emplace_back("limits", limit(found.at_minus_infinity, found.slope_at_minus_infinity, "-inf") + ", " +
                                   limit(found.at_infinity, found.slope_at_infinity, "inf"));
  if (found.undefined)
    facts.emplace_back("undefined",
                       fmt::format("NaN for some x, as for {}", short_number(found.undefined_at)));
  facts.emplace_back(
      "accuracy", "each operation in double, within a few ulp; f32, f16 and bf16 are rounded once from that");
  return facts;
}

std::optional<double> gain_of(const activation& f) {
  try {
    return nn::computed_gain(f);
  } catch (const usage_error&) {
    return std::nullopt;
  }
}

std::string cards_json(const std::vector<activation>& functions) {
  // JSON has no infinity: an open end is null.
  const auto end = [](double v) { return std::isfinite(v) ? ordered_json(v) : ordered_json(nullptr); };
  ordered_json array = ordered_json::array();
  for (const activation& f : functions) {
    const card c = facts_of(f);
    ordered_json one;
    one["name"] = c.name;
    one["names"] = ordered_json::array();
    for (const library_name& n : c.names)
      one["names"].push_back(
          {{"library", n.library}, {"name", n.name}, {"with", n.with}, {"by_default", n.by_default}});
    one["formula"] = c.formula;
    one["derivative"] = c.derivative;
    one["of_rows"] = c.of_rows;
    if (c.of_rows) one["reduces"] = c.reduces;
    one["computed"] = computed(f);
    one["range"] = {end(c.range.low), end(c.range.high)};
    one["monotone"] = c.monotone;
    one["zero_centred"] = c.zero_centred;
    one["smoothness"] = c.smoothness >= card::smooth ? ordered_json("infinite") : ordered_json(c.smoothness);
    one["lipschitz"] = end(c.lipschitz);
    one["parameters"] = ordered_json::array();
    for (const parameter& p : c.parameters) {
      one["parameters"].push_back({{"name", p.name},
                                   {"aliases", aliases_json(p.aliases)},
                                   {"value", f.parameter(p.name)},
                                   {"default", p.standard},
                                   {"low", p.low},
                                   {"high", p.high},
                                   {"about", p.about}});
    }
    if (!c.of_rows) {
      const auto gain = gain_of(f);
      one["gain"] = gain ? ordered_json(*gain) : ordered_json(nullptr);
    }
    one["good_for"] = c.good_for;
    one["bad_for"] = c.bad_for;
    one["references"] = ordered_json::array();
    for (const std::string_view reference : c.references) one["references"].push_back(reference);
    if (const auto known = face::knowledge_of(f)) {
      add_computed(one, *known);
      array.push_back(std::move(one));
      continue;
    }
    one["f64"] = {{"ulp", c.f64.ulp}, {"at", c.f64.at}};
    if (!c.of_rows) {
      one["f64_slope"] = {{"ulp", c.f64_slope.ulp}, {"at", c.f64_slope.at}};
      one["f64_backward"] = {{"ulp", c.f64_backward.ulp}, {"x", c.f64_backward.x}, {"dy", c.f64_backward.dy}};
    }
    array.push_back(std::move(one));
  }
  return array.dump(2) + "\n";
}

}  // namespace hillock::cli
