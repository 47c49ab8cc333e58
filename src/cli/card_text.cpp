// SPDX-License-Identifier: Apache-2.0
#include "cli/card_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/facts.hpp"
#include "hillock/error.hpp"
#include "nn/initializer.hpp"

namespace hillock::cli {

std::string short_number(double value) {
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  return fmt::format("{}", value);
}

std::string signature(const activation& f) {
  std::string text(f.card().name);
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
