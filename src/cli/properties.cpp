// SPDX-License-Identifier: Apache-2.0
#include "cli/properties.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "cli/card_text.hpp"
#include "cli/values.hpp"

namespace hillock::cli {

const std::vector<property>& properties() {
  static const std::vector<property> list{
      {"bounded", "whose range is finite on both sides", [](const card& c) { return c.bounded(); }},
      {"non-negative", "of which no output is below 0", [](const card& c) { return c.range.low >= 0; }},
      {"monotone", "that never decrease", [](const card& c) { return c.monotone; }},
      {"zero-centred", "that are odd, f(-x) = -f(x)",
       [](const card& c) { return !c.of_rows && c.zero_centred; }},
      {"smooth", "that are infinitely often differentiable",
       [](const card& c) { return c.smoothness >= card::smooth; }},
      {"differentiable", "without kink or jump", [](const card& c) { return c.smoothness >= 1; }},
      {"one-lipschitz", "of which no slope is steeper than 1",
       [](const card& c) { return c.lipschitz <= 1 && c.smoothness != card::jump; }},
      {"parametric", "with parameters", [](const card& c) { return !c.parameters.empty(); }},
      {"of-rows", "of whole rows, as softmax", [](const card& c) { return c.of_rows; }},
  };
  return list;
}

std::vector<std::string> property_names() {
  std::vector<std::string> names;
  for (const property& p : properties()) names.emplace_back(p.name);
  return names;
}

const property& property_named(std::string_view name) {
  return *std::find_if(properties().begin(), properties().end(),
                       [&](const property& p) { return p.name == name; });
}

const std::vector<std::string>& group_names() {
  static const std::vector<std::string> names{"range", "smoothness", "monotone", "library"};
  return names;
}

namespace {

std::string range_group(const card& c) {
  if (c.of_rows) return "of rows";
  const bool below = std::isfinite(c.range.low), above = std::isfinite(c.range.high);
  if (below && above) return "bounded";
  return below ? "bounded below" : above ? "bounded above" : "unbounded";
}

std::vector<std::string> groups_of(const activation& f, const std::string& by) {
  const card& c = f.card();
  if (by == "range") return {range_group(c)};
  if (by == "smoothness") return {smoothness_text(c)};
  if (by == "monotone") return {c.monotone ? "never decreasing" : "not monotone"};
  std::vector<std::string> found;
  for (const library_name& n : c.names)
    if (std::find(found.begin(), found.end(), n.library) == found.end()) found.emplace_back(n.library);
  if (found.empty()) found.emplace_back("in none of them");
  return found;
}

// The order of headings: from the tame to the wild; libraries as they are always told.
std::vector<std::string> headings(const std::string& by) {
  if (by == "range") return {"bounded", "bounded below", "bounded above", "unbounded", "of rows"};
  if (by == "monotone") return {"never decreasing", "not monotone"};
  if (by == "library") {
    std::vector<std::string> names = libraries();
    names.emplace_back("in none of them");
    return names;
  }
  std::vector<int> steps;
  for (const activation& f : all()) steps.push_back(std::min(f.card().smoothness, card::smooth));
  std::sort(steps.rbegin(), steps.rend());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  std::vector<std::string> names;
  for (const int step : steps) {
    card c;
    c.smoothness = step;
    names.push_back(smoothness_text(c));
  }
  return names;
}

}  // namespace

std::vector<std::pair<std::string, std::vector<activation>>> groups(const std::vector<activation>& functions,
                                                                    const std::string& by) {
  if (by.empty()) return {{"", functions}};
  std::vector<std::pair<std::string, std::vector<activation>>> found;
  for (const std::string& heading : headings(by)) {
    std::vector<activation> members;
    for (const activation& f : functions) {
      const auto of = groups_of(f, by);
      if (std::find(of.begin(), of.end(), heading) != of.end()) members.push_back(f);
    }
    if (!members.empty()) found.emplace_back(heading, members);
  }
  return found;
}

const std::vector<std::string>& libraries() {
  static const std::vector<std::string> names{"PyTorch", "Keras", "JAX", "ONNX", "oneDNN", "ggml", "mlpack"};
  return names;
}

std::string library_of(const std::string& text) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  for (const std::string& name : libraries())
    if (std::equal(name.begin(), name.end(), text.begin(), text.end(), same)) return name;
  return one_of(text, libraries());
}

}  // namespace hillock::cli
