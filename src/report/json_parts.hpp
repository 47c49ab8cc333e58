// SPDX-License-Identifier: Apache-2.0
// What the document behind results.json is made of.
#pragma once
#include <cmath>
#include <functional>
#include <optional>

#include "report/json.hpp"

namespace hillock::report {

using json = nlohmann::ordered_json;

/// An array of one member, or of what a function says, of every item.
template <class Range, class Member>
json column(const Range& range, Member member) {
  json values = json::array();
  for (const auto& item : range) values.push_back(std::invoke(member, item));
  return values;
}

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

/// What is undefined is null: R² of targets that do not vary, AUC of one class.
inline json or_null(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

/// By the metrics' names.
json scores_of(const std::vector<lab::named_score>& scores);

/// One run with as much of its curve as the detail says.
json run_of(const lab::run& run, json_detail detail);

}  // namespace hillock::report
